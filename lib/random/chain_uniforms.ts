import {
  addressWords,
  CHAIN_LIMIT,
  SITE_LIMIT,
  SWEEP_LIMIT,
  uniformLane,
  type UniformLayout,
  type UniformWidth,
} from "./chain_address.ts";
import { InputError } from "../errors.ts";
import { checkInteger, describeValue } from "./check.ts";
import { CounterGenerator } from "./counter.ts";
import { openWord, weave4x32 } from "./weave.ts";

// The bit of an address that says 32 bits wide, in the word of the site.
const WIDE = 2 ** 21;

/**
 * The random numbers of a sampler's accept decisions, by address: the same (seed, chain, sweep, site) gives the same bits on
 * every backend, for any number of chains, sites and threads and in any order.
 *
 * Each address has a uniform of 16 bits and one of 32 from `weave4x32`, and 128 further bits from Philox4x32-10 for the
 * decisions that the first bits leave open. No two of them overlap, by construction: `addressWords` gives every
 * (seed, layout, width, group, sweep, site) words of its own, opening and weaving are bijections of the 128 bits, `uniformLane`
 * gives every chain or site bits of its own in a block, and the further bits come from another generator under a purpose of
 * their own.
 *
 * Seeds run from 0 to 2^53 − 1, chains to 2^20 − 1, sweeps to 2^32 − 1, sites to 2^21 − 1. Sweeps, chains and sites are not
 * checked in `fill16`, `fill32` and `fresh`, which are the inner loops; `checkExtent` checks a whole run beforehand.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const uniforms = new ChainUniforms(7), out = new Uint16Array(32);
 * uniforms.fill16(0, 10, 3, out);
 * assert.equal(out[5], uniforms.uniform16(5, 10, 3));
 * const bySite = new ChainUniforms(7, "sites");
 * bySite.fill16(0, 10, 5, out);
 * assert.equal(out[3], bySite.uniform16(5, 10, 3));
 * ```
 */
export class ChainUniforms {
  readonly #layout: UniformLayout;
  readonly #openedSeed: number;
  readonly #siteBits: number;
  readonly #groupBits: number;
  readonly #block = new Uint32Array(4);
  readonly #fresh: CounterGenerator;

  constructor(seed: number, layout: UniformLayout = "chains") {
    if (layout !== "chains" && layout !== "sites") {
      throw new InputError(
        `Cannot address a chain's random numbers: layout is ${describeValue(layout)}; give "chains" or "sites"`,
      );
    }
    this.#fresh = new CounterGenerator(seed, "ties");
    this.#layout = layout;
    const base = addressWords(seed, 16, 0, 0, 0, layout);
    this.#groupBits = base[0]!;
    this.#openedSeed = openWord(base[1]!, 1);
    this.#siteBits = base[2]!;
  }

  /**
   * The 16-bit uniforms of the 32 chains from 32·`block` on at site `line`, in their order; in the layout "sites", of the 32
   * sites from 32·`block` on in chain `line`.
   */
  fill16(block: number, sweep: number, line: number, out: Uint16Array): void {
    for (let lane = 0; lane < 4; lane++) {
      const words = this.#weave(4 * block + lane, sweep, line, 0);
      for (let word = 0; word < 4; word++) {
        out[8 * word + 2 * lane] = words[word]!;
        out[8 * word + 2 * lane + 1] = words[word]! >>> 16;
      }
    }
  }

  /** The 32-bit uniforms of the 16 chains (or sites) from 16·`block` on, in their order. */
  fill32(block: number, sweep: number, line: number, out: Uint32Array): void {
    for (let lane = 0; lane < 4; lane++) {
      const words = this.#weave(4 * block + lane, sweep, line, WIDE);
      for (let word = 0; word < 4; word++) out[4 * word + lane] = words[word]!;
    }
  }

  /** The 16-bit uniform of one address, checked. */
  uniform16(chain: number, sweep: number, site: number): number {
    return this.#single(16, chain, sweep, site);
  }

  /** The 32-bit uniform of one address, checked. */
  uniform32(chain: number, sweep: number, site: number): number {
    return this.#single(32, chain, sweep, site);
  }

  /**
   * Four more 32-bit words of an address, independent of its uniforms, for a decision that those leave open. The array is used
   * again by the next call.
   */
  fresh(chain: number, sweep: number, site: number): Uint32Array {
    return this.#fresh.fill(chain, sweep, site);
  }

  #weave(packed: number, sweep: number, line: number, wide: number): Uint32Array {
    const words = this.#block, byChain = this.#layout === "chains";
    words[0] = openWord(this.#groupBits + (byChain ? packed : line), 0);
    words[1] = this.#openedSeed;
    words[2] = openWord(this.#siteBits + wide + (byChain ? line : packed), 2);
    words[3] = openWord(sweep, 3);
    weave4x32(words, words);
    return words;
  }

  #single(width: UniformWidth, chain: number, sweep: number, site: number): number {
    const action = "Cannot address a chain's random numbers", byChain = this.#layout === "chains";
    checkInteger(chain, "chain", action, 0, CHAIN_LIMIT - 1);
    checkInteger(sweep, "sweep", action, 0, SWEEP_LIMIT - 1);
    checkInteger(site, "site", action, 0, SITE_LIMIT - 1);
    const { group, word, half } = uniformLane(byChain ? chain : site, width);
    const bits = this.#weave(group, sweep, byChain ? site : chain, width === 32 ? WIDE : 0)[word]!;
    return width === 32 ? bits : (bits >>> (16 * half)) & 0xffff;
  }
}

/**
 * Checks that a run's chains, sweeps and sites (how many of each) have addresses: at most 2^20, 2^32 and 2^21. Anything else
 * is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * checkExtent(32, 1e6, 3600);
 * assert.throws(() => checkExtent(32, 1e6, 3e6), /sites is 3000000/);
 * ```
 */
export function checkExtent(chains: number, sweeps: number, sites: number): void {
  const action = "Cannot address a run's random numbers";
  checkInteger(chains, "chains", action, 0, CHAIN_LIMIT);
  checkInteger(sweeps, "sweeps", action, 0, SWEEP_LIMIT);
  checkInteger(sites, "sites", action, 0, SITE_LIMIT);
}
