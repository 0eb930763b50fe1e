/**
 * A uniform number in [0, 1) with 53 random bits, from two 32-bit words: 32 bits of the first, 21 of the second.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(uniform53(0, 0), 0);
 * assert.equal(uniform53(0xffffffff, 0xffffffff), 1 - 2 ** -53);
 * ```
 */
export function uniform53(high: number, low: number): number {
  return (high >>> 0) * 2 ** -32 + (low >>> 11) * 2 ** -53;
}

/**
 * A uniform number in [0, 1) with 32 random bits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(uniform32(0xffffffff), 1 - 2 ** -32);
 * ```
 */
export function uniform32(word: number): number {
  return (word >>> 0) * 2 ** -32;
}

/**
 * A uniform number in the open interval (0, 1): the middles of 2^52 equal cells, symmetric about ½.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(uniformOpen(0, 0), 2 ** -53);
 * assert.equal(uniformOpen(0xffffffff, 0xffffffff), 1 - 2 ** -53);
 * ```
 */
export function uniformOpen(high: number, low: number): number {
  return (high >>> 0) * 2 ** -32 + ((low >>> 12) + 0.5) * 2 ** -52;
}
