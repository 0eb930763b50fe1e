import { populationCount } from "../population_count.ts";
import type { CountLevel } from "./count_level.ts";
import type { OpenBatch } from "./open_batch.ts";
import {
  BATCH_FACTOR,
  BATCH_LAGS,
  BATCH_SWEEPS,
  BYTE_PAST,
  BYTE_ROW,
  COUNT_ROW,
  WORD_PAST,
  WORD_ROW,
} from "./sign_batch_layout.ts";

const HEAD = BATCH_LAGS - 1;

/** The second level: blocks of eight sweeps, which are the bytes of the spins packed along time. */
export class ByteCountLevel implements CountLevel {
  readonly width = BATCH_FACTOR;
  readonly firstLag = BATCH_LAGS / BATCH_FACTOR;
  readonly #batch: OpenBatch;
  readonly #products: Float64Array;
  /** The first bytes, `[(i·chains + c)·31 + k]`. */
  readonly #heads: Uint8Array;

  constructor(batch: OpenBatch) {
    const { spins, chains, observables } = batch.size;
    this.#batch = batch;
    this.#products = new Float64Array(observables * BATCH_LAGS);
    this.#heads = new Uint8Array(spins * chains * HEAD);
  }

  get bytes(): number {
    return this.#products.byteLength + this.#heads.byteLength;
  }

  get count(): number {
    const { batches, open } = this.#batch;
    return (batches * BATCH_SWEEPS) / BATCH_FACTOR + Math.floor(open / BATCH_FACTOR);
  }

  take(): void {
    const { views: { bytes, counts }, size: { observables }, batches } = this.#batch;
    for (let a = 0; a < observables; a++) {
      const from = a * COUNT_ROW + BATCH_LAGS;
      for (let j = this.firstLag; j < BATCH_LAGS; j++) this.#products[a * BATCH_LAGS + j]! += counts[from + j]!;
    }
    if (batches > 0) return;
    for (let row = BYTE_PAST, to = 0; to < this.#heads.length; row += BYTE_ROW, to += HEAD) {
      this.#heads.set(bytes.subarray(row, row + HEAD), to);
    }
  }

  product(j: number, a: number): number {
    return this.#products[a * BATCH_LAGS + j]! + this.#batch.views.counts[a * COUNT_ROW + BATCH_LAGS + j]!;
  }

  addHead(k: number, a: number, sums: Float64Array): void {
    if (this.#batch.batches === 0) return this.#addRecent(k, a, sums);
    const { views: { pairs }, size: { chains } } = this.#batch;
    let x = pairs[2 * a]! * chains * HEAD + k, y = pairs[2 * a + 1]! * chains * HEAD + k;
    for (let c = 0; c < chains; c++, x += HEAD, y += HEAD) {
      sums[c]! += populationCount(this.#heads[x]! ^ this.#heads[y]!);
    }
  }

  addTail(k: number, a: number, sums: Float64Array): void {
    this.#addRecent(Math.floor(this.#batch.open / BATCH_FACTOR) - 1 - k, a, sums);
  }

  #addRecent(k: number, a: number, sums: Float64Array): void {
    const { views: { pairs, bytes }, size: { chains } } = this.#batch, at = BYTE_PAST + k;
    let x = pairs[2 * a]! * chains * BYTE_ROW + at, y = pairs[2 * a + 1]! * chains * BYTE_ROW + at;
    for (let c = 0; c < chains; c++, x += BYTE_ROW, y += BYTE_ROW) sums[c]! += populationCount(bytes[x]! ^ bytes[y]!);
  }

  dropOpen(a: number, sums: Float64Array): void {
    const { views: { pairs, words }, size: { spins, chains }, open } = this.#batch;
    for (let t = open - (open % BATCH_FACTOR); t < open; t++) {
      for (let c = 0; c < chains; c++) {
        const group = (c >>> 5) * spins, at = WORD_PAST + t;
        const word = words[(group + pairs[2 * a]!) * WORD_ROW + at]! ^
          words[(group + pairs[2 * a + 1]!) * WORD_ROW + at]!;
        sums[c]! -= (word >>> (c & 31)) & 1;
      }
    }
  }
}
