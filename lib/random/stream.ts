import { checkInteger } from "./check.ts";
import { CounterGenerator } from "./counter.ts";
import { gaussian } from "./gaussian.ts";
import type { Purpose } from "./purpose.ts";
import { STREAM_DOMAIN } from "./seed.ts";
import { uniform53 } from "./uniform.ts";

/**
 * Random numbers in sequence, for building models and data: the words of the blocks 0, 1, 2 … of one seed, purpose and
 * index. It never meets the addressed numbers of a `CounterGenerator` nor another stream.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const a = new Stream(7, "patterns"), b = new Stream(7, "patterns");
 * assert.deepEqual([a.sign(), a.gaussian(), a.integer(10)], [b.sign(), b.gaussian(), b.integer(10)]);
 * ```
 */
export class Stream {
  readonly #counter: CounterGenerator;
  readonly #index: number;
  #block = 0;
  #used = 4;

  constructor(seed: number, purpose: Purpose, index = 0) {
    this.#index = checkInteger(index, "index", "Cannot open a random stream", 0, 2 ** 32 - 1);
    this.#counter = new CounterGenerator(seed, purpose, STREAM_DOMAIN);
  }

  /** The next 32-bit word. */
  word(): number {
    if (this.#used === 4) {
      this.#counter.fill(this.#index, this.#block++, 0);
      this.#used = 0;
    }
    return this.#counter.words[this.#used++]!;
  }

  /** A uniform number in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.word();
    return uniform53(high, this.word());
  }

  /** A standard normal number. */
  gaussian(): number {
    const high = this.word();
    return gaussian(high, this.word());
  }

  /** +1 or −1, each with probability ½. */
  sign(): 1 | -1 {
    return this.word() >>> 31 === 0 ? 1 : -1;
  }

  /** A uniform integer from 0 to n − 1, exactly unbiased, for n from 1 to 2^32. */
  integer(n: number): number {
    checkInteger(n, "n", "Cannot draw a random integer", 1, 2 ** 32);
    const limit = 2 ** 32 - (2 ** 32 % n);
    let word = this.word();
    while (word >= limit) word = this.word();
    return word % n;
  }
}

/**
 * A stream of random numbers for a seed (0 to 2^53 − 1), a purpose and an index (0 to 2^32 − 1) that tells apart streams
 * of the same purpose. Anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const stream = createStream(2024, "couplings");
 * const u = stream.uniform();
 * assert.ok(u >= 0 && u < 1);
 * ```
 */
export function createStream(seed: number, purpose: Purpose, index = 0): Stream {
  return new Stream(seed, purpose, index);
}
