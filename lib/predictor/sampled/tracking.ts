import { InputError } from "../../errors.ts";
import { ADMISSIBLE_TIMES } from "../../diagnostics/tau_reading.ts";
import { projectedQ } from "../q_formulas.ts";
import type { PhaseTimes } from "./phase_times.ts";
import type { ReferenceGradient } from "./reference_gradient.ts";
import type { WindowError } from "./window_errors.ts";

/** Predictor and measurement agree when their ratio is within this factor of 1. */
export const TRACKING_BAND = 3;
/** A burn-in is long enough when it holds this many times τ_max. */
export const BURN_IN_TIMES = 5;

/** What a tracking ratio is read from. */
export interface TrackingRequest {
  readonly reference: ReferenceGradient;
  /** The error of the negative phase at K; that of the positive phase is added where it is sampled too. */
  readonly negative: WindowError;
  readonly positive?: WindowError;
  /** T_O of the negative phase; that of the positive phase is added where it is given. */
  readonly times: PhaseTimes;
  readonly positiveTimes?: PhaseTimes;
}

/** The predictor against the measurement at one window, with the flags without which it counts for nothing. */
export interface Tracking {
  /** K in sweeps. */
  readonly window: number;
  /** ‖g‖²/E‖ĝ − g‖². */
  readonly qOp: number;
  /** Standard error of `qOp` from that of the error alone. */
  readonly qOpError: number;
  /** (K/2)‖g‖²/T_O. */
  readonly qStructPerp: number;
  /** Q_struct^⊥/Q_op: the signal cancels, so that it is (K/2)·E‖ĝ − g‖²/T_O. */
  readonly ratio: number;
  /** Whether the ratio is in [1/3, 3]. */
  readonly tracks: boolean;
  /** L ≥ 50·τ_max (`traj_adequate_50tau`), and no time is only a lower bound. */
  readonly trajectoryAdequate: boolean;
  /** B ≥ 5·τ_max (`burn_adequate_5tau`). */
  readonly burnInAdequate: boolean;
  /** Both, and a reference without the risk flag. */
  readonly admissible: boolean;
}

/**
 * Q_struct^⊥/Q_op at one checkpoint and window, both measured, with the adequacy flags of the program's experiment 3. Phases of
 * different windows are an InputError.
 *
 * Source: Prasanna 2026, experiment 3.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const variances = Float64Array.of(0.02), error = {
 *   ...{ window: 100, burnIn: 50, replicas: 32, meanSquaredError: 0.02, standardError: 0.001 },
 *   ...{ raw: 0.02, variance: 0.02, variances },
 * };
 * const counts = { count: 0, share: 0 }, times: PhaseTimes = {
 *   ...{ totalObservableTime: 1, tauMax: 1, tauMean: 1, tauQuantiles: [], zeroVarianceCount: 0, observables: 1, length: 60 },
 *   ...{ taus: Float64Array.of(1), variances: Float64Array.of(1), asymptoticVariances: Float64Array.of(2) },
 *   ...{ censored: counts, frozen: counts, admissible: { count: 1, share: 1 }, rHatMax: 1, ceiling: 10 },
 *   ...{ lowerBounds: Uint8Array.of(0), rHats: Float64Array.of(1) },
 * };
 * const gradient = Float64Array.of(0.5);
 * const reference = { gradient, signal: 0.25, rawSignal: 0.25, noise: 0, change: 0.01, atRisk: false };
 * const { qOp, qStructPerp, ratio, tracks, admissible } = tracking({ reference, negative: error, times });
 * assert.deepEqual([qOp, qStructPerp, ratio, tracks, admissible], [12.5, 12.5, 1, true, true]);
 * ```
 */
export function tracking({ reference, negative, positive, times, positiveTimes }: TrackingRequest): Tracking {
  const { window, burnIn } = negative, { signal } = reference;
  if (positive !== undefined && positive.window !== window) {
    throw new InputError(
      `Cannot compare the predictor: the phases have the windows ${window} and ${positive.window}; take both at one window`,
    );
  }
  const error = negative.meanSquaredError + (positive?.meanSquaredError ?? 0);
  const standardError = Math.hypot(negative.standardError, positive?.standardError ?? 0);
  const totalObservableTime = times.totalObservableTime + (positiveTimes?.totalObservableTime ?? 0);
  const tauMax = Math.max(times.tauMax, positiveTimes?.tauMax ?? 0);
  const length = Math.min(times.length, positiveTimes?.length ?? Infinity);
  const censored = times.censored.count + (positiveTimes?.censored.count ?? 0);
  const qOp = signal / error, qStructPerp = projectedQ({ window, signal, totalObservableTime });
  const ratio = window / 2 * error / totalObservableTime;
  const trajectoryAdequate = censored === 0 && length >= ADMISSIBLE_TIMES * tauMax;
  const burnInAdequate = burnIn >= BURN_IN_TIMES * tauMax;
  return {
    window,
    qOp,
    qOpError: qOp * standardError / error,
    qStructPerp,
    ratio,
    tracks: ratio >= 1 / TRACKING_BAND && ratio <= TRACKING_BAND,
    trajectoryAdequate,
    burnInAdequate,
    admissible: trajectoryAdequate && burnInAdequate && !reference.atRisk,
  };
}
