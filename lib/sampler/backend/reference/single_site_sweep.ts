import { CounterGenerator } from "../../../random/counter.ts";
import { highProduct } from "../../../random/high_product.ts";
import { acceptsCost, becomesPlus } from "../../acceptance/accept.ts";
import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { SiteOrder } from "../../plan/site_order.ts";
import { integerField } from "./integer_field.ts";

/** A sweep of single-site steps of one chain, in place; returns how many steps needed further bits. */
export type SingleSiteSweep = (weights: IntegerWeights, spins: Int8Array, chain: number, sweep: number) => number;

/**
 * As many steps as there are free spins, each on a uniformly random one of them: heat bath, or Metropolis flips.
 *
 * Step k draws the four words of the address (seed, "chain", chain, sweep, k): the first two choose the position,
 * ⌊(w₀·2^32 + w₁)·free/2^64⌋, even to within free/2^64; the third holds the first 32 bits of the uniform number; the further
 * ones are those of (seed, "ties", chain, sweep, k).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const model = curieWeiss(3, 100), sites = siteOrder(model), spins = Int8Array.of(1, 1, 1);
 * createSingleSiteSweep(sites, "single-site", 7)(integerWeights(model, sites), spins, 0, 0);
 * assert.deepEqual([...spins], [1, 1, 1]);
 * ```
 */
export function createSingleSiteSweep(
  sites: SiteOrder,
  scan: "single-site" | "metropolis",
  seed: number,
): SingleSiteSweep {
  const { freeCount, spinCount } = sites;
  const steps = new CounterGenerator(seed, "chain"), ties = new CounterGenerator(seed, "ties");
  return (weights, spins, chain, sweep) => {
    let open = 0;
    for (let step = 0; step < freeCount; step++) {
      const words = steps.fill(chain, sweep, step);
      const p = uniformPosition(words[0]!, words[1]!, freeCount), at = chain * spinCount + p;
      const field = integerField(sites, weights, spins, chain * spinCount, p);
      const further = () => {
        open++;
        return ties.fill(chain, sweep, step);
      };
      if (scan === "single-site") spins[at] = becomesPlus(field, words[2]!, 32, further) ? 1 : -1;
      else if (acceptsCost(field * spins[at]!, words[2]!, 32, further)) spins[at] = -spins[at]!;
    }
    return open;
  };
}

/**
 * ⌊(high·2^32 + low)·count/2^64⌋ for a count below 2^32.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([uniformPosition(0, 0, 7), uniformPosition(0xffffffff, 0xffffffff, 7)], [0, 6]);
 * ```
 */
export function uniformPosition(high: number, low: number, count: number): number {
  const carry = (Math.imul(high, count) >>> 0) + (highProduct(low, count) >>> 0) >= 2 ** 32 ? 1 : 0;
  return (highProduct(high, count) >>> 0) + carry;
}
