import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";

/** How the strength λ of the total-correlation penalty moves from epoch to epoch. */
export interface PenaltyLaw {
  /**
   * `fixed`: it stays. `paper`: a step down below the threshold, a step up where the autocorrelation rose. `replication`: the
   * published program's law, which goes down by more the lower the autocorrelation and up by more the higher.
   */
  readonly law: "fixed" | "paper" | "replication";
  /** λ of the first epoch. Default 0. */
  readonly strength?: number;
  /** The autocorrelation below which λ falls: ε. Default 0.03 (paper), 0.016 (replication). */
  readonly threshold?: number;
  /** δ of the paper's law, the relative size of its steps. Default 0.2. */
  readonly change?: number;
  /** λ_min: below it λ is 0, and from there it begins again. Default 1e−4 (paper), 1e−3 (replication). */
  readonly least?: number;
}

/** Where a law stands. */
export interface PenaltyState {
  /** λ. */
  readonly strength: number;
  /** The autocorrelation read last, null before the first reading. */
  readonly previous: number | null;
}

/**
 * The law with its defaults filled in. Numbers out of range and unknown laws are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(penaltyLaw({ law: "paper" }), { law: "paper", strength: 0, threshold: 0.03, change: 0.2, least: 1e-4 });
 * ```
 */
export function penaltyLaw(options: PenaltyLaw): Required<PenaltyLaw> {
  const action = "Cannot set the penalty", { law } = options;
  if (law !== "fixed" && law !== "paper" && law !== "replication") {
    throw new InputError(`${action}: law is ${describeValue(law)}; give "fixed", "paper" or "replication"`);
  }
  const published = law === "replication";
  const full = {
    law,
    strength: options.strength ?? 0,
    threshold: options.threshold ?? (published ? 0.016 : 0.03),
    change: options.change ?? 0.2,
    least: options.least ?? (published ? 1e-3 : 1e-4),
  };
  const check = (name: "strength" | "threshold" | "change" | "least", holds: boolean, remedy: string) => {
    if (!holds) throw new InputError(`${action}: ${name} is ${describeValue(full[name])}; give ${remedy}`);
  };
  check("strength", Number.isFinite(full.strength) && full.strength >= 0, "a number from 0 on");
  check("threshold", Number.isFinite(full.threshold) && full.threshold > 0, "a number above 0");
  check("change", Number.isFinite(full.change) && full.change > 0 && full.change < 1, "a number between 0 and 1");
  check("least", Number.isFinite(full.least) && full.least > 0, "a number above 0");
  return full;
}

/**
 * λ of the next epoch, from the autocorrelation `reading` after this one. With λ′ = max(λ, λ_min): the paper takes (1 − δ)λ′ where
 * the reading is below ε, λ′ where it did not rise or is the first, (1 + δ)λ′ else. The replication takes (0.6 + 0.2·reading/ε)λ′
 * below ε; where the reading rose 1.2·λ′ below 1.8·ε and 1.5·λ′ from there on; and 0.95·λ′ else. A result below λ_min becomes 0.
 *
 * Sources: arXiv:2510.23972, appendix on the adaptive correlation penalty; dtm-replication, commit 7c22d19.
 *
 * @throws {InputError} when the reading is not a finite number
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const law = penaltyLaw({ law: "paper" });
 * let state: PenaltyState = { strength: 0.01, previous: null };
 * const strengths = [0.5, 0.6, 0.4, 0.01].map((reading) => (state = nextPenalty(law, state, reading)).strength);
 * assert.deepEqual(strengths.map((strength) => strength.toFixed(4)), ["0.0100", "0.0120", "0.0120", "0.0096"]);
 * ```
 */
export function nextPenalty(law: Required<PenaltyLaw>, state: PenaltyState, reading: number): PenaltyState {
  if (!Number.isFinite(reading)) {
    throw new InputError(`Cannot adapt the penalty: the autocorrelation is ${reading}; give a finite number`);
  }
  if (law.law === "fixed") return { strength: state.strength, previous: reading };
  const strength = Math.max(law.least, state.strength) * factor(law, state.previous, reading);
  return { strength: strength < law.least ? 0 : strength, previous: reading };
}

function factor({ law, threshold, change }: Required<PenaltyLaw>, previous: number | null, reading: number): number {
  const rose = previous !== null && reading > previous;
  if (law === "paper") return reading < threshold ? 1 - change : rose ? 1 + change : 1;
  if (reading < threshold) return 0.6 + 0.2 * reading / threshold;
  if (!rose) return 0.95;
  return reading < 1.8 * threshold ? 1.2 : 1.5;
}
