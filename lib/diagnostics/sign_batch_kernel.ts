/**
 * What is counted in a batch of sweeps, in plain TypeScript: the truth that the WASM twin in `wasm/` is tested against.
 *
 * @module
 */
import { populationCount } from "../population_count.ts";
import {
  BATCH_FACTOR,
  BATCH_LAGS,
  BATCH_SWEEPS,
  type BatchSize,
  BLOCK_PAST,
  BLOCK_ROW,
  BYTE_PAST,
  BYTE_ROW,
  chainGroups,
  COUNT_ROW,
  type SignBatchViews,
  WORD_PAST,
  WORD_ROW,
} from "./sign_batch_layout.ts";

/** Writes the batch's words along time, and counts the minus signs of every spin. */
export function transpose({ words, bytes, spinSums }: SignBatchViews, { spins, chains }: BatchSize): void {
  for (let i = 0; i < spins; i++) {
    for (let c = 0; c < chains; c++) {
      const from = ((c >>> 5) * spins + i) * WORD_ROW + WORD_PAST, to = (i * chains + c) * BYTE_ROW + BYTE_PAST;
      let sum = 0;
      for (let k = 0; k < BATCH_SWEEPS / 8; k++) {
        let byte = 0;
        for (let bit = 0; bit < 8; bit++) byte |= ((words[from + 8 * k + bit]! >>> (c & 31)) & 1) << bit;
        bytes[to + k] = byte;
        sum += populationCount(byte);
      }
      spinSums[i * chains + c] = sum;
    }
  }
}

/** Fills `counts`, `sums` and the new `blocks`, of the observables from `first` to before `last`. */
export function count(views: SignBatchViews, size: BatchSize, sweeps: number, first: number, last: number): void {
  for (let a = first; a < last; a++) {
    views.counts.fill(0, a * COUNT_ROW, (a + 1) * COUNT_ROW);
    for (let g = 0; g < chainGroups(size.chains); g++) countUnequal(views, size, sweeps, a, g);
    for (let c = 0; c < size.chains; c++) countBlocks(views, size, a, c);
  }
}

function countUnequal({ pairs, words, counts }: SignBatchViews, size: BatchSize, sweeps: number, a: number, g: number) {
  const x = (g * size.spins + pairs[2 * a]!) * WORD_ROW, y = (g * size.spins + pairs[2 * a + 1]!) * WORD_ROW;
  const product = (t: number) => words[x + WORD_PAST + t]! ^ words[y + WORD_PAST + t]!;
  for (let lag = 1; lag < BATCH_LAGS; lag++) {
    let total = 0;
    for (let t = 0; t < sweeps; t++) total += populationCount(product(t) ^ product(t - lag));
    counts[a * COUNT_ROW + lag]! += total;
  }
}

const eights = new Uint8Array(BYTE_ROW);

function countBlocks(views: SignBatchViews, { chains }: BatchSize, a: number, c: number): void {
  const { pairs, bytes, blocks, sums, counts, masks } = views;
  const x = (pairs[2 * a]! * chains + c) * BYTE_ROW, y = (pairs[2 * a + 1]! * chains + c) * BYTE_ROW;
  const row = (a * chains + c) * BLOCK_ROW + BLOCK_PAST, whole = BATCH_SWEEPS / 8;
  blocks.fill(0, row, row + BLOCK_ROW - BLOCK_PAST);
  let sum = 0;
  for (let k = -BYTE_PAST; k < whole; k++) {
    const eight = populationCount(bytes[x + BYTE_PAST + k]! ^ bytes[y + BYTE_PAST + k]!);
    eights[BYTE_PAST + k] = k < 0 ? eight : eight & masks[k]!;
    if (k < 0) continue;
    sum += eight;
    blocks[row + Math.floor(k / BATCH_FACTOR)]! += eight;
  }
  sums[a * chains + c] = sum;
  for (let k = 0; k < whole / BATCH_FACTOR; k++) blocks[row + k]! &= masks[whole + k]!;
  const at = a * COUNT_ROW + BATCH_LAGS;
  for (let lag = BATCH_LAGS / BATCH_FACTOR; lag < BATCH_LAGS; lag++) {
    for (let k = 0; k < whole; k++) counts[at + lag]! += eights[BYTE_PAST + k]! * eights[BYTE_PAST + k - lag]!;
    for (let k = 0; k < whole / BATCH_FACTOR; k++) {
      counts[at + BATCH_LAGS + lag]! += blocks[row + k]! * blocks[row + k - lag]!;
    }
  }
}

/** Makes the batch the past, and clears the words. */
export function advance({ words, bytes, blocks }: SignBatchViews, size: BatchSize): void {
  for (let row = 0; row < words.length; row += WORD_ROW) {
    words.copyWithin(row, row + BATCH_SWEEPS, row + WORD_ROW);
    words.fill(0, row + WORD_PAST, row + WORD_ROW);
  }
  for (let row = 0; row < size.spins * size.chains * BYTE_ROW; row += BYTE_ROW) {
    bytes.copyWithin(row, row + BYTE_ROW - BYTE_PAST, row + BYTE_ROW);
  }
  for (let row = 0; row < size.observables * size.chains * BLOCK_ROW; row += BLOCK_ROW) {
    blocks.copyWithin(row, row + BLOCK_ROW - BLOCK_PAST, row + BLOCK_ROW);
  }
}
