/**
 * Spins in packed form, the form in which backends take and give the spins of many chains: bit (c mod 32) of word
 * ⌊c/32⌋·N + i is 1 when spin i of chain c is −1. The bits of chains that do not exist are 0.
 *
 * The product x_i·x_j of 32 chains is then one exclusive or, and its sum a count of bits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const packed = packSpins(Int8Array.of(1, -1, -1, -1), 2, 2);
 * assert.deepEqual([...packed], [0b10, 0b11]);
 * assert.deepEqual([...unpackSpins(packed, 2, 2)], [1, -1, -1, -1]);
 * ```
 */
export function packSpins(spins: Int8Array, chains: number, spinCount: number): Uint32Array {
  const packed = new Uint32Array(packedLength(chains, spinCount));
  for (let c = 0, k = 0; c < chains; c++) {
    const base = (c >>> 5) * spinCount, bit = 1 << (c & 31);
    for (let i = 0; i < spinCount; i++, k++) if (spins[k]! < 0) packed[base + i]! |= bit;
  }
  return packed;
}

/**
 * The spins ±1 of packed words, chain by chain; the inverse of `packSpins`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...unpackSpins(Uint32Array.of(0b01, 0b11), 2, 2)], [-1, -1, 1, -1]);
 * ```
 */
export function unpackSpins(packed: Uint32Array, chains: number, spinCount: number): Int8Array {
  const spins = new Int8Array(chains * spinCount);
  for (let c = 0, k = 0; c < chains; c++) {
    const base = (c >>> 5) * spinCount, bit = c & 31;
    for (let i = 0; i < spinCount; i++, k++) spins[k] = 1 - 2 * ((packed[base + i]! >>> bit) & 1);
  }
  return spins;
}

/**
 * The number of words that hold the spins of `chains` chains.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(packedLength(33, 100), 200);
 * ```
 */
export function packedLength(chains: number, spinCount: number): number {
  return Math.ceil(chains / 32) * spinCount;
}
