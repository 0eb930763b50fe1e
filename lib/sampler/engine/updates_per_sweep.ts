import type { EngineTask } from "./engine.ts";

/**
 * Updates of one chain in one sweep: every free spin once; the palindrome visits all but the block where it turns again.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { siteOrder } from "../plan/site_order.ts";
 * const sites = siteOrder(curieWeiss(3, 1));
 * const counts = (["symmetric", "palindromic"] as const).map((scan) => updatesPerSweep({ sites, scan }));
 * assert.deepEqual(counts, [3, 5]);
 * ```
 */
export function updatesPerSweep(
  { sites: { blockStarts, freeCount }, scan }: Pick<EngineTask, "sites" | "scan">,
): number {
  return scan === "palindromic" ? freeCount + blockStarts.at(-2)! : freeCount;
}
