import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { inner } from "./inner_product.ts";
import { isSingleSite } from "./kernel_name.ts";
import type { SpectralLine, SpectralResolution } from "./spectral_lines.ts";
import { degenerateRuns } from "./spectral_lines.ts";
import type { TransitionOperator } from "./transition_operator.ts";

/** Largest sector that is diagonalised as a matrix: a few seconds at this size, and 8 times more at twice of it. */
export const DENSE_LIMIT = 1024;

/** Eigenvalues closer than this belong to one eigenspace; rounding spreads a degenerate one by about 1e−15. */
const DEGENERATE = 1e-11;

/** Below this the rounding of 1 − σ shows, and the gap is taken from the eigenfunction instead. */
const SMALL_GAP = 1e-6;

/**
 * Every eigenspace of a reversible operator, with the weights of the given centred functions (null: in another sector).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * import { boltzmannLaw } from "./law.ts";
 * import { sectors } from "./sector.ts";
 * import { TransitionOperator } from "./transition_operator.ts";
 * // Two coupled spins: of the even functions only x₁x₂ is not constant, and a heat-bath step takes the gap 1 to it.
 * const model = curieWeiss(2, 1);
 * const even = sectors(model, boltzmannLaw(model))[0]!;
 * const { lines } = denseResolution(new TransitionOperator(model, "single-site", even), []);
 * assert.deepEqual(lines.map(({ gap, multiplicity }) => [gap.toFixed(12), multiplicity]), [["1.000000000000", 1]]);
 * ```
 */
export function denseResolution(
  operator: TransitionOperator,
  functions: readonly (Float64Array | null)[],
): SpectralResolution {
  const { size, logWeights, parity } = operator.sector;
  const values = operator.symmetrisedMatrix();
  const root = logWeights.map((value) => Math.exp(0.5 * value));
  const matrix = new Matrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      // The constant mode moves from 1 to −2, where it cannot be confused with a slow mode.
      const shift = parity === "odd" ? 0 : 3 * root[i]! * root[j]!;
      matrix.set(i, j, values[i * size + j]! - shift);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const modes = realEigenvalues.map((value, k) => ({ k, gap: 1 - value })).filter(({ gap }) => gap < 2.5)
    .map(({ k, gap }) => ({
      k,
      gap: gap < SMALL_GAP && isSingleSite(operator.kernel)
        ? dirichletGap(operator, root, (s) => eigenvectorMatrix.get(s, k))
        : gap,
    })).sort((a, b) => a.gap - b.gap);
  const gaps = modes.map(({ gap }) => gap);
  const runs = degenerateRuns(gaps, (gap) => Math.min(DEGENERATE, 1e-6 * Math.max(gap, 0)));
  const lines: SpectralLine[] = runs.map(({ start, end }) => {
    let sum = 0;
    for (let k = start; k < end; k++) sum += gaps[k]!;
    return { parity, gap: Math.max(0, sum / (end - start)), multiplicity: end - start };
  });
  const coefficients = new Float64Array(size);
  const rows = functions.map((f) => {
    const row = new Float64Array(lines.length);
    if (f === null) return row;
    coefficients.fill(0);
    for (let s = 0; s < size; s++) {
      const scaled = root[s]! * f[s]!;
      if (scaled === 0) continue;
      const vector = eigenvectorMatrix.getRow(s);
      for (let k = 0; k < size; k++) coefficients[k]! += scaled * vector[k]!;
    }
    runs.forEach(({ start, end }, line) => {
      for (let k = start; k < end; k++) row[line]! += coefficients[modes[k]!.k]! ** 2;
    });
    return row;
  });
  return { lines, weights: rows };
}

/** ⟨φ, (I − P) φ⟩_π / ⟨φ, φ⟩_π: of second order in the error of φ, and without cancellation for the single-site kernels. */
function dirichletGap(operator: TransitionOperator, root: Float64Array, component: (s: number) => number): number {
  const { weights, size } = operator.sector;
  const mode = Float64Array.from({ length: size }, (_, s) => root[s]! > 0 ? component(s) / root[s]! : 0);
  const image = new Float64Array(size);
  operator.applyLaplacian(mode, image);
  return inner(weights, mode, image) / inner(weights, mode, mode);
}
