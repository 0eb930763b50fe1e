const PLANES = 16;

/**
 * Counters for the 32 bits of many words, kept upright: plane k holds bit k of all 32 counts, so that adding a word costs two
 * operations on average instead of 32.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const counters = new LaneCounters(1);
 * for (let t = 0; t < 100000; t++) counters.add(0, t % 2 === 0 ? 0b11 : 0b10);
 * assert.deepEqual([...counters.counts(0).subarray(0, 3)], [50000, 100000, 0]);
 * ```
 */
export class LaneCounters {
  readonly #planes: Uint32Array;
  readonly #flushed: Float64Array;

  constructor(readonly words: number) {
    this.#planes = new Uint32Array(words * PLANES);
    this.#flushed = new Float64Array(words * 32);
  }

  /** Adds each of the 32 bits to its own count of word `index`. */
  add(index: number, bits: number): void {
    const planes = this.#planes, first = index * PLANES;
    let carry = bits;
    for (let k = first; carry !== 0; k++) {
      if (k === first + PLANES) {
        this.#flush(index, carry);
        return;
      }
      const plane = planes[k]!;
      planes[k] = plane ^ carry;
      carry &= plane;
    }
  }

  /** The 32 counts of word `index`, lowest bit first. */
  counts(index: number): Float64Array {
    const counts = this.#flushed.slice(32 * index, 32 * index + 32);
    for (let k = 0; k < PLANES; k++) {
      const plane = this.#planes[index * PLANES + k]!;
      for (let lane = 0; lane < 32; lane++) counts[lane]! += ((plane >>> lane) & 1) * 2 ** k;
    }
    return counts;
  }

  // The carry out of the last plane.
  #flush(index: number, carry: number): void {
    for (let lane = 0; lane < 32; lane++) this.#flushed[32 * index + lane]! += ((carry >>> lane) & 1) * 2 ** PLANES;
  }
}
