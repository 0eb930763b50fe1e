import { openWord } from "../../../random/weave.ts";
import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { SiteOrder } from "../../plan/site_order.ts";
import { DENSE_ROOM_BYTES, denseBytes, isDense, writeDense } from "./dense.ts";
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
import { createThresholdTable, thresholdBytes, UNIT } from "./threshold_table.ts";

/** Bytes of a segment's record: kind, first site, end of the sites, first neighbour, two parameters of the kind, table. */
const SEGMENT_BYTES = 32;
/** Bytes of a table of the threshold, and some. */
const TABLE_BYTES = 64;
/** Bytes of a site's record: opened words of both visits, own offset, base, margin, end of the neighbours, position. */
const JOB_BYTES = 32;
/** Bytes of a neighbour's record: offset, weight. */
const EDGE_BYTES = 8;
/** Blocks of fewer sites do without the fine scales. */
const FEW_SITES = 256;
const ALL_SCALES = [...FINE_SCALES, ...COARSE_SCALES];
/** Scales that the sites of one block can have, all kinds together. */
const SCALES = 64;

/**
 * Writes the free sites block by block, those of a block ordered by how their fields are held: a segment is a run of sites
 * that one kernel takes. Offsets of spins are addresses: those of the group in hand
 * begin right behind the tables.
 */
export function writeSegments(
  plan: PlanWriter,
  sites: SiteOrder,
  weights: IntegerWeights,
  siteBits: number,
  siteBytes: number,
): void {
  const { blockStarts, freeCount, rows } = sites, blocks = blockStarts.length - 1;
  const dense = Array.from({ length: blocks }, (_, b) => isDense(sites, b));
  const entries = dense.reduce((sum, is, b) => sum + (is ? 0 : rows[blockStarts[b + 1]!]! - rows[blockStarts[b]!]!), 0);
  const starts = plan.reserve(4 * (blocks + 1));
  let segment = plan.reserve(SEGMENT_BYTES * Math.min(freeCount, SCALES * blocks));
  let job = plan.reserve(JOB_BYTES * freeCount), edge = plan.reserve(EDGE_BYTES * entries);
  const fine = plan.reserve(TABLE_BYTES * FINE_SCALES.length), written = new Set<number>();
  // One more than there are sites, since the place behind the last entry is written before it is known to be one.
  plan.word(ADDRESS.openList, plan.reserve(8 * (freeCount + 1)));
  plan.word(ADDRESS.denseRoom, dense.includes(true) ? plan.reserve(DENSE_ROOM_BYTES) : 0);
  let denseTable = plan.reserve(dense.reduce((sum, is, b) => sum + (is ? denseBytes(sites, b) : 0), 0));
  const work = plan.reserve(0);
  plan.word(ADDRESS.work, work);
  plan.word(ADDRESS.siteShift, Math.log2(siteBytes));
  plan.word(ADDRESS.blockSegments, starts);

  const tableOf = (scale: number): number => {
    const at = scale > UNIT ? fine + TABLE_BYTES * FINE_SCALES.indexOf(scale) : ADDRESS.threshold;
    if (!written.has(at)) plan.bytesAt(at, thresholdBytes(createThresholdTable(Math.max(UNIT, scale))));
    written.add(at);
    return at;
  };

  const writeJob = (p: number, margin: number, base: number): void => {
    plan.word(job, openWord(siteBits + p, 2));
    plan.word(job + 4, openWord(siteBits + p + sites.spinCount, 2));
    plan.word(job + 8, work + p * siteBytes);
    plan.word(job + 12, base);
    plan.word(job + 16, twice(margin));
    plan.word(job + 20, edge);
    plan.word(job + 24, p);
    job += JOB_BYTES;
  };
  const writeSite = (p: number, scale: FieldScale): void => {
    let base = scaled(weights.biases[p]!, scale.scale);
    for (let k = rows[p]!; k < rows[p + 1]!; k++, edge += EDGE_BYTES) {
      const weight = scaled(weights.couplings[k]!, scale.scale);
      base -= weight;
      plan.word(edge, work + sites.columns[k]! * siteBytes);
      plan.word(edge + 4, scale.width === 16 ? twice(2 * weight) : 2 * weight);
    }
    writeJob(p, scale.margin, scale.width === 16 ? twice(base) : base + halfCut(scale.scale));
  };

  for (let b = 0; b < blocks; b++) {
    plan.word(starts + 4 * b, segment);
    if (dense[b]) {
      plan.word(segment + 4, job);
      const { bases, margins } = writeDense(plan, sites, weights, b, segment, denseTable, { work, siteBytes });
      denseTable += denseBytes(sites, b);
      bases.forEach((base, k) => writeJob(blockStarts[b]! + k, margins[k]!, base));
      plan.word(segment + 8, job);
      segment += SEGMENT_BYTES;
      continue;
    }
    const runs = new Map<string, { scale: FieldScale; positions: number[]; margins: number[] }>();
    // A kernel takes many sites of one scale; so few are not divided further.
    const size = blockStarts[b + 1]! - blockStarts[b]!, scales = size < FEW_SITES ? COARSE_SCALES : ALL_SCALES;
    for (let p = blockStarts[b]!; p < blockStarts[b + 1]!; p++) {
      const scale = fieldScale(sites, weights, p, scales), key = `${scale.width} ${scale.scale}`;
      if (!runs.has(key)) runs.set(key, { scale, positions: [], margins: [] });
      runs.get(key)!.positions.push(p);
      runs.get(key)!.margins.push(scale.margin);
    }
    for (const { scale, positions, margins } of runs.values()) {
      plan.word(segment, kindOf(scale));
      plan.word(segment + 4, job);
      plan.word(segment + 12, edge);
      positions.forEach((p, k) => writeSite(p, { ...scale, margin: margins[k]! }));
      plan.word(segment + 8, job);
      writeParameters(plan, segment, scale);
      plan.word(segment + 24, scale.width === 16 ? tableOf(scale.scale) : ADDRESS.threshold);
      segment += SEGMENT_BYTES;
    }
  }
  plan.word(starts + 4 * blocks, segment);
}

function kindOf({ width, scale }: FieldScale): number {
  return width === 32 ? 3 : scale >= UNIT ? 0 : scale === UNIT / 2 ? 1 : 2;
}

function writeParameters(plan: PlanWriter, segment: number, { width, scale }: FieldScale): void {
  if (width === 32) {
    plan.word(segment + 16, Math.log2(scale / UNIT));
    return;
  }
  plan.word(segment + 16, twice(cutOf(scale)));
  plan.word(segment + 20, twice(factorOf(scale)));
}
