import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { SiteOrder } from "../../plan/site_order.ts";
import { halfCut, scaled, wideScale } from "./field_scale.ts";
import { ADDRESS } from "./header.ts";
import type { PlanWriter } from "./plan_writer.ts";
import { UNIT } from "./threshold_table.ts";

/** Room for the tables, sums and look-ups of one tile; `assembly/dense_group.ts` says what lies where. */
export const DENSE_ROOM_BYTES = 2 ** 16;

/** Sites of a tile. */
export const TILE = 32;
/** Neighbours of one look-up. */
const TOGETHER = 4;
/** Tables pay for themselves from so many sites and neighbours on. */
const FEW = 16;
/** The kind of segments that the dense kernel takes. */
const DENSE = 4;

/**
 * Whether all sites of a block have the same neighbours, and enough of them that a table of sums pays: a layer of an RBM.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../../model/rbm.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const layers = siteOrder(rbm({ weights: Array.from({ length: 20 }, () => new Array(16).fill(0.1)), beta: 1 }));
 * assert.deepEqual([isDense(layers, 0), isDense(layers, 1)], [true, true]);
 * ```
 */
export function isDense({ blockStarts, rows, columns }: SiteOrder, block: number): boolean {
  const first = blockStarts[block]!, end = blockStarts[block + 1]!;
  const start = rows[first]!, degree = rows[first + 1]! - start;
  if (end - first < FEW || degree < FEW) return false;
  for (let p = first; p < end; p++) {
    if (rows[p + 1]! - rows[p]! !== degree) return false;
    for (let k = 0; k < degree; k++) if (columns[rows[p]! + k] !== columns[start + k]) return false;
  }
  return true;
}

/** Bytes of the neighbours and weights of some sites of a dense block. */
export function denseBytes(sites: SiteOrder, part: readonly number[]): number {
  if (part.length === 0) return 0;
  const { groups, tiles } = extent(sites, part);
  return 64 * Math.ceil((TOGETHER * groups * 4) / 64) + tiles * groups * TOGETHER * TILE * 4;
}

/**
 * Writes the record of a run of sites of a dense block and, from `at` on, where their neighbours' spins lie and the weights, tile by
 * tile. The sites of the block share a scale, the coarsest of their own. Returns what the sites' own records hold.
 */
export function writeDense(
  plan: PlanWriter,
  sites: SiteOrder,
  weights: IntegerWeights,
  block: number,
  part: readonly number[],
  segment: number,
  at: number,
  spinsOf: (p: number) => number,
): { readonly bases: readonly number[]; readonly margins: readonly number[] } {
  const { blockStarts, rows, columns } = sites, { groups, tiles, degree } = extent(sites, part);
  const first = blockStarts[block]!, size = blockStarts[block + 1]! - first, start = rows[first]!;
  const scale = Math.min(...Array.from({ length: size }, (_, k) => wideScale(sites, weights, first + k).scale));
  const padded = groups * TOGETHER, table = at + 64 * Math.ceil((padded * 4) / 64);

  [DENSE, null, null, at, Math.log2(scale / UNIT), groups, ADDRESS.threshold, table].forEach((value, k) => {
    if (value !== null) plan.word(segment + 4 * k, value);
  });
  for (let k = 0; k < padded; k++) plan.word(at + 4 * k, spinsOf(columns[start + Math.min(k, degree - 1)]!));
  const bases = part.map((p) => scaled(weights.biases[p]!, scale) + halfCut(scale));
  for (let tile = 0; tile < tiles; tile++) {
    for (let k = 0; k < padded; k++) {
      for (let lane = 0; lane < TILE; lane++) {
        const site = tile * TILE + lane, here = site < part.length && k < degree;
        const weight = here ? scaled(weights.couplings[rows[part[site]!]! + k]!, scale) : 0;
        plan.word(table + 4 * ((tile * padded + k) * TILE + lane), 2 * weight);
        if (here) bases[site]! -= weight;
      }
    }
  }
  return { bases, margins: part.map((p) => wideScale(sites, weights, p, scale).margin) };
}

function extent({ rows }: SiteOrder, part: readonly number[]) {
  const degree = rows[part[0]! + 1]! - rows[part[0]!]!;
  return { degree, groups: Math.ceil(degree / TOGETHER), tiles: Math.ceil(part.length / TILE) };
}
