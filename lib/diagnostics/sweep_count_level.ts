import { populationCount } from "../population_count.ts";
import type { CountLevel } from "./count_level.ts";
import type { OpenBatch } from "./open_batch.ts";
import { BATCH_LAGS, BATCH_SWEEPS, chainGroups, COUNT_ROW, WORD_PAST, WORD_ROW } from "./sign_batch_layout.ts";

const HEAD = BATCH_LAGS - 1;

/** The first level: single sweeps, exact lags 0 … 31, all chains of a word counted together. */
export class SweepCountLevel implements CountLevel {
  readonly width = 1;
  readonly firstLag = 0;
  readonly #batch: OpenBatch;
  readonly #groups: number;
  /** Unequal pairs of sweeps in the full batches. */
  readonly #unequal: Float64Array;
  /** The words of the first sweeps, `[(g·spins + i)·31 + t]`. */
  readonly #heads: Uint32Array;

  constructor(batch: OpenBatch) {
    this.#batch = batch;
    this.#groups = chainGroups(batch.size.chains);
    this.#unequal = new Float64Array(batch.size.observables * BATCH_LAGS);
    this.#heads = new Uint32Array(this.#groups * batch.size.spins * HEAD);
  }

  get bytes(): number {
    return this.#unequal.byteLength + this.#heads.byteLength;
  }

  get count(): number {
    return this.#batch.batches * BATCH_SWEEPS + this.#batch.open;
  }

  take(): void {
    const { views: { words, counts }, size: { observables }, batches } = this.#batch;
    for (let a = 0; a < observables; a++) {
      for (let j = 1; j < BATCH_LAGS; j++) this.#unequal[a * BATCH_LAGS + j]! += counts[a * COUNT_ROW + j]!;
    }
    if (batches > 0) return;
    for (let row = 0, to = 0; to < this.#heads.length; row += WORD_ROW, to += HEAD) {
      this.#heads.set(words.subarray(row + WORD_PAST, row + WORD_PAST + HEAD), to);
    }
  }

  product(j: number, a: number): number {
    const { views: { counts }, open } = this.#batch;
    let heads = 0, edges = 0;
    for (let g = 0; g < this.#groups; g++) {
      for (let k = 0; k < j; k++) {
        const head = populationCount(this.#head(k, a, g));
        heads += head;
        edges += head + populationCount(this.#recent(open - 1 - k, a, g));
      }
    }
    // The past of the first batch was counted as plus signs: that made each of the first j sweeps an unequal pair of its minus signs.
    const unequal = this.#unequal[a * BATCH_LAGS + j]! + counts[a * COUNT_ROW + j]! - heads;
    return (2 * this.#total(a) - edges - unequal) / 2;
  }

  #total(a: number): number {
    const { totals, views: { sums }, size: { chains } } = this.#batch;
    let sum = 0;
    for (let s = a * chains; s < (a + 1) * chains; s++) sum += totals[s]! + sums[s]!;
    return sum;
  }

  addHead(k: number, a: number, sums: Float64Array): void {
    for (let g = 0; g < this.#groups; g++) addBits(this.#head(k, a, g), sums, 32 * g);
  }

  addTail(k: number, a: number, sums: Float64Array): void {
    for (let g = 0; g < this.#groups; g++) addBits(this.#recent(this.#batch.open - 1 - k, a, g), sums, 32 * g);
  }

  dropOpen(): void {}

  #head(k: number, a: number, g: number): number {
    const { views: { pairs }, size: { spins }, batches } = this.#batch;
    if (batches === 0) return this.#recent(k, a, g);
    return this.#heads[(g * spins + pairs[2 * a]!) * HEAD + k]! ^
      this.#heads[(g * spins + pairs[2 * a + 1]!) * HEAD + k]!;
  }

  /** Sweep t of the open batch; the 32 before it have negative numbers. */
  #recent(t: number, a: number, g: number): number {
    const { views: { pairs, words }, size: { spins } } = this.#batch, at = WORD_PAST + t;
    return words[(g * spins + pairs[2 * a]!) * WORD_ROW + at]! ^
      words[(g * spins + pairs[2 * a + 1]!) * WORD_ROW + at]!;
  }
}

function addBits(word: number, sums: Float64Array, first: number): void {
  const end = Math.min(32, sums.length - first);
  for (let bit = 0; bit < end; bit++) sums[first + bit]! += (word >>> bit) & 1;
}
