import type { SiteOrder } from "../../plan/site_order.ts";
import { isDense, TILE } from "./dense.ts";
import { quadsOf } from "./quads.ts";

/** The sites of one block that a member of a team sweeps: those whose spins others read, which are swept first, and the rest. */
export interface BlockShare {
  readonly sent: readonly number[];
  readonly kept: readonly number[];
}

/** What one member of a team sweeps, block by block, and the ranges of positions whose spins it answers for. */
export interface MemberSites {
  readonly blocks: readonly BlockShare[];
  readonly ranges: readonly (readonly [first: number, end: number])[];
}

/** What the decision at a site takes beside its neighbours, in look-ups of four neighbours. */
const DECISION_QUADS = 4;

/**
 * Divides the sites of every block among the members of a team: runs of positions that take about as long, of a dense block whole
 * tiles. The first member answers for the clamped sites.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../../../model/ising.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const weights = [1, 1, 1], blocks = [[0, 2], [1, 3]];
 * const path = ising({ n: 4, edges: [[0, 1], [1, 2], [2, 3]], weights, beta: 1, blocks });
 * const [first, second] = divideSites(siteOrder(path), 2);
 * assert.deepEqual(first!.blocks, [{ sent: [], kept: [0] }, { sent: [2], kept: [] }]);
 * assert.deepEqual(second!.blocks, [{ sent: [1], kept: [] }, { sent: [], kept: [3] }]);
 * ```
 */
export function divideSites(sites: SiteOrder, team: number): MemberSites[] {
  const { blockStarts, freeCount, spinCount, rows, columns } = sites, owner = new Int32Array(spinCount).fill(-1);
  const cuts = Array.from({ length: blockStarts.length - 1 }, (_, b) => cutsOf(sites, b, team));
  const ranges = Array.from({ length: team }, (_, member) => cuts.map((at) => [at[member]!, at[member + 1]!] as const));
  ranges.forEach((own, member) => own.forEach(([first, end]) => owner.fill(member, first, end)));
  const isSent = (p: number): boolean => {
    for (let k = rows[p]!; k < rows[p + 1]!; k++) {
      const reader = owner[columns[k]!]!;
      if (reader !== -1 && reader !== owner[p]) return true;
    }
    return false;
  };
  return ranges.map((own, member) => ({
    blocks: own.map(([first, end]) => {
      const sent: number[] = [], kept: number[] = [];
      for (let p = first; p < end; p++) (isSent(p) ? sent : kept).push(p);
      return { sent, kept };
    }),
    ranges: member === 0 ? [...own, [freeCount, spinCount]] : own,
  }));
}

/** Where the members' shares of a block begin and the last one ends. */
function cutsOf(sites: SiteOrder, block: number, team: number): number[] {
  const { blockStarts, rows } = sites, first = blockStarts[block]!, end = blockStarts[block + 1]!;
  if (isDense(sites, block)) {
    const tiles = Math.ceil((end - first) / TILE);
    return Array.from({ length: team + 1 }, (_, m) => Math.min(end, first + Math.floor((tiles * m) / team) * TILE));
  }
  const costOf = (p: number): number => DECISION_QUADS + quadsOf(rows[p + 1]! - rows[p]!);
  let all = 0, done = 0;
  for (let p = first; p < end; p++) all += costOf(p);
  const cuts = [first];
  for (let p = first; p < end; p++) {
    done += costOf(p);
    while (cuts.length < team && done * team >= all * cuts.length) cuts.push(p + 1);
  }
  return [...cuts, end];
}
