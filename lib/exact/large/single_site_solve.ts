import { ConvergenceError } from "../../errors.ts";
import type { ObservedFunction } from "./observed_function.ts";
import type { ExactProgress } from "./progress.ts";
import { D, P, Q, R, type SingleSiteSpace, U, W } from "./single_site_space.ts";
import { smallestEigenvalue } from "./tridiagonal.ts";

/** ⟨f, (Σ_i (I − P_i))⁻¹ f⟩_π of a centred function. */
export interface SolvedSum {
  readonly mean: number;
  readonly variance: number;
  readonly sum: number;
  /** Bound on the error of `sum`. */
  readonly error: number;
  readonly iterations: number;
}

/** Squared relative residual that every solve reaches, and the one at which rounding ends it. */
const RESIDUAL = 1e-18, FLOOR = 1e-28;
/** Relative error of the sum at which a solve ends. */
const TOLERANCE = 1e-12;
/** Relative error that the rounding of the law, whose logarithms go to some hundreds, leaves in the sum. */
const ROUNDING = 1e-13;
const MAXIMUM_ITERATIONS = 5000;
const CHECK_EVERY = 5;

/**
 * Conjugate gradients with the exit rates as preconditioner. For any u with residual r = f − Au the value 2⟨f,u⟩ − ⟨u,Au⟩ falls
 * short of the sum by ⟨r, A⁻¹r⟩ ≤ ⟨r, D⁻¹r⟩/θ, D the diagonal of A and θ the smallest eigenvalue of D⁻¹A that f sees; θ is
 * the smallest Ritz value of the solve (Golub and Meurant 2010, Matrices, Moments and Quadrature).
 *
 * @throws {ConvergenceError} when the iterations do not suffice
 */
export function solveSum(space: SingleSiteSpace, f: ObservedFunction, progress: ExactProgress): SolvedSum {
  const { kernel, at, size } = space;
  const project = (weighted: number): void => {
    if (space.parity !== "odd") kernel.addScaled(size, at[weighted]!, -kernel.sum(size, at[weighted]!), at[W]!);
  };
  const mean = space.fillCentred(f, P);
  const variance = kernel.weightedNorm(size, at[W]!, at[P]!);
  if (!(variance > 0)) return { mean, variance: 0, sum: 0, error: 0, iterations: 0 };
  space.vectors[U]!.fill(0);
  space.vectors[R]!.set(space.vectors[P]!);
  space.weigh(R);
  project(R);
  kernel.turn(size, at[P]!, at[R]!, at[D]!, 0);
  let rho = kernel.preconditionedNorm(size, at[R]!, at[D]!);
  const first = rho;
  // The Lanczos matrix of D⁻¹A, from the coefficients of the iteration.
  const diagonal: number[] = [], coupling: number[] = [];
  let energy = 0, theta = Infinity, iterations = 0, carried = 0;
  while (rho > FLOOR * first) {
    if (iterations++ === MAXIMUM_ITERATIONS) {
      throw new ConvergenceError(
        `Cannot solve for τ of observable ${f.name}: the residual is ${
          Math.sqrt(rho / first)
        } after ${MAXIMUM_ITERATIONS} iterations; lower beta`,
      );
    }
    space.flow(P, Q);
    const curvature = kernel.dot(size, at[P]!, at[Q]!);
    if (!(curvature > 0)) break;
    const step = rho / curvature;
    energy += step * rho;
    diagonal.push(1 / step + carried);
    kernel.descend(size, at[U]!, at[R]!, at[P]!, at[Q]!, step);
    // Rounding feeds the constant function, which nothing else damps.
    if (iterations % 10 === 0) project(R);
    const next = kernel.preconditionedNorm(size, at[R]!, at[D]!), ratio = next / rho;
    rho = next;
    if (iterations % CHECK_EVERY === 0) {
      progress("solving for τ", Math.min(1, Math.log(rho / first) / Math.log(RESIDUAL)));
      theta = smallestEigenvalue(diagonal, coupling);
      if (rho <= RESIDUAL * first && rho <= TOLERANCE * theta * energy) break;
    }
    carried = ratio / step;
    coupling.push(Math.sqrt(ratio) / step);
    kernel.turn(size, at[P]!, at[R]!, at[D]!, ratio);
  }
  theta = smallestEigenvalue(diagonal, coupling);

  // A constant part of u would multiply the rounding of the mean of f.
  if (space.parity !== "odd") kernel.shiftScale(size, at[U]!, kernel.dot(size, at[W]!, at[U]!), 1);
  // The residual that the iteration carries along drifts from the true one.
  space.flow(U, Q);
  space.fillCentred(f, P);
  space.weigh(P);
  project(P);
  space.vectors[R]!.set(space.vectors[P]!);
  kernel.addScaled(size, at[R]!, -1, at[Q]!);
  project(R);
  const sum = 2 * kernel.dot(size, at[P]!, at[U]!) - kernel.dot(size, at[U]!, at[Q]!);
  const error = kernel.preconditionedNorm(size, at[R]!, at[D]!) / theta + ROUNDING * sum;
  return { mean, variance, sum, error, iterations };
}
