import { InputError } from "../errors.ts";
import { tauReading } from "./tau_reading.ts";

/** One rung of a ladder of doubling chain lengths. */
export interface Rung {
  /** L in sweeps. */
  readonly length: number;
  readonly tauMax: number;
  /** T_O = ½ Σ_a S_a; only Cal-STABLE needs it. */
  readonly totalObservableTime?: number;
  /** S_a = 2·τ_a·Var_a of each observable; only Cal-STABLE needs it. */
  readonly asymptoticVariances?: ArrayLike<number>;
}

/** The program's constants: SOKAL_C, TAU_TOL and STAB_TOL. */
export const DOUBLING_RULE = { windowTimes: 5, tauTolerance: 0.15, stableTolerance: 0.15 } as const;

/** A rung seen against the rung before it. */
export interface DoublingStep {
  readonly length: number;
  /** L ≥ 5·τ. It cannot fail at the estimator's ceiling: read `censored` beside it. */
  readonly selfConsistent: boolean;
  /** |τ(2L) − τ(L)|/τ(L) < 0.15 and `selfConsistent`. */
  readonly resolved: boolean;
  readonly censored: boolean;
  /** |τ(2L) − τ(L)|/τ(L). */
  readonly tauChange: number;
}

/**
 * The doubling rule over a ladder: the steps from the second rung on, and the first length at which τ is resolved, or null. A
 * resolved step that is censored is reported as such and never counts. Lengths that do not grow are an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rungs = [[1000, 30], [2000, 38], [4000, 40]].map(([length, tauMax]) => ({ length: length!, tauMax: tauMax! }));
 * assert.equal(doublingRule(rungs).resolvedLength, 4000);
 * assert.equal(doublingRule(rungs.slice(0, 2)).resolvedLength, null);
 * ```
 */
export function doublingRule(rungs: readonly Rung[]): {
  readonly steps: readonly DoublingStep[];
  readonly resolvedLength: number | null;
} {
  const steps = consecutive(rungs).map(([previous, { length, tauMax }]): DoublingStep => {
    const tauChange = Math.abs(tauMax - previous.tauMax) / previous.tauMax;
    const selfConsistent = length >= DOUBLING_RULE.windowTimes * tauMax;
    const resolved = selfConsistent && tauChange < DOUBLING_RULE.tauTolerance;
    return { length, selfConsistent, resolved, censored: tauReading(tauMax, length).censored, tauChange };
  });
  return { steps, resolvedLength: steps.find(({ resolved, censored }) => resolved && !censored)?.length ?? null };
}

/**
 * The warm-up of the next rung: round(5·τ_max), and never less than the last one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(nextWarmUp(333.2, 833), 1666);
 * assert.equal(nextWarmUp(10, 200), 200);
 * ```
 */
export function nextWarmUp(tauMax: number, warmUp = 0): number {
  return Math.max(warmUp, Math.round(DOUBLING_RULE.windowTimes * tauMax));
}

/** A doubling as Cal-STABLE sees it. */
export interface StabilityStep {
  readonly length: number;
  /** |ΔT_O|/T_O, over the longer rung's value. */
  readonly totalTimeChange: number;
  /** ‖ΔS‖₁/ΣS, over the longer rung's sum. */
  readonly varianceChange: number;
  /** Both below 0.15 (and, `withTau`, τ resolved by the doubling rule). */
  readonly stable: boolean;
  readonly censored: boolean;
}

/**
 * The Cal-STABLE classifier: two consecutive doublings with |ΔT_O|/T_O < 0.15 and ‖ΔS‖₁/ΣS < 0.15. `withTau` adds the leg of
 * the program's companion code: L ≥ 5·τ_max and a change of τ_max below 0.15. A censored step counts, as it does in the program:
 * read the flag. `stableLength` is the length of the second stable rung, or null. Rungs without T_O or S, or with different
 * numbers of observables, are an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rung = (length: number, t: number) => (
 *   { length, tauMax: t, totalObservableTime: t, asymptoticVariances: [t, t] }
 * );
 * assert.equal(calStable([rung(1000, 8), rung(2000, 10), rung(4000, 10.5), rung(8000, 10.4)]).stableLength, 8000);
 * assert.equal(calStable([rung(1000, 8), rung(2000, 10), rung(4000, 10.5)]).stableLength, null);
 * ```
 */
export function calStable(rungs: readonly Rung[], options: { readonly withTau?: boolean } = {}): {
  readonly steps: readonly StabilityStep[];
  readonly stableLength: number | null;
} {
  const tau = doublingRule(rungs).steps;
  const steps = consecutive(rungs).map(([previous, rung], i): StabilityStep => {
    const before = calibration(previous), now = calibration(rung);
    if (before.variances.length !== now.variances.length) {
      throw new InputError(
        `Cannot classify the ladder: L = ${rung.length} has ${now.variances.length} observables and L = ${previous.length} has ${before.variances.length}; keep the same observables on every rung`,
      );
    }
    let change = 0, sum = 0;
    for (let a = 0; a < now.variances.length; a++) {
      change += Math.abs(now.variances[a]! - before.variances[a]!);
      sum += now.variances[a]!;
    }
    const totalTimeChange = Math.abs(now.total - before.total) / now.total, varianceChange = change / sum;
    const stable = totalTimeChange < DOUBLING_RULE.stableTolerance && varianceChange < DOUBLING_RULE.stableTolerance &&
      (!options.withTau || tau[i]!.resolved);
    return { length: rung.length, totalTimeChange, varianceChange, stable, censored: tau[i]!.censored };
  });
  const second = steps.findIndex(({ stable }, i) => stable && i > 0 && steps[i - 1]!.stable);
  return { steps, stableLength: steps[second]?.length ?? null };
}

function calibration(rung: Rung): { readonly total: number; readonly variances: ArrayLike<number> } {
  const { length, totalObservableTime, asymptoticVariances } = rung;
  if (totalObservableTime === undefined || asymptoticVariances === undefined) {
    throw new InputError(
      `Cannot classify the ladder: L = ${length} has no totalObservableTime or no asymptoticVariances; give both on every rung`,
    );
  }
  return { total: totalObservableTime, variances: asymptoticVariances };
}

function consecutive(rungs: readonly Rung[]): (readonly [Rung, Rung])[] {
  return rungs.slice(1).map((rung, i) => {
    const previous = rungs[i]!;
    if (rung.length !== 2 * previous.length) {
      throw new InputError(
        `Cannot compare rungs: L = ${rung.length} follows L = ${previous.length}; double the length at every rung`,
      );
    }
    return [previous, rung] as const;
  });
}
