import { checkInteger } from "./check.ts";
import { philox4x32 } from "./philox.ts";
import type { Purpose } from "./purpose.ts";
import { generatorKey } from "./seed.ts";
import { uniform53 } from "./uniform.ts";

/**
 * Random numbers by address: (seed, purpose) is the key of Philox4x32-10 and (chain, sweep, site) its counter, so the same
 * address gives the same bits everywhere and in any order, and two addresses never share a block.
 *
 * `chain` and `site` have 32 bits, `sweep` 53. Addresses are not checked here, because this is the innermost loop;
 * `counterWords` is the checked form.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const counter = new CounterGenerator(7, "chain");
 * const first = counter.uniform(0, 10, 3);
 * counter.uniform(1, 0, 0);
 * assert.equal(counter.uniform(0, 10, 3), first);
 * ```
 */
export class CounterGenerator {
  /** The four words of the last address filled. */
  readonly words: Uint32Array = new Uint32Array(4);
  readonly #key: Uint32Array;
  readonly #counter = new Uint32Array(4);

  constructor(seed: number, purpose: Purpose, domain = 0) {
    this.#key = generatorKey(seed, purpose, domain);
  }

  /** Writes the four words of an address into `words` and returns it. */
  fill(chain: number, sweep: number, site: number): Uint32Array {
    const counter = this.#counter;
    counter[0] = site;
    counter[1] = sweep;
    counter[2] = sweep / 2 ** 32;
    counter[3] = chain;
    philox4x32(counter, this.#key, this.words);
    return this.words;
  }

  /** The uniform number in [0, 1) of an address, 53 bits from its first two words. */
  uniform(chain: number, sweep: number, site: number): number {
    const words = this.fill(chain, sweep, site);
    return uniform53(words[0]!, words[1]!);
  }
}

/**
 * The four 32-bit words of the address (seed, purpose, chain, sweep, site). Seeds and sweeps are integers from 0 to
 * 2^53 − 1, chains and sites from 0 to 2^32 − 1; anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(counterWords(7, "chain", 0, 10, 3), counterWords(7, "chain", 0, 10, 3));
 * assert.notDeepEqual(counterWords(7, "chain", 0, 10, 3), counterWords(7, "chain", 0, 3, 10));
 * ```
 */
export function counterWords(
  seed: number,
  purpose: Purpose,
  chain: number,
  sweep: number,
  site: number,
): Uint32Array {
  const action = "Cannot address random numbers";
  checkInteger(chain, "chain", action, 0, 2 ** 32 - 1);
  checkInteger(sweep, "sweep", action, 0, Number.MAX_SAFE_INTEGER);
  checkInteger(site, "site", action, 0, 2 ** 32 - 1);
  return new CounterGenerator(seed, purpose).fill(chain, sweep, site);
}
