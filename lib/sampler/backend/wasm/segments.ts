import { openWord } from "../../../random/weave.ts";
import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { SiteOrder } from "../../plan/site_order.ts";
import { denseBytes, isDense, writeDense } from "./dense.ts";
import {
  COARSE_SCALES,
  cutOf,
  factorOf,
  type FieldScale,
  fieldScale,
  FINE_SCALES,
  halfCut,
  scaled,
  twice,
} from "./field_scale.ts";
import { ADDRESS } from "./header.ts";
import type { PlanWriter } from "./plan_writer.ts";
import { quadBytes, quadsOf, writeQuads } from "./quads.ts";
import type { MemberSites } from "./team_sites.ts";
import { UNIT } from "./threshold_table.ts";

/** Bytes of a segment's record: kind, first site, end of the sites, first neighbours, two parameters of the kind, table. */
const SEGMENT_BYTES = 32;
/** Bytes of a site's record: opened words of both visits, own address, base, margin, end of the neighbours, position. */
const JOB_BYTES = 32;
/** Bytes of a site's spins. */
export const SITE_BYTES = 32;
/** The largest margin that distances of 8 bits tell. */
const NARROW_MARGIN = 126;
/** Blocks of fewer sites do without the fine scales. */
const FEW_SITES = 256;
const ALL_SCALES = [...FINE_SCALES, ...COARSE_SCALES];
/** Scales that the sites of one block can have, all kinds together. */
const SCALES = 64;

/** Bytes of all spins of a group. */
export function spinsBytes({ spinCount }: SiteOrder): number {
  return 64 * Math.ceil((SITE_BYTES * spinCount) / 64);
}

/** Where a member's tables lie. */
export interface SegmentPlaces {
  /** Of each block the first segment of the sites that are sent and the first of the others. */
  readonly starts: number;
  readonly segments: number;
  readonly jobs: number;
  readonly quads: number;
  readonly dense: number;
}

/** Room for a member's segments, enough for any weights. */
export function reserveSegments(plan: PlanWriter, sites: SiteOrder, { blocks }: MemberSites): SegmentPlaces {
  let segments = 0, jobs = 0, quads = 0, dense = 0;
  blocks.forEach(({ sent, kept }, b) => {
    for (const part of [sent, kept]) {
      segments += Math.min(part.length, SCALES);
      jobs += part.length;
      if (isDense(sites, b)) dense += denseBytes(sites, part);
      else for (const p of part) quads += quadsOf(sites.rows[p + 1]! - sites.rows[p]!);
    }
  });
  return {
    starts: plan.reserve(4 * (2 * blocks.length + 1)),
    segments: plan.reserve(SEGMENT_BYTES * segments),
    jobs: plan.reserve(JOB_BYTES * jobs),
    quads: plan.reserve(quadBytes(32) * quads),
    dense: plan.reserve(dense),
  };
}

/**
 * Writes a member's sites block by block, those of a block ordered by how their fields are held: a segment is a run of sites that
 * one kernel takes. `copy` is the address of the spins that the member works on.
 */
export function writeSegments(
  plan: PlanWriter,
  sites: SiteOrder,
  weights: IntegerWeights,
  siteBits: number,
  member: MemberSites,
  places: SegmentPlaces,
  copy: number,
  tableOf: (scale: number) => number,
): void {
  const { blockStarts, rows } = sites;
  let { segments: segment, jobs: job, quads: quad, dense: denseTable } = places;

  const spinsOf = (p: number): number => copy + p * SITE_BYTES;
  const writeJob = (p: number, margin: number, base: number): void => {
    plan.word(job, openWord(siteBits + p, 2));
    plan.word(job + 4, openWord(siteBits + p + sites.spinCount, 2));
    plan.word(job + 8, spinsOf(p));
    plan.word(job + 12, base);
    plan.word(job + 16, margin);
    plan.word(job + 20, quad);
    plan.word(job + 24, p);
    job += JOB_BYTES;
  };
  const writeSite = (p: number, { width, scale, margin }: FieldScale, kind: number): void => {
    let base = scaled(weights.biases[p]!, scale) + (width === 32 ? halfCut(scale) : 0);
    const terms = Array.from({ length: rows[p + 1]! - rows[p]! }, (_, k) => {
      const entry = rows[p]! + k, weight = scaled(weights.couplings[entry]!, scale);
      base -= weight;
      return { address: spinsOf(sites.columns[entry]!), value: 2 * weight };
    });
    quad = writeQuads(plan, quad, width, base, terms, spinsOf(p));
    writeJob(p, kind < 2 ? margin * 0x1010101 : twice(margin), 0);
  };
  const writeDensePart = (b: number, part: readonly number[]): void => {
    plan.word(segment + 4, job);
    const { bases, margins } = writeDense(plan, sites, weights, b, part, segment, denseTable, spinsOf);
    denseTable += denseBytes(sites, part);
    part.forEach((p, k) => writeJob(p, twice(margins[k]!), bases[k]!));
    plan.word(segment + 8, job);
    segment += SEGMENT_BYTES;
  };
  const writePart = (b: number, part: readonly number[]): void => {
    const runs = new Map<string, { kind: number; sites: { p: number; scale: FieldScale }[] }>();
    // A kernel takes many sites of one scale; so few are not divided further.
    const size = blockStarts[b + 1]! - blockStarts[b]!, scales = size < FEW_SITES ? COARSE_SCALES : ALL_SCALES;
    for (const p of part) {
      const scale = fieldScale(sites, weights, p, scales), kind = kindOf(scale), key = `${kind} ${scale.scale}`;
      if (!runs.has(key)) runs.set(key, { kind, sites: [] });
      runs.get(key)!.sites.push({ p, scale });
    }
    for (const { kind, sites: run } of runs.values()) {
      const { scale } = run[0]!;
      plan.word(segment, kind);
      plan.word(segment + 4, job);
      plan.word(segment + 12, quad);
      for (const one of run) writeSite(one.p, one.scale, kind);
      plan.word(segment + 8, job);
      writeParameters(plan, segment, scale);
      plan.word(segment + 24, scale.width === 16 ? tableOf(scale.scale) : ADDRESS.threshold);
      segment += SEGMENT_BYTES;
    }
  };

  let start = places.starts;
  member.blocks.forEach(({ sent, kept }, b) => {
    for (const part of [sent, kept]) {
      plan.word(start, segment);
      start += 4;
      if (part.length === 0) continue;
      if (isDense(sites, b)) writeDensePart(b, part);
      else writePart(b, part);
    }
  });
  plan.word(start, segment);
}

/** 0 to 2 for 16-bit fields, the first two with margins of 8 bits; 3 for wider fields. */
function kindOf({ width, scale, margin }: FieldScale): number {
  if (width === 32) return 3;
  if (margin > NARROW_MARGIN) return 2;
  return scale >= UNIT ? 0 : scale === UNIT / 2 ? 1 : 2;
}

function writeParameters(plan: PlanWriter, segment: number, { width, scale }: FieldScale): void {
  if (width === 32) {
    plan.word(segment + 16, Math.log2(scale / UNIT));
    return;
  }
  plan.word(segment + 16, twice(cutOf(scale)));
  plan.word(segment + 20, twice(factorOf(scale)));
}
