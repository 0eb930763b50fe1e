import type { CountLevel } from "./count_level.ts";
import { type BlockArray, MultiTauLevel } from "./multi_tau_level.ts";
import type { OpenBatch } from "./open_batch.ts";
import { BATCH_FACTOR, BATCH_LAGS, BATCH_SWEEPS } from "./sign_batch_layout.ts";

const SHAPE = { lags: BATCH_LAGS, factor: BATCH_FACTOR, levels: 0 };

/** A level whose blocks are whole batches, or eight blocks of the level before it. */
export class LongCountLevel implements CountLevel {
  readonly width: number;
  readonly firstLag = BATCH_LAGS / BATCH_FACTOR;
  readonly #batch: OpenBatch;
  readonly #level: MultiTauLevel;
  readonly #before: LongCountLevel | null;

  constructor(batch: OpenBatch, level: number, before: LongCountLevel | null) {
    const { chains, observables } = batch.size;
    this.width = BATCH_FACTOR ** level;
    const create = (): BlockArray =>
      this.width < 2 ** 16 ? new Uint16Array(observables * chains) : new Uint32Array(observables * chains);
    this.#batch = batch;
    this.#before = before;
    this.#level = new MultiTauLevel(level, SHAPE, observables, chains, create);
  }

  get bytes(): number {
    return this.#level.bytes;
  }

  get count(): number {
    return this.#level.count;
  }

  take(): void {
    if (this.#before === null) return this.#level.add(this.#batch.views.sums);
    const before = this.#before.#level, { pending } = this.#level;
    if ((this.#batch.batches + 1) % (before.width / BATCH_SWEEPS) !== 0) return;
    for (let s = 0; s < pending.length; s++) pending[s]! += before.tail(0, s);
    if (before.count % BATCH_FACTOR !== 0) return;
    this.#level.add(pending);
    pending.fill(0);
  }

  product(j: number, a: number): number {
    return this.#level.product(j, a);
  }

  addHead(k: number, a: number, sums: Float64Array): void {
    const first = a * sums.length;
    for (let c = 0; c < sums.length; c++) sums[c]! += this.#level.head(k, first + c);
  }

  addTail(k: number, a: number, sums: Float64Array): void {
    const first = a * sums.length;
    for (let c = 0; c < sums.length; c++) sums[c]! += this.#level.tail(k, first + c);
  }

  dropOpen(a: number, sums: Float64Array): void {
    const first = a * sums.length, { pending } = this.#level;
    if (this.#before !== null) this.#before.dropOpen(a, sums);
    const open = this.#before === null ? this.#batch.views.sums : pending;
    for (let c = 0; c < sums.length; c++) sums[c]! -= open[first + c]!;
  }
}
