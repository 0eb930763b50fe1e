import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import type { WindowError } from "./window_errors.ts";

/**
 * K·Var̂[f̄_a]/S_a of every observable with S_a > 0, in their order: near 1 where the central limit holds, up to the edge term of windows
 * that are short against τ_a. The windows are those of independent replicas; S_a stays fixed. Lists of different lengths are an
 * InputError.
 *
 * Source: the program's measure F1 (Prasanna 2026, experiment 3), whose formula is not printed; this one is the project's.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const error = { window: 100, variances: Float64Array.of(0.02, 0, 0.03) };
 * assert.deepEqual([...centralLimitRatios(error, Float64Array.of(1, 0, 3))], [2, 1]);
 * ```
 */
export function centralLimitRatios(
  { window, variances }: Pick<WindowError, "window" | "variances">,
  asymptoticVariances: ArrayLike<number>,
): Float64Array {
  if (variances.length !== asymptoticVariances.length) {
    throw new InputError(
      `Cannot take the central-limit ratios: there are ${variances.length} window variances and ` +
        `${asymptoticVariances.length} asymptotic ones; give one of each per observable`,
    );
  }
  const ratios: number[] = [];
  for (let a = 0; a < variances.length; a++) {
    if (asymptoticVariances[a]! > 0) ratios.push(window * variances[a]! / asymptoticVariances[a]!);
  }
  return Float64Array.from(ratios);
}

/**
 * F1, the median of {@link centralLimitRatios} over all observables of all lists, one list for each checkpoint and window; NaN of
 * none. Of an even number it is the mean of the two in the middle.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(medianRatio([Float64Array.of(1, 3), Float64Array.of(2, 10)]), 2.5);
 * ```
 */
export function medianRatio(lists: readonly Float64Array[]): number {
  const all = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
  lists.reduce((at, list) => (all.set(list, at), at + list.length), 0);
  all.sort();
  const half = all.length / 2;
  return half === 0 ? NaN : (all[Math.floor(half - 0.5)]! + all[Math.ceil(half - 0.5)]!) / 2;
}

/**
 * F4, the mean squared error of the positive phase over that of the negative one; at most 0.3 was registered (Prasanna 2026,
 * experiment 3). Phases of different windows are an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const error = (meanSquaredError: number) => ({ window: 100, meanSquaredError });
 * assert.equal(phaseErrorRatio(error(0.01), error(0.25)), 0.04);
 * ```
 */
export function phaseErrorRatio(
  positive: Pick<WindowError, "window" | "meanSquaredError">,
  negative: Pick<WindowError, "window" | "meanSquaredError">,
): number {
  if (positive.window !== negative.window) {
    throw new InputError(
      `Cannot compare the phases: the windows are ${positive.window} and ${negative.window}; take both at one window`,
    );
  }
  return positive.meanSquaredError / negative.meanSquaredError;
}

/**
 * F5 = ‖Δθ‖·τ/K_train: how far the parameters move in one step, in sweeps of memory over sweeps of training; at most 0.1 was registered
 * with the mean τ_f (Prasanna 2026, experiment 3). `step` holds Δθ, or gives its norm.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * // The published size of things, with τ_max.
 * assert.equal(driftShare({ step: 0.4, tau: 500, trainingSweeps: 400 }), 0.5);
 * assert.equal(driftShare({ step: Float64Array.of(3, 4), tau: 1, trainingSweeps: 50 }), 0.1);
 * ```
 */
export function driftShare(
  { step, tau, trainingSweeps }: {
    readonly step: number | ArrayLike<number>;
    /** In sweeps. */
    readonly tau: number;
    /** K_train: sweeps of one negative phase after its warm-up. */
    readonly trainingSweeps: number;
  },
): number {
  if (!(trainingSweeps > 0)) {
    throw new InputError(
      `Cannot compare step and memory: trainingSweeps is ${describeValue(trainingSweeps)}; give a number above 0`,
    );
  }
  if (typeof step === "number") return step * tau / trainingSweeps;
  let sum = 0;
  for (let k = 0; k < step.length; k++) sum += step[k]! ** 2;
  return Math.sqrt(sum) * tau / trainingSweeps;
}
