import quantile from "@stdlib/stats-base-dists-normal-quantile";
import { uniformOpen } from "./uniform.ts";

const standardQuantile = quantile.factory(0, 1);

/**
 * A standard normal number from two 32-bit words: the inverse distribution function of one uniform number in (0, 1). One
 * number uses one address, which the polar and ziggurat methods do not allow. Its range is ±8.2.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.ok(Math.abs(gaussian(0x80000000, 0)) < 1e-15);
 * assert.ok(Math.abs(gaussian(0, 0) + gaussian(0xffffffff, 0xffffffff)) < 1e-12);
 * ```
 */
export function gaussian(high: number, low: number): number {
  return standardQuantile(uniformOpen(high, low));
}
