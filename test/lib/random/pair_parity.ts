import { openWord } from "../../../lib/random/weave.ts";

/** A generator under test: from the four words of an address to the four words of its block, in place. */
export type BlockFunction = (words: Uint32Array) => void;

/** The weave with any number of rounds, opened as the library does or by pcg4d's linear congruential step. */
export function weaveOf(rounds: number, opening: "library" | "pcg4d" = "library"): BlockFunction {
  return (v) => {
    for (const k of [0, 1, 2, 3] as const) {
      v[k] = opening === "library" ? openWord(v[k]!, k) : Math.imul(v[k]!, 1664525) + 1013904223;
    }
    for (let round = 0; round < rounds; round++) {
      v[0]! += Math.imul(v[1]!, v[3]!);
      v[1]! += Math.imul(v[2]!, v[0]!);
      v[2]! += Math.imul(v[0]!, v[1]!);
      v[3]! += Math.imul(v[1]!, v[2]!);
      for (let k = 0; k < 4; k++) v[k]! ^= v[k]! >>> 16;
    }
  };
}

/**
 * The largest |z| over the 128 bits and 8,128 pairs of bits of (block of an address) xor (block of its neighbour), in
 * 32·`batches` random addresses: independent blocks give standard normal z. A bit's z counts its ones, a pair's the ones of its
 * parity, which finds relations among four bits of two blocks that no test of single numbers sees.
 */
export function largestParity(
  generator: BlockFunction,
  address: () => Uint32Array,
  neighbour: (words: Uint32Array) => void,
  batches: number,
): number {
  const ones = new Int32Array(128 * 128), columns = new Int32Array(128), other = new Uint32Array(4);
  for (let batch = 0; batch < batches; batch++) {
    columns.fill(0);
    for (let n = 0; n < 32; n++) {
      const words = address();
      other.set(words);
      neighbour(other);
      generator(words);
      generator(other);
      for (let k = 0; k < 4; k++) {
        const changed = words[k]! ^ other[k]!;
        for (let bit = 0; bit < 32; bit++) columns[32 * k + bit]! |= ((changed >>> bit) & 1) << n;
      }
    }
    for (let i = 0; i < 128; i++) {
      ones[129 * i]! += population(columns[i]!);
      for (let j = 0; j < i; j++) ones[128 * i + j]! += population(columns[i]! ^ columns[j]!);
    }
  }
  const count = 32 * batches;
  let largest = 0;
  for (let i = 0; i < 128; i++) {
    for (let j = 0; j <= i; j++) {
      largest = Math.max(largest, Math.abs(2 * ones[128 * i + j]! - count) / Math.sqrt(count));
    }
  }
  return largest;
}

function population(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
