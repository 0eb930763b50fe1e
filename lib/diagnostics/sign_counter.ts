import { BlockCountLevel } from "./block_count_level.ts";
import { ByteCountLevel } from "./byte_count_level.ts";
import type { CountLevel } from "./count_level.ts";
import { LongCountLevel } from "./long_count_level.ts";
import type { OpenBatch } from "./open_batch.ts";
import { checkPackedSigns } from "./packed_signs.ts";
import { createSignBatch, type SignBatch, type SignEngine } from "./sign_batch.ts";
import {
  BATCH_LAGS,
  BATCH_SWEEPS,
  batchBytes,
  type BatchSize,
  chainGroups,
  WORD_PAST,
  WORD_ROW,
} from "./sign_batch_layout.ts";
import { SweepCountLevel } from "./sweep_count_level.ts";

/** Levels that are counted with the batch; the others are added up from whole batches. */
export const BATCH_LEVELS = 3;

/** Takes packed samples and keeps the counts from which means and autocovariances of all observables are read. */
export class SignCounter implements OpenBatch {
  readonly size: BatchSize;
  readonly levels: readonly CountLevel[];
  readonly totals: Uint32Array;
  /** Minus signs in the full batches, per spin and chain. */
  readonly spinTotals: Uint32Array;
  batches = 0;
  open = 0;
  readonly #batch: SignBatch;
  #counted = 0;

  /** The last of the `size.spins` spins is not sampled and never flips. */
  constructor(size: BatchSize, pairs: Int32Array, levels: number, engine: SignEngine) {
    this.size = size;
    this.#batch = createSignBatch(size, pairs, engine);
    this.totals = new Uint32Array(size.observables * size.chains);
    this.spinTotals = new Uint32Array(size.spins * size.chains);
    const list: CountLevel[] = [new SweepCountLevel(this), new ByteCountLevel(this), new BlockCountLevel(this)];
    let before: LongCountLevel | null = null;
    for (let level = BATCH_LEVELS; level < levels; level++) {
      before = new LongCountLevel(this, level, before);
      list.push(before);
    }
    this.levels = list;
  }

  get views(): SignBatch["views"] {
    return this.#batch.views;
  }

  get bytes(): number {
    const batch = batchBytes(this.size).reduce((sum, bytes) => sum + bytes, 0);
    return this.levels.reduce(
      (sum, { bytes }) => sum + bytes,
      batch + this.totals.byteLength + this.spinTotals.byteLength,
    );
  }

  get length(): number {
    return this.batches * BATCH_SWEEPS + this.open;
  }

  /** Appends samples, all of them or none. */
  push(samples: Uint32Array, action: string): void {
    const { spins, chains } = this.size, groups = chainGroups(chains), { words } = this.views;
    const kept = checkPackedSigns(samples, spins - 1, chains, action);
    for (let sample = 0, k = 0; sample < kept; sample++) {
      for (let g = 0; g < groups; g++) {
        let to = g * spins * WORD_ROW + WORD_PAST + this.open;
        for (let i = 1; i < spins; i++, to += WORD_ROW) words[to] = samples[k++]!;
      }
      this.open++;
      if (this.open === BATCH_SWEEPS) this.#take();
    }
  }

  /** Counts the batch as far as it is filled, so that the levels can be read. Nothing is taken in. */
  settle(): void {
    if (this.#counted === this.length) return;
    this.#batch.count(this.open);
    this.#counted = this.length;
  }

  #take(): void {
    this.#batch.count(BATCH_SWEEPS);
    const { sums, spinSums } = this.views;
    for (const level of this.levels) level.take();
    for (let s = 0; s < this.totals.length; s++) this.totals[s]! += sums[s]!;
    for (let s = 0; s < this.spinTotals.length; s++) this.spinTotals[s]! += spinSums[s]!;
    this.#batch.advance();
    this.batches++;
    this.open = 0;
  }
}

/** The bytes that a counter holds. */
export function signCounterBytes(size: BatchSize, levels: number): number {
  const { spins, chains, observables } = size, head = BATCH_LAGS - 1, series = observables * chains;
  let bytes = batchBytes(size).reduce((sum, part) => sum + part, 0) + 4 * series + 4 * spins * chains;
  bytes += BATCH_LEVELS * 8 * observables * BATCH_LAGS;
  bytes += 4 * chainGroups(chains) * spins * head + spins * chains * head + series * head;
  for (let level = BATCH_LEVELS; level < levels; level++) {
    const each = 8 ** level < 2 ** 16 ? 2 : 4;
    bytes += (BATCH_LAGS + head + 1) * series * each + 8 * observables * (BATCH_LAGS - BATCH_LAGS / 8);
  }
  return bytes;
}
