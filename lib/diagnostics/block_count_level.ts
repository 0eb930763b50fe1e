import type { CountLevel } from "./count_level.ts";
import type { OpenBatch } from "./open_batch.ts";
import { BATCH_FACTOR, BATCH_LAGS, BATCH_SWEEPS, BLOCK_PAST, BLOCK_ROW, COUNT_ROW } from "./sign_batch_layout.ts";

const HEAD = BATCH_LAGS - 1;

/** The third level: blocks of 64 sweeps, counted with the batch. */
export class BlockCountLevel implements CountLevel {
  readonly width = BATCH_FACTOR ** 2;
  readonly firstLag = BATCH_LAGS / BATCH_FACTOR;
  readonly #batch: OpenBatch;
  readonly #products: Float64Array;
  /** The first blocks, `[series·31 + k]`. */
  readonly #heads: Uint8Array;

  constructor(batch: OpenBatch) {
    const { chains, observables } = batch.size;
    this.#batch = batch;
    this.#products = new Float64Array(observables * BATCH_LAGS);
    this.#heads = new Uint8Array(observables * chains * HEAD);
  }

  get bytes(): number {
    return this.#products.byteLength + this.#heads.byteLength;
  }

  get count(): number {
    return this.#past + Math.floor(this.#batch.open / this.width);
  }

  /** Blocks in the full batches. */
  get #past(): number {
    return (this.#batch.batches * BATCH_SWEEPS) / this.width;
  }

  take(): void {
    const { views: { blocks, counts }, size: { observables } } = this.#batch, past = this.#past;
    for (let a = 0; a < observables; a++) {
      const from = a * COUNT_ROW + 2 * BATCH_LAGS;
      for (let j = this.firstLag; j < BATCH_LAGS; j++) this.#products[a * BATCH_LAGS + j]! += counts[from + j]!;
    }
    const fresh = Math.min(BATCH_SWEEPS / this.width, HEAD - past);
    if (fresh <= 0) return;
    for (let row = BLOCK_PAST, to = past; to < this.#heads.length; row += BLOCK_ROW, to += HEAD) {
      this.#heads.set(blocks.subarray(row, row + fresh), to);
    }
  }

  product(j: number, a: number): number {
    return this.#products[a * BATCH_LAGS + j]! + this.#batch.views.counts[a * COUNT_ROW + 2 * BATCH_LAGS + j]!;
  }

  addHead(k: number, a: number, sums: Float64Array): void {
    const past = this.#past;
    if (k >= past) return this.#addRecent(k - past, a, sums);
    let at = a * this.#batch.size.chains * HEAD + k;
    for (let c = 0; c < sums.length; c++, at += HEAD) sums[c]! += this.#heads[at]!;
  }

  addTail(k: number, a: number, sums: Float64Array): void {
    this.#addRecent(Math.floor(this.#batch.open / this.width) - 1 - k, a, sums);
  }

  #addRecent(k: number, a: number, sums: Float64Array): void {
    const { views: { blocks }, size: { chains } } = this.#batch;
    let at = a * chains * BLOCK_ROW + BLOCK_PAST + k;
    for (let c = 0; c < chains; c++, at += BLOCK_ROW) sums[c]! += blocks[at]!;
  }

  dropOpen(a: number, sums: Float64Array): void {
    const { views, size: { chains }, open } = this.#batch;
    for (let c = 0; c < chains; c++) sums[c]! -= views.sums[a * chains + c]!;
    for (let k = Math.floor(open / this.width) - 1; k >= 0; k--) this.#addRecent(k, a, sums);
  }
}
