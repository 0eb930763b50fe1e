import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import { couplingStrength } from "./flip_process.ts";

/** Where and when a component of the forward process is looked at. */
export interface BridgeOptions {
  /** The rate of `noiseFlipProbability`. */
  readonly rate: number;
  /** The time asked for, from 0 on. */
  readonly time: number;
  /** A later time, possibly infinite. */
  readonly later: number;
}

/**
 * The probability that a component of the forward process is +1 at `time`, given its value at time 0 and at `later`:
 * σ(2(Γ₀/2·first + Γ₁/2·last)) with the couplings Γ/2 over the two stretches of time, by Bayes' rule for a Markov process. Spins
 * other than ±1 and times out of order are InputErrors.
 *
 * Source: arXiv:2510.23972, the forward process, two categories.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(bridgeProbability(1, -1, { rate: 0.9, time: 0, later: 2 }), 1);
 * assert.ok(Math.abs(bridgeProbability(1, -1, { rate: 0.9, time: 1, later: 2 }) - 0.5) < 1e-15);
 * ```
 */
export function bridgeProbability(first: number, last: number, options: BridgeOptions): number {
  const action = "Cannot take a bridge probability";
  const { rate, time, later } = options;
  for (const [name, spin] of [["first", first], ["last", last]] as const) {
    if (spin !== 1 && spin !== -1) throw new InputError(`${action}: ${name} is ${describeValue(spin)}; give +1 or -1`);
  }
  if (!(time >= 0 && time < later)) {
    throw new InputError(
      `${action}: time is ${describeValue(time)} and later is ${describeValue(later)}; give 0 ≤ time < later`,
    );
  }
  if (time === 0) return first === 1 ? 1 : 0;
  const field = first * couplingStrength(rate, time) + last * couplingStrength(rate, later - time);
  return 1 / (1 + Math.exp(-2 * field));
}
