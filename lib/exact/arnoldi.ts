import { EigenvalueDecomposition, Matrix, solve } from "ml-matrix";
import { ConvergenceError } from "../errors.ts";
import { addScaled, inner, removeMean } from "./inner_product.ts";
import { randomStart } from "./random_start.ts";
import { removeComponents } from "./remove_components.ts";
import type { TransitionOperator } from "./transition_operator.ts";

/** The slowest mode of a kernel that need not be reversible. */
export interface DominantMode {
  /** 1 − Re σ for the eigenvalue of largest real part, the constant mode left out. */
  readonly gap: number;
  /** Right eigenfunction, of unit π norm. */
  readonly real: Float64Array;
  /** Its imaginary part, zero for a real eigenvalue. */
  readonly imaginary: Float64Array;
}

const MAXIMUM_STEPS = 400;

/**
 * Arnoldi with full reorthogonalisation on the functions of zero mean, in the π inner product, in which every kernel with
 * invariant law π is a contraction.
 */
class ArnoldiProcess {
  readonly basis: Float64Array[] = [];
  readonly #columns: number[][] = [];
  readonly #operator: TransitionOperator;
  readonly #without: readonly Float64Array[];
  readonly #image: Float64Array;
  readonly #scratch: Float64Array;
  /** Norm of what the last image left outside of the basis. */
  remainder = Infinity;

  constructor(operator: TransitionOperator, start: Float64Array, without: readonly Float64Array[] = []) {
    this.#operator = operator;
    this.#without = without;
    this.#image = new Float64Array(operator.sector.size);
    this.#scratch = new Float64Array(operator.sector.size);
    this.basis.push(start);
  }

  get steps(): number {
    return this.#columns.length;
  }

  get exhausted(): boolean {
    return this.remainder < 1e-13;
  }

  advance(): void {
    const { weights, parity } = this.#operator.sector, image = this.#image;
    if (this.steps > 0) this.basis.push(image.map((value) => value / this.remainder));
    this.#operator.apply(this.basis.at(-1)!, image);
    const column = this.basis.map(() => 0);
    for (let pass = 0; pass < 2; pass++) {
      removeComponents(weights, this.#without, image, this.#scratch);
      removeComponents(weights, this.basis, image, this.#scratch).forEach((overlap, k) => column[k]! += overlap);
      if (parity !== "odd") removeMean(weights, image);
    }
    if (this.#columns.length > 0) this.#columns.at(-1)!.push(this.remainder);
    this.#columns.push(column);
    this.remainder = Math.sqrt(inner(weights, image, image));
  }

  hessenberg(): Matrix {
    const n = this.steps, matrix = Matrix.zeros(n, n);
    this.#columns.forEach((column, j) => column.forEach((value, i) => matrix.set(i, j, value)));
    return matrix;
  }
}

/**
 * Σ_{t≥0} ⟨f, P^t f⟩_π for a centred f, from the Galerkin solution of (I − P) u = f in the Krylov space of f.
 *
 * @throws {ConvergenceError} when the space would have to grow beyond its limit
 */
export function resolventMoment(operator: TransitionOperator, f: Float64Array): number {
  const { weights } = operator.sector;
  const mass = inner(weights, f, f);
  if (!(mass > 0)) return 0;
  const process = new ArnoldiProcess(operator, f.map((value) => value / Math.sqrt(mass)));
  for (let check = 8; process.steps < MAXIMUM_STEPS;) {
    process.advance();
    if (process.steps < check && !process.exhausted) continue;
    check = Math.ceil(check * 1.3);
    const n = process.steps;
    const right = Matrix.zeros(n, 1);
    right.set(0, 0, 1);
    const solution = solve(Matrix.eye(n).sub(process.hessenberg()), right);
    if (process.exhausted || process.remainder * Math.abs(solution.get(n - 1, 0)) < 1e-12) {
      return mass * solution.get(0, 0);
    }
  }
  throw new ConvergenceError(
    `Cannot sum the autocovariance of the ${operator.kernel} kernel within ${MAXIMUM_STEPS} Krylov steps; lower beta`,
  );
}

/**
 * The eigenvalue of largest real part below 1 with its right eigenfunction; null when the sector holds only constants. With
 * `without`, the next one beside the orthonormal right eigenfunctions named there: an eigenfunction too where both belong to
 * one eigenvalue.
 *
 * @throws {ConvergenceError} when the space would have to grow beyond its limit
 */
export function dominantMode(
  operator: TransitionOperator,
  without: readonly Float64Array[] = [],
): DominantMode | null {
  const { size, parity } = operator.sector;
  const dimension = (parity === "odd" ? size : size - 1) - without.length;
  if (dimension === 0) return null;
  const process = new ArnoldiProcess(operator, randomStart(operator.sector, without), without);
  for (let check = 12; process.steps < MAXIMUM_STEPS;) {
    process.advance();
    const complete = process.exhausted || process.steps === dimension;
    if (process.steps < check && !complete) continue;
    check = Math.ceil(check * 1.3);
    const { value, real, imaginary } = dominantPair(process.hessenberg());
    const tail = Math.hypot(real.at(-1)!, imaginary.at(-1)!);
    if (complete || process.remainder * tail < 1e-12) {
      return { gap: 1 - value, real: combine(process.basis, real), imaginary: combine(process.basis, imaginary) };
    }
  }
  throw new ConvergenceError(
    `Cannot separate the slowest mode of the ${operator.kernel} kernel within ${MAXIMUM_STEPS} Krylov steps; change beta slightly`,
  );
}

function dominantPair(matrix: Matrix): { value: number; real: number[]; imaginary: number[] } {
  const { realEigenvalues, imaginaryEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: false,
  });
  let best = 0;
  for (let k = 1; k < realEigenvalues.length; k++) if (realEigenvalues[k]! > realEigenvalues[best]!) best = k;
  // A complex pair keeps its real and imaginary parts in neighbouring columns, the positive imaginary value first.
  const complex = imaginaryEigenvalues[best] !== 0;
  const first = complex && imaginaryEigenvalues[best]! < 0 ? best - 1 : best;
  const real = eigenvectorMatrix.getColumn(first);
  const imaginary = complex ? eigenvectorMatrix.getColumn(first + 1) : real.map(() => 0);
  const norm = Math.hypot(...real, ...imaginary);
  return {
    value: realEigenvalues[best]!,
    real: real.map((x) => x / norm),
    imaginary: imaginary.map((x) => x / norm),
  };
}

function combine(basis: readonly Float64Array[], factors: readonly number[]): Float64Array {
  const sum = new Float64Array(basis[0]!.length);
  factors.forEach((factor, k) => addScaled(sum, factor, basis[k]!));
  return sum;
}
