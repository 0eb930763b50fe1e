import type { CountLevel } from "./count_level.ts";
import { BATCH_LAGS } from "./sign_batch_layout.ts";
import type { SignCounter } from "./sign_counter.ts";

/** Reads the autocovariances of one observable after the other out of the levels. */
export class CountReader {
  readonly #counter: SignCounter;
  #length = 0;
  #observable = -1;
  #at = -1;
  #lag = 0;
  #zero = 0;
  /** Per chain: all minus signs, those in whole blocks of the level, and those in the first and last blocks up to the lag. */
  readonly #totals: Float64Array;
  readonly #whole: Float64Array;
  readonly #edges: Float64Array;

  constructor(counter: SignCounter) {
    this.#counter = counter;
    this.#totals = new Float64Array(counter.size.chains);
    this.#whole = new Float64Array(counter.size.chains);
    this.#edges = new Float64Array(counter.size.chains);
  }

  /** Forgets what it has read, when sweeps were added. The counter is settled. */
  follow(): void {
    if (this.#length === this.#counter.length) return;
    this.#length = this.#counter.length;
    this.#observable = -1;
  }

  /** Minus signs per chain of the observable. */
  totals(a: number): Float64Array {
    this.#select(a);
    return this.#totals;
  }

  /** ρ of the observable at lag j of a level, averaged over its hat; 0 when no chain ever changes. */
  rho(a: number, at: number, j: number): number {
    this.#select(a);
    if (this.#zero === 0) return 0;
    if (at === 0 && j === 0) return 1;
    this.#moveTo(at, j);
    const level = this.#counter.levels[at]!, { width, count } = level, length = this.#length;
    let sum = level.product(j, a);
    for (let c = 0; c < this.#totals.length; c++) {
      const mean = (width * this.#totals[c]!) / length;
      sum += mean * ((count - j) * mean - (2 * this.#whole[c]! - this.#edges[c]!));
    }
    return sum / (count * width * width) / this.#zero;
  }

  /** Whether no chain ever changes. */
  isConstant(a: number): boolean {
    this.#select(a);
    return this.#zero === 0;
  }

  #select(a: number): void {
    if (a === this.#observable) return;
    const { totals, views: { sums }, size: { chains } } = this.#counter, length = this.#length;
    this.#observable = a;
    this.#at = -1;
    this.#zero = 0;
    for (let c = 0; c < chains; c++) {
      const total = totals[a * chains + c]! + sums[a * chains + c]!;
      this.#totals[c] = total;
      // The autocovariance at lag 0, exactly 0 for a chain that never changes.
      this.#zero += (total * (length - total)) / length / length;
    }
  }

  #moveTo(at: number, j: number): void {
    const level = this.#counter.levels[at]!, a = this.#observable;
    if (at !== this.#at || j < this.#lag) {
      this.#at = at;
      this.#lag = 0;
      this.#edges.fill(0);
      this.#whole.set(this.#totals);
      level.dropOpen(a, this.#whole);
    }
    for (; this.#lag < j; this.#lag++) {
      level.addHead(this.#lag, a, this.#edges);
      level.addTail(this.#lag, a, this.#edges);
    }
  }

  /** Where `firstPart` cuts the chains: the whole blocks next to the middle that the first blocks of some level reach. */
  get split(): { readonly level: CountLevel; readonly blocks: number } {
    const half = this.#length / 2, { levels } = this.#counter;
    const level = levels.find(({ width }) => half <= (BATCH_LAGS - 1) * width) ?? levels.at(-1)!;
    return { level, blocks: Math.min(Math.round(half / level.width), BATCH_LAGS - 1) };
  }

  /** Minus signs per chain before the cut. */
  firstPart(a: number, sums: Float64Array): void {
    const { level, blocks } = this.split;
    sums.fill(0);
    for (let k = 0; k < blocks; k++) level.addHead(k, a, sums);
  }
}
