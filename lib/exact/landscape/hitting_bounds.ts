import type { FlipRates } from "../flip_rates.ts";
import type { Sector } from "../sector.ts";

/** a ≤ (L t)(s) ≤ b for every state outside of the target, rounding included. */
export interface ResidualBounds {
  readonly smallest: number;
  readonly largest: number;
  /** The part of largest − smallest that rounding alone may make up. */
  readonly floor: number;
}

/** 2^−53, the relative error of one operation. */
const ROUNDING = 2 ** -53;

/**
 * Bounds on L t, L = N (I − P) with the rows and columns of the target struck out, from an evaluation whose rounding error is
 * bounded operation by operation. t is zero on the target; the buffers are scratch.
 *
 * L is an M-matrix: its inverse has no negative entry. So a·1 ≤ L t ≤ b·1 with a > 0 gives t/b ≤ L⁻¹1 ≤ t/a state by state,
 * whatever t is (Berman and Plemmons, Nonnegative Matrices in the Mathematical Sciences, 1994, chapter 6, N₃₈).
 */
export function residualBounds(
  { bits, size, parity }: Sector,
  { down, up, wrap }: FlipRates,
  time: Float64Array,
  isTarget: Uint8Array,
  { sum, magnitude }: { readonly sum: Float64Array; readonly magnitude: Float64Array },
): ResidualBounds {
  sum.fill(0);
  magnitude.fill(0);
  const half = size / 2;
  for (let b = 0; b < bits; b++) {
    const run = 1 << b;
    let pair = b * half;
    for (let base = 0; base < size; base += 2 * run) {
      for (let s = base; s < base + run; s++, pair++) {
        const difference = time[s]! - time[s + run]!;
        const there = down[pair]! * difference, back = up[pair]! * difference;
        sum[s]! += there;
        sum[s + run]! -= back;
        magnitude[s]! += Math.abs(there);
        magnitude[s + run]! += Math.abs(back);
      }
    }
  }
  if (parity !== "none") {
    for (let s = 0; s < size; s++) {
      const term = wrap[s]! * (time[s]! - time[size - 1 - s]!);
      sum[s]! += term;
      magnitude[s]! += Math.abs(term);
    }
  }
  // One rounding for the difference, one for the product, one for each addition, and slack for those of this bound itself.
  const unit = (bits + 8) * ROUNDING;
  let smallest = Infinity, largest = -Infinity, floor = 0;
  for (let s = 0; s < size; s++) {
    if (isTarget[s] === 1) continue;
    const error = unit * magnitude[s]!;
    smallest = Math.min(smallest, sum[s]! - error);
    largest = Math.max(largest, sum[s]! + error);
    floor = Math.max(floor, 2 * error);
  }
  return { smallest, largest, floor };
}
