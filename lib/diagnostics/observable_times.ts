import { InputError } from "../errors.ts";
import { describeValue } from "../random/check.ts";
import { CENSORED_SHARE } from "./tau_reading.ts";

/** The autocorrelation times of all observables of a model, in one record. */
export interface TimeSummary {
  /** T_O = Σ_a τ_a·Var_a = ½ Σ_a S_a. */
  readonly totalObservableTime: number;
  readonly tauMax: number;
  /** Unweighted mean over the observables that vary. */
  readonly tauMean: number;
  /** The 5 %, 25 %, 50 %, 75 % and 95 % points of τ over the observables that vary. */
  readonly tauQuantiles: readonly number[];
  /** Observables that never changed: left out of everything above. */
  readonly zeroVarianceCount: number;
  /** Observables with τ > 0.12·L. */
  readonly censoredCount: number;
  readonly observables: number;
  readonly length: number;
}

/**
 * T_O and the distribution of τ over the observables, from their times τ_a and pooled variances Var_a. τ is NaN when none varies.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const summary = summarizeTimes([1, 3, 0.5], [1, 2, 0], 10);
 * assert.equal(summary.totalObservableTime, 7);
 * assert.deepEqual([summary.tauMax, summary.tauMean, summary.zeroVarianceCount, summary.censoredCount], [3, 2, 1, 1]);
 * ```
 */
export function summarizeTimes(taus: ArrayLike<number>, variances: ArrayLike<number>, length: number): TimeSummary {
  if (taus.length !== variances.length) {
    throw new InputError(
      `Cannot summarize times: there are ${
        describeValue(taus.length)
      } times and ${variances.length} variances; give one of each per observable`,
    );
  }
  const varying: number[] = [];
  let total = 0, sum = 0, censored = 0;
  for (let a = 0; a < taus.length; a++) {
    if (variances[a] === 0) continue;
    varying.push(taus[a]!);
    total += taus[a]! * variances[a]!;
    sum += taus[a]!;
    if (taus[a]! > CENSORED_SHARE * length) censored++;
  }
  varying.sort((x, y) => x - y);
  const at = (p: number) => varying[Math.round(p * (varying.length - 1))] ?? NaN;
  return {
    totalObservableTime: total,
    tauMax: at(1),
    tauMean: sum / varying.length,
    tauQuantiles: [0.05, 0.25, 0.5, 0.75, 0.95].map(at),
    zeroVarianceCount: taus.length - varying.length,
    censoredCount: censored,
    observables: taus.length,
    length,
  };
}
