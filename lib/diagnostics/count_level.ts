import type { TimedLevel } from "./multi_tau_time.ts";

/**
 * One level of the streamed counts of minus signs, as it is read out: blocks of `width` sweeps of ±1 series, each worth the
 * number of its minus signs. The arrays have one entry for each chain.
 */
export interface CountLevel extends TimedLevel {
  /** Bytes that this level holds. */
  readonly bytes: number;
  /** Takes in the batch that was counted in full. */
  take(): void;
  /** Σ over time and chains of the products at lag j ≥ max(1, firstLag). */
  product(j: number, observable: number): number;
  /** Adds block k of every chain, k < 31. */
  addHead(k: number, observable: number, sums: Float64Array): void;
  /** Adds block k from the end of every chain, k < 31. */
  addTail(k: number, observable: number, sums: Float64Array): void;
  /** Takes away what is not yet in a whole block of this level. */
  dropOpen(observable: number, sums: Float64Array): void;
}
