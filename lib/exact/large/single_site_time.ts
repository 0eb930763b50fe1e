import { InputError, SizeError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { type ObservableName, observedFunction } from "./observed_function.ts";
import type { ExactProgress } from "./progress.ts";
import { solveSum } from "./single_site_solve.ts";
import { SingleSiteSpace } from "./single_site_space.ts";
import { sweepCorrection } from "./single_site_sweeps.ts";

/** Largest number of spins for {@link singleSiteTime}: six vectors of 2^24 numbers are 0.8 GiB, half of it without biases. */
export const MAXIMUM_SINGLE_SITE_SPINS = 24;

/** τ of one observable under a single-site kernel, with bounds on its errors. */
export interface SingleSiteTime {
  readonly observable: ObservableName;
  readonly mean: number;
  readonly variance: number;
  /** In sweeps; NaN for an observable that does not vary. */
  readonly tau: number;
  readonly tauError: number;
  /** In single-site steps. */
  readonly tauStep: number;
  readonly tauStepError: number;
  /** Of the linear solve. */
  readonly iterations: number;
}

/**
 * The exact integrated autocorrelation time (half-Sokal) of one observable under random-scan heat-bath or Metropolis updates,
 * for models whose 2^N states can be held but whose spectrum cannot be had: τ in steps is one linear solve with I − P₁, by
 * conjugate gradients with the exit rates as preconditioner, and τ in sweeps, of P₁^N, follows by a short Gauss rule for the
 * smooth part of 1/(1 − σ^N) (Golub and Meurant 2010, Matrices, Moments and Quadrature). Each error is bounded by the true
 * residual over the smallest Ritz value that the solve met.
 *
 * @param observable Index of a gradient observable, or the magnetisation per spin.
 * @throws {SizeError} when the model has more than {@link MAXIMUM_SINGLE_SITE_SPINS} spins, or memory does not suffice
 * @throws {InputError} when the model has no such observable
 * @throws {ConvergenceError} when the solve does not converge
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * // At beta = 0 a step leaves a spin alone with probability 1 − 1/N, a sweep with r = (1 − 1/N)^N.
 * const { tau, tauStep, variance } = singleSiteTime(curieWeiss(8, 0), "magnetization");
 * const r = (7 / 8) ** 8;
 * assert.ok(Math.abs(tauStep - 7.5) < 1e-12 && Math.abs(variance - 1 / 8) < 1e-12);
 * assert.ok(Math.abs(tau - (0.5 + r / (1 - r))) < 1e-12);
 * ```
 */
export function singleSiteTime(
  model: EnergyModel,
  observable: ObservableName,
  { kernel = "single-site", progress = () => {} }: {
    readonly kernel?: "single-site" | "metropolis";
    readonly progress?: ExactProgress;
  } = {},
): SingleSiteTime {
  const spins = model.graph.vertexCount;
  const f = observedFunction(model, observable);
  if (spins < 1) throw new InputError(`Cannot compute τ of a model of ${spins} spins: give at least one`);
  if (spins > MAXIMUM_SINGLE_SITE_SPINS) {
    throw new SizeError(
      `Cannot enumerate a model of ${spins} spins: its 2^${spins} states do not fit in memory; use at most ${MAXIMUM_SINGLE_SITE_SPINS} spins, or sample instead`,
    );
  }
  progress("enumerating the states", null);
  const space = new SingleSiteSpace(model, kernel, f.parity);
  const { mean, variance, sum, error, iterations } = solveSum(space, f, progress);
  if (variance === 0) {
    const none = { tau: NaN, tauError: 0, tauStep: NaN, tauStepError: 0 };
    return { observable, mean, variance, ...none, iterations };
  }
  const correction = sweepCorrection(space, f, { spins, variance, progress });
  return {
    observable,
    mean,
    variance,
    tau: sum / variance + correction.value - 0.5,
    tauError: error / variance + correction.error,
    tauStep: spins * sum / variance - 0.5,
    tauStepError: spins * error / variance,
    iterations,
  };
}
