import type { EngineTask } from "../../engine/engine.ts";
import { sweepPasses } from "../../engine/sweep_passes.ts";

/** One dispatch of a sweep: positions of a block, or steps of a single-site scan. */
export interface Visit {
  readonly first: number;
  readonly count: number;
  /** What is added to a position for the site of its random numbers. */
  readonly siteOffset: number;
  /** Which of the sweep's masks of chains holds: 0, or 1 for those of the symmetric scan that go backward. */
  readonly side: 0 | 1;
}

/** Steps that one dispatch may take one after the other: drivers end what runs for seconds. */
const STEPS = 4096;

/**
 * The dispatches of one sweep, in order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const sites = siteOrder(curieWeiss(3, 1));
 * assert.deepEqual(sweepVisits({ sites, scan: "palindromic" }).map((visit) => visit.first), [0, 1, 2, 1, 0]);
 * assert.deepEqual(sweepVisits({ sites, scan: "metropolis" }), [{ first: 0, count: 3, siteOffset: 0, side: 0 }]);
 * ```
 */
export function sweepVisits({ sites, scan }: Pick<EngineTask, "sites" | "scan">): readonly Visit[] {
  const { blockStarts, freeCount, spinCount } = sites, visits: Visit[] = [];
  if (scan === "single-site" || scan === "metropolis") {
    for (let first = 0; first < freeCount; first += STEPS) {
      visits.push({ first, count: Math.min(STEPS, freeCount - first), siteOffset: 0, side: 0 });
    }
    return visits;
  }
  const blocks = blockStarts.length - 1;
  sweepPasses(scan).forEach((pass, index) => {
    for (let k = pass.first; k < blocks; k++) {
      const block = pass.backward ? blocks - 1 - k : k, first = blockStarts[block]!;
      visits.push({
        first,
        count: blockStarts[block + 1]! - first,
        siteOffset: pass.visit * spinCount,
        side: scan === "symmetric" && index === 1 ? 1 : 0,
      });
    }
  });
  return visits;
}
