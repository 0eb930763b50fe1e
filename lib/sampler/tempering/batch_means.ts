const MOST = 64, FEWEST = 8;

/**
 * Mean and Monte-Carlo error of a series in constant memory: means of batches whose length doubles whenever 64 are full, so that the
 * error counts the series' autocorrelation once a batch is longer than it.
 *
 * Source: batch means, as in P. Glynn and W. Whitt, Operations Research Letters 10, 431 (1991).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const series = new BatchMeans();
 * for (let t = 0; t < 1000; t++) series.add(t % 2);
 * assert.deepEqual([series.mean, series.standardError], [0.5, 0]);
 * ```
 */
export class BatchMeans {
  readonly #sums = new Float64Array(MOST);
  #full = 0;
  #length = 1;
  #open = 0;
  #inOpen = 0;
  #total = 0;
  #count = 0;

  /** The next value of the series. */
  add(value: number): void {
    this.#total += value;
    this.#count++;
    this.#open += value;
    if (++this.#inOpen < this.#length) return;
    this.#sums[this.#full++] = this.#open;
    this.#open = this.#inOpen = 0;
    if (this.#full < MOST) return;
    for (let k = 0; k < MOST / 2; k++) this.#sums[k] = this.#sums[2 * k]! + this.#sums[2 * k + 1]!;
    this.#full = MOST / 2;
    this.#length *= 2;
  }

  /** NaN before the first value. */
  get mean(): number {
    return this.#total / this.#count;
  }

  /** Standard error of the mean; null for fewer than eight values. */
  get standardError(): number | null {
    if (this.#full < FEWEST) return null;
    const sums = this.#sums.subarray(0, this.#full), mean = sums.reduce((a, b) => a + b, 0) / this.#full;
    const variance = sums.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (this.#full - 1);
    return Math.sqrt(variance / this.#full) / this.#length;
  }
}
