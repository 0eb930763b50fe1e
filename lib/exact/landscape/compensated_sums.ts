/**
 * Numbered sums that keep what rounding would lose (Neumaier 1974), so that terms which cancel against one another leave no
 * trace: what remains of a large sum is as precise as if it had been added up alone.
 */
export class CompensatedSums {
  readonly #high: number[] = [];
  readonly #low: number[] = [];

  /** Opens a new sum, zero so far. */
  open(): void {
    this.#high.push(0);
    this.#low.push(0);
  }

  add(sum: number, term: number): void {
    const before = this.#high[sum]!, after = before + term;
    this.#low[sum]! += Math.abs(before) >= Math.abs(term) ? before - after + term : term - after + before;
    this.#high[sum] = after;
  }

  /** Adds one sum to another. */
  join(sum: number, other: number): void {
    this.add(sum, this.#high[other]!);
    this.#low[sum]! += this.#low[other]!;
  }

  value(sum: number): number {
    return this.#high[sum]! + this.#low[sum]!;
  }

  /** A sum of these less one of others. */
  less(sum: number, others: CompensatedSums, other: number): number {
    return this.#high[sum]! - others.#high[other]! + (this.#low[sum]! - others.#low[other]!);
  }
}
