import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";

/** The slow set of observables, by two shares of the sum of all S_a. */
export interface SlowObservables {
  /** The smallest number of observables whose S_a sum to 0.9 of Σ S_a. */
  readonly cardinality: number;
  /** The same for 0.8, the rider. */
  readonly rider: number;
  /** |n(0.9) − n(0.8)|/n(0.9). */
  readonly change: number;
}

/**
 * The smallest number of observables whose S_a sum to the share q of Σ_a S_a: what stands for |C*(O)| where there is no spectrum. Shares
 * outside (0, 1] and values below 0 are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(slowCount([1, 6, 3, 0], 0.9), 2);
 * ```
 */
export function slowCount(asymptoticVariances: ArrayLike<number>, share: number): number {
  const action = "Cannot count the slow observables";
  if (!(share > 0 && share <= 1)) {
    throw new InputError(`${action}: share is ${describeValue(share)}; give a number above 0 and at most 1`);
  }
  const sorted = Float64Array.from(asymptoticVariances).sort().reverse();
  if (sorted.some((value) => !(value >= 0))) {
    throw new InputError(`${action}: a variance is below 0 or no number; give asymptotic variances`);
  }
  const total = sorted.reduce((sum, value) => sum + value, 0);
  // A sum in another order may fall short of the share by its rounding.
  const wanted = total * share * (1 - 1e-12);
  let sum = 0, count = 0;
  while (sum < wanted) sum += sorted[count++]!;
  return count;
}

/**
 * |C*| by the shares 0.9 and 0.8 and how much it depends on the choice: experiment 3's P4 (at most 0.5 was registered; the shares are
 * the project's).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(slowObservables([5, 3, 1, 1]), { cardinality: 3, rider: 2, change: 1 / 3 });
 * ```
 */
export function slowObservables(asymptoticVariances: ArrayLike<number>): SlowObservables {
  const cardinality = slowCount(asymptoticVariances, 0.9), rider = slowCount(asymptoticVariances, 0.8);
  return { cardinality, rider, change: cardinality === 0 ? NaN : (cardinality - rider) / cardinality };
}
