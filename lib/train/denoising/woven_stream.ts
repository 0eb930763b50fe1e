import { ChainUniforms } from "../../random/chain_uniforms.ts";
import { Stream } from "../../random/stream.ts";

/** Words of a block of `fill32`, and blocks of one line of it. */
const WORDS = 16, BLOCKS = 2 ** 16;

/**
 * A stream of the sampler's own random words instead of Philox's, ten times as fast: noise and starts take tens of millions of words per
 * epoch. `index` (0 to 2^32 − 1) tells apart streams of one seed; each has 2^41 words.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const a = new WovenStream(7, 1), b = new WovenStream(7, 1), c = new WovenStream(7, 2);
 * assert.deepEqual([a.word(), a.uniform()], [b.word(), b.uniform()]);
 * assert.notEqual(a.word(), c.word());
 * ```
 */
export class WovenStream extends Stream {
  readonly #uniforms: ChainUniforms;
  readonly #words = new Uint32Array(WORDS);
  readonly #at: number;
  #block = 0;
  #line = 0;
  #used = WORDS;

  constructor(seed: number, index: number) {
    super(seed, "chain", index);
    this.#uniforms = new ChainUniforms(seed);
    this.#at = index;
  }

  override word(): number {
    if (this.#used === WORDS) {
      this.#uniforms.fill32(this.#block, this.#at, this.#line, this.#words);
      this.#used = 0;
      if (++this.#block === BLOCKS) {
        this.#block = 0;
        this.#line++;
      }
    }
    return this.#words[this.#used++]!;
  }
}
