import { CounterGenerator } from "../../random/counter.ts";
import type { BlockScan } from "../scan.ts";
import type { Coin } from "./engine.ts";

/** One way through the blocks. `visit` 1 is the second visit of a sweep, whose random numbers have sites of their own. */
export interface Pass {
  readonly backward: boolean;
  /** Blocks visited, in the order of the way: `first` … `end` − 1 counted from its beginning. */
  readonly first: number;
  readonly visit: 0 | 1;
}

const FORWARD: Pass = { backward: false, first: 0, visit: 0 };
const BACKWARD: Pass = { backward: true, first: 0, visit: 0 };
const RETURN: Pass = { backward: true, first: 1, visit: 1 };

/**
 * The passes of one sweep of a block scan. Those of "symmetric" hold for the chains whose coin says so: the first for coin 0,
 * the second for coin 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(sweepPasses("palindromic").map((pass) => pass.backward), [false, true]);
 * ```
 */
export function sweepPasses(scan: BlockScan): readonly Pass[] {
  switch (scan) {
    case "forward":
      return [FORWARD];
    case "reverse":
      return [BACKWARD];
    case "symmetric":
      return [FORWARD, BACKWARD];
    case "palindromic":
      return [FORWARD, RETURN];
  }
}

/**
 * The fair coins of the symmetric scan: bit (c mod 32) of `fill(sweep)[⌊c/32⌋]` is 1 when chain c goes backward. Thrown for every
 * chain at the address (seed, "order", chain + 1, sweep), or for all together at (seed, "order", 0, sweep).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const coins = new SweepCoins(7, 40, "shared");
 * assert.ok([[0, 0], [-1 >>> 0, 255]].some((both) => both.every((word, k) => word === coins.fill(3)[k])));
 * ```
 */
export class SweepCoins {
  readonly #random: CounterGenerator;
  readonly #words: Uint32Array;

  constructor(seed: number, readonly chains: number, readonly coin: Coin) {
    this.#random = new CounterGenerator(seed, "order");
    this.#words = new Uint32Array(Math.ceil(chains / 32));
  }

  /** The coins of a sweep; the array is used again by the next call. */
  fill(sweep: number): Uint32Array {
    const words = this.#words.fill(0), shared = this.coin === "shared";
    const all = shared ? this.#random.fill(0, sweep, 0)[0]! >>> 31 : 0;
    for (let c = 0; c < this.chains; c++) {
      const side = shared ? all : this.#random.fill(c + 1, sweep, 0)[0]! >>> 31;
      words[c >>> 5]! |= side << (c & 31);
    }
    return words;
  }
}
