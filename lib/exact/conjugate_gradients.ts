import { ConvergenceError } from "../errors.ts";
import { addScaled, inner, removeMean } from "./inner_product.ts";
import type { TransitionOperator } from "./transition_operator.ts";

/** Solves (I − P) u = f again and again for one reversible operator. */
export interface LaplacianSolver {
  /** Writes the solution with zero mean into u; f must have zero mean. Returns the number of iterations. */
  solve(f: Float64Array, u: Float64Array): number;
}

/**
 * Conjugate gradients in the π inner product, preconditioned with diag(I − P): the exit rates of the states carry the deep
 * wells, so the number of iterations hardly depends on the gap. The residual is driven to `tolerance` times ⟨f, f⟩ in the
 * preconditioned norm.
 *
 * @throws {ConvergenceError} when `maximumIterations` do not suffice
 */
export function createLaplacianSolver(
  operator: TransitionOperator,
  { tolerance = 1e-13, maximumIterations = 20_000 }: { tolerance?: number; maximumIterations?: number } = {},
): LaplacianSolver {
  const { weights, size, parity } = operator.sector;
  const inverseDiagonal = operator.laplacianDiagonal().map((value) => value > 0 ? 1 / value : 1);
  const residual = new Float64Array(size), z = new Float64Array(size);
  const direction = new Float64Array(size), image = new Float64Array(size);
  const project = (vector: Float64Array): void => {
    if (parity !== "odd") removeMean(weights, vector);
  };
  return {
    solve(f, u) {
      u.fill(0);
      residual.set(f);
      project(residual);
      precondition(residual, inverseDiagonal, z);
      direction.set(z);
      let rho = inner(weights, residual, z);
      const target = rho * tolerance * tolerance;
      let iteration = 0;
      while (rho > target && rho > 0) {
        if (iteration++ === maximumIterations) {
          throw new ConvergenceError(
            `Cannot solve (I − P)u = f: the residual is ${
              Math.sqrt(rho)
            } after ${maximumIterations} iterations; lower beta or raise the iteration limit`,
          );
        }
        operator.applyLaplacian(direction, image);
        const curvature = inner(weights, direction, image);
        if (!(curvature > 0)) break;
        const step = rho / curvature;
        addScaled(u, step, direction);
        addScaled(residual, -step, image);
        // Rounding feeds the null space of I − P, which nothing else damps.
        if (iteration % 10 === 0) project(residual);
        precondition(residual, inverseDiagonal, z);
        const next = inner(weights, residual, z);
        const ratio = next / rho;
        for (let s = 0; s < size; s++) direction[s] = z[s]! + ratio * direction[s]!;
        rho = next;
      }
      project(u);
      return iteration;
    },
  };
}

function precondition(x: Float64Array, inverseDiagonal: Float64Array, out: Float64Array): void {
  for (let s = 0; s < x.length; s++) out[s] = x[s]! * inverseDiagonal[s]!;
}
