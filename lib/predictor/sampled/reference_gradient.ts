import { InputError } from "../../errors.ts";
import { squaredNorm } from "../signal.ts";
import type { PhaseMeans } from "./phase_means.ts";

/** Above this change between the halves of its windows a reference may not have reached equilibrium. */
export const REFERENCE_RISK = 0.1;

/** The gradient from long windows, and what it is worth. */
export interface ReferenceGradient {
  /** g_a = E_data[f_a] − E_π[f_a], the positive less the negative phase. */
  readonly gradient: Float64Array;
  /** ‖g‖² less `noise`, which it holds too much on average; at least 0. */
  readonly signal: number;
  /** ‖g‖² as it comes. */
  readonly rawSignal: number;
  /** What the chance in both phases adds to ‖g‖² on average. */
  readonly noise: number;
  /** ‖g(second half) − g(first half)‖/‖g‖. */
  readonly change: number;
  /** Whether that is above `REFERENCE_RISK`, or no number. */
  readonly atRisk: boolean;
}

/**
 * The gradient of the log-likelihood from the means of the positive and the negative phase, in the sign g_a = E_data[f_a] − E_π[f_a],
 * with the change between the halves of the reference windows (Prasanna 2026, experiment 3: `kref_g_relchange`). Phases with
 * different numbers of observables are an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { knownMeans } from "./phase_means.ts";
 * const { gradient, signal, atRisk } = referenceGradient(knownMeans(Float64Array.of(-0.75)), knownMeans(Float64Array.of(-0.5)));
 * assert.deepEqual([[...gradient], signal, atRisk], [[-0.25], 0.0625, false]);
 * ```
 */
export function referenceGradient(positive: PhaseMeans, negative: PhaseMeans): ReferenceGradient {
  if (positive.means.length !== negative.means.length) {
    throw new InputError(
      `Cannot form the gradient: the positive phase has ${positive.means.length} observables and the negative ` +
        `${negative.means.length}; take both from models of the same parameters`,
    );
  }
  const between = (of: (phase: PhaseMeans) => Float64Array) => {
    const data = of(positive), model = of(negative);
    return data.map((mean, a) => mean - model[a]!);
  };
  const gradient = between(({ means }) => means);
  const early = between(({ halves }) => halves[0]), late = between(({ halves }) => halves[1]);
  const rawSignal = squaredNorm(gradient), noise = positive.noise + negative.noise;
  const change = Math.sqrt(squaredNorm(late.map((value, a) => value - early[a]!)) / rawSignal);
  return {
    gradient,
    signal: Math.max(0, rawSignal - noise),
    rawSignal,
    noise,
    change,
    atRisk: !(change <= REFERENCE_RISK),
  };
}
