import type { SiteOrder } from "../../plan/site_order.ts";

/** Rows side by side in one slice: neighbouring invocations of a shader then read neighbouring memory. */
const SLICE = 32;

/** Where the entries of the rows lie on the device: entry k of the row of position p at `starts[p] + k·strides[p]`. */
export interface RowLayout {
  readonly starts: Uint32Array;
  readonly strides: Uint32Array;
  /** Room for all entries, the unused ones included. */
  readonly length: number;
}

/**
 * Lays the rows of the free positions out in slices of 32 of the same block, entry by entry; where rows of very different
 * lengths would leave more than half of a slice unused, its rows lie one behind the other.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../../../model/ising.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const path = ising({ n: 3, edges: [[0, 1], [1, 2]], weights: [1, 1], beta: 1 });
 * const { starts, strides, length } = rowLayout(siteOrder(path));
 * assert.deepEqual([[...starts], [...strides], length], [[0, 1, 2, ], [2, 2, 1], 4]);
 * ```
 */
export function rowLayout(sites: SiteOrder): RowLayout {
  const { rows, blockStarts, freeCount } = sites;
  const starts = new Uint32Array(freeCount), strides = new Uint32Array(freeCount);
  let length = 0;
  for (let block = 0; block + 1 < blockStarts.length; block++) {
    for (let from = blockStarts[block]!, end = blockStarts[block + 1]!; from < end; from += SLICE) {
      const to = Math.min(from + SLICE, end), used = rows[to]! - rows[from]!;
      let longest = 0;
      for (let p = from; p < to; p++) longest = Math.max(longest, rows[p + 1]! - rows[p]!);
      const side = longest * (to - from) <= 2 * used;
      for (let p = from; p < to; p++) {
        starts[p] = length + (side ? p - from : rows[p]! - rows[from]!);
        strides[p] = side ? to - from : 1;
      }
      length += side ? longest * (to - from) : used;
    }
  }
  return { starts, strides, length };
}
