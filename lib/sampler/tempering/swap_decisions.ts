import { CounterGenerator } from "../../random/counter.ts";
import { acceptsCost } from "../acceptance/accept.ts";
import { uniformPosition } from "../backend/reference/single_site_sweep.ts";
import type { Coin } from "../engine/engine.ts";

/**
 * The random decisions of exchanges. Ladder c (one of many side by side) draws in round t from the addresses
 * (seed, "swap", c + 1, t, ·): the coin from site 0; proposal k from site 1 + 2k (the first two words choose the pair, the third holds the
 * first bits of the decision) and further bits from site 2 + 2k. A coin for all ladders is at chain 0. No sweep draws from
 * this purpose, so no bits are shared with any update.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const decisions = new SwapDecisions(7, "chain");
 * assert.equal(decisions.accepts(0, 5, 0, -1), true);
 * assert.equal(decisions.pair(0, 5, 0, 1), 0);
 * ```
 */
export class SwapDecisions {
  readonly #random: CounterGenerator;

  constructor(seed: number, readonly coin: Coin) {
    this.#random = new CounterGenerator(seed, "swap");
  }

  /** The fair coin of a round: 1 means exchanges first (primary) or instead of a sweep (convex). */
  side(ladder: number, round: number): 0 | 1 {
    const chain = this.coin === "shared" ? 0 : ladder + 1;
    return (this.#random.fill(chain, round, 0)[0]! >>> 31) as 0 | 1;
  }

  /** The pair of proposal `k`, 0 … `pairs` − 1. */
  pair(ladder: number, round: number, k: number, pairs: number): number {
    const words = this.#random.fill(ladder + 1, round, 1 + 2 * k);
    return uniformPosition(words[0]!, words[1]!, pairs);
  }

  /** Whether proposal `k` is accepted at this cost (`swapCost`). */
  accepts(ladder: number, round: number, k: number, cost: number): boolean {
    if (cost <= 0) return true;
    const random = this.#random, first = random.fill(ladder + 1, round, 1 + 2 * k)[2]!;
    return acceptsCost(cost, first, 32, () => random.fill(ladder + 1, round, 2 + 2 * k));
  }
}
