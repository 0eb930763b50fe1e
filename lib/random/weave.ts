const OPENING_OFFSETS = [0x9e3779b9, 0x3c6ef372, 0xdaa66d2b, 0x78dde6e4] as const;

/**
 * Opens word `index` (0 to 3) of an address for `weave4x32`: a one-to-one map of 32-bit words whose every input bit changes
 * about half of the output bits. A kernel computes it once per seed, chain group, sweep or site, outside its inner loop.
 *
 * Source: the finalizer of MurmurHash3 (A. Appleby, 2011), applied to the word plus the multiple `index + 1` of 0x9e3779b9,
 * so that equal words open differently and the all-zero address is nothing special.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(openWord(-0x9e3779b9, 0), 0);
 * assert.notEqual(openWord(5, 0), openWord(5, 1));
 * ```
 */
export function openWord(word: number, index: 0 | 1 | 2 | 3): number {
  let mixed = (word + OPENING_OFFSETS[index]) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * Weaves four opened words into the four 32-bit random words of a block: three rounds of
 * `x += y·w, y += z·x, z += x·y, w += y·z` modulo 2^32, each followed by `v ^= v >>> 16` on all four.
 *
 * A bijection of the 128 bits, since each step changes one word by a function of the others and a right shift folded in can be
 * undone: two different addresses never give the same block. Only 32-bit multiplication, addition, shift and exclusive or, so
 * WebAssembly vectors and WGSL give the same bits. `opened` and `out` hold four words and may be the same array.
 *
 * Source: the round is pcg4d's (M. Jarzynski and M. Olano, "Hash functions for GPU rendering", Journal of Computer Graphics
 * Techniques 9(3), 2020). pcg4d has two rounds, opens by a linear congruential step and closes without a shift; on
 * addresses that differ in one word, its outputs are far from independent, and with a closing shift the parity of bits 0 and
 * 16 of a word still tells. The third round and `openWord` are for that; the measurements are in `test/lib/random/battery.md`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const words = Uint32Array.of(openWord(0, 0), openWord(0, 1), openWord(0, 2), openWord(0, 3));
 * weave4x32(words, words);
 * assert.deepEqual([...words], [0xb6e3cea2, 0x6c2e58f9, 0xba262e, 0xd7a5a100]);
 * ```
 */
export function weave4x32(opened: Uint32Array, out: Uint32Array): void {
  let x = opened[0]!, y = opened[1]!, z = opened[2]!, w = opened[3]!;
  for (let round = 0; round < 3; round++) {
    x = (x + Math.imul(y, w)) | 0;
    y = (y + Math.imul(z, x)) | 0;
    z = (z + Math.imul(x, y)) | 0;
    w = (w + Math.imul(y, z)) | 0;
    x ^= x >>> 16;
    y ^= y >>> 16;
    z ^= z >>> 16;
    w ^= w >>> 16;
  }
  out[0] = x;
  out[1] = y;
  out[2] = z;
  out[3] = w;
}
