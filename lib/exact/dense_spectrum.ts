import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { SpectralLine, SpectralResolution } from "./spectral_lines.ts";
import { degenerateRuns } from "./spectral_lines.ts";
import type { TransitionOperator } from "./transition_operator.ts";

/** Largest sector that is diagonalised as a matrix: a few seconds at this size, and 8 times more at twice of it. */
export const DENSE_LIMIT = 1024;

/** Eigenvalues closer than this belong to one eigenspace; rounding spreads a degenerate one by about 1e−15. */
const DEGENERATE = 1e-11;

/** Every eigenspace of a reversible operator, with the weights of the given centred functions (null: in another sector). */
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
  const order = realEigenvalues.map((_, k) => k).filter((k) => realEigenvalues[k]! > -1.5)
    .sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const gaps = order.map((k) => 1 - realEigenvalues[k]!);
  const runs = degenerateRuns(gaps, () => DEGENERATE);
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
      for (let k = start; k < end; k++) row[line]! += coefficients[order[k]!]! ** 2;
    });
    return row;
  });
  return { lines, weights: rows };
}
