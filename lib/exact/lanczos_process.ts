import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { ConvergenceError } from "../errors.ts";
import { inner, removeMean } from "./inner_product.ts";
import { removeComponents } from "./remove_components.ts";
import type { Sector } from "./sector.ts";

/** The tridiagonal matrix of a Lanczos run so far, diagonalised. */
export interface Ritz {
  readonly values: Float64Array;
  /** First component of each eigenvector: its overlap with the start vector. */
  readonly heads: Float64Array;
  /** Residual norm of each Ritz pair. */
  readonly residuals: Float64Array;
  /** Number of Lanczos steps. */
  readonly steps: number;
  /** The start vector's Krylov space is exhausted: every value is an eigenvalue. */
  readonly complete: boolean;
  /** Components of Ritz vector k in the basis. */
  vector(k: number): Float64Array;
}

/** What {@link lanczosProcess} needs. */
export interface LanczosRun {
  readonly sector: Sector;
  /** Writes the operator's image of x into out; self-adjoint in the π inner product, constants invariant. */
  readonly apply: (x: Float64Array, out: Float64Array) => void;
  /** Of unit norm and zero mean. */
  readonly start: Float64Array;
  readonly maximumSteps: number;
  /** Orthonormal functions whose span is left out; the start vector is orthogonal to them. */
  readonly without?: readonly Float64Array[];
  /** Whether to stop at this state; asked after 1, 2, … steps at growing distances. */
  readonly settled: (ritz: Ritz) => boolean;
}

/**
 * Lanczos with full reorthogonalisation (two passes of classical Gram–Schmidt, which keeps the basis orthogonal to working
 * precision) on the functions of zero mean.
 *
 * @throws {ConvergenceError} when an image is not finite
 */
export function lanczosProcess(run: LanczosRun): { ritz: Ritz; basis: readonly Float64Array[] } {
  const { weights, size, parity } = run.sector;
  const without = run.without ?? [];
  const limit = Math.min(run.maximumSteps, (parity === "odd" ? size : size - 1) - without.length);
  const basis: Float64Array[] = [run.start];
  const diagonal: number[] = [], coupling: number[] = [];
  const image = new Float64Array(size), scratch = new Float64Array(size);
  let scale = 0, check = 1;
  for (;;) {
    const current = basis.at(-1)!;
    run.apply(current, image);
    const alpha = inner(weights, current, image);
    diagonal.push(alpha);
    scale = Math.max(scale, Math.abs(alpha));
    for (let pass = 0; pass < 2; pass++) {
      removeComponents(weights, without, image, scratch);
      removeComponents(weights, basis, image, scratch);
      if (parity !== "odd") removeMean(weights, image);
    }
    const beta = Math.sqrt(inner(weights, image, image));
    if (!Number.isFinite(alpha + beta)) {
      // Flip rates that underflow to zero split the states into parts that the kernel never joins.
      throw new ConvergenceError(
        `Cannot find the modes of a kernel whose rates vanish in double precision; lower beta or the weights`,
      );
    }
    const complete = beta <= 1e-13 * scale;
    const last = complete || basis.length >= limit;
    if (last || basis.length >= check) {
      check = Math.ceil(1 + basis.length * 1.2);
      const ritz = diagonalise(diagonal, coupling, beta, complete);
      if (last || run.settled(ritz)) return { ritz, basis };
    }
    scale = Math.max(scale, beta);
    coupling.push(beta);
    basis.push(image.map((entry) => entry / beta));
  }
}

function diagonalise(
  diagonal: readonly number[],
  coupling: readonly number[],
  beta: number,
  complete: boolean,
): Ritz {
  const n = diagonal.length;
  const matrix = Matrix.zeros(n, n);
  diagonal.forEach((value, i) => matrix.set(i, i, value));
  for (let i = 1; i < n; i++) {
    matrix.set(i, i - 1, coupling[i - 1]!);
    matrix.set(i - 1, i, coupling[i - 1]!);
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return {
    values: Float64Array.from(realEigenvalues),
    heads: Float64Array.from(eigenvectorMatrix.getRow(0)),
    residuals: Float64Array.from(eigenvectorMatrix.getRow(n - 1), (tail) => Math.abs(beta * tail)),
    steps: n,
    complete,
    vector: (k) => Float64Array.from(eigenvectorMatrix.getColumn(k)),
  };
}
