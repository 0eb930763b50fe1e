import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { SizeError } from "../../errors.ts";
import { DENSE_LIMIT } from "../../exact/dense_spectrum.ts";
import { flipMask } from "./pair_resolvent.ts";
import { type StateSpace, writeCentred } from "./state_space.ts";

/** Below this the rounding of 1 − σ shows, and the gap is taken from the mode instead. */
const SMALL_GAP = 1e-4;

/** Every mode of a random-scan step but the constant one, slowest first. */
export interface SeenSpectrum {
  /** 1 − σ_j of one step. */
  readonly gaps: Float64Array;
  /** φ_j, orthonormal under π. */
  readonly modes: readonly Float64Array[];
  /** ⟨f_a, φ_j⟩, one row for each observable. */
  readonly overlaps: readonly Float64Array[];
}

/** Diagonalises one step of the random scan; `rates` are by state and flip. */
export function seenSpectrum(space: StateSpace, rates: Float64Array): SeenSpectrum {
  const { size, logWeights, weights, masks, model } = space, flips = model.graph.vertexCount;
  if (size > DENSE_LIMIT) {
    throw new SizeError(
      `Cannot diagonalise the kernel over ${size} states to differentiate γ_eff: use a model with at most ${DENSE_LIMIT}`,
    );
  }
  const root = logWeights.map((value) => Math.exp(0.5 * value));
  const matrix = Matrix.zeros(size, size);
  for (let s = 0; s < size; s++) {
    // The constant mode moves from 1 to −2, out of the spectrum.
    for (let t = 0; t < size; t++) matrix.set(s, t, -3 * root[s]! * root[t]!);
    let exit = 0;
    for (let k = 0; k < flips; k++) exit += rates[s * flips + k]!;
    matrix.set(s, s, matrix.get(s, s) + 1 - exit / flips);
  }
  for (let s = 0; s < size; s++) {
    for (let k = 0; k < flips; k++) {
      const t = s ^ flipMask(size, k);
      // Detailed balance: √(w_s/w_t)·P_st = √(P_st P_ts).
      if (t > s) {
        const flow = Math.sqrt(rates[s * flips + k]! * rates[t * flips + k]!) / flips;
        matrix.set(s, t, matrix.get(s, t) + flow);
        matrix.set(t, s, matrix.get(t, s) + flow);
      }
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, j) => j).filter((j) => realEigenvalues[j]! > -1.5)
    .sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const modes = order.map((j) =>
    Float64Array.from({ length: size }, (_, s) => root[s]! > 0 ? eigenvectorMatrix.get(s, j) / root[s]! : 0)
  );
  const gaps = Float64Array.from(order, (j, k) => {
    const gap = 1 - realEigenvalues[j]!;
    return gap < SMALL_GAP ? dirichletForm(space, rates, modes[k]!) : gap;
  });
  const f = new Float64Array(size);
  const overlaps = Array.from(masks, (_, a) => {
    writeCentred(space, a, f);
    for (let s = 0; s < size; s++) f[s]! *= weights[s]!;
    return Float64Array.from(modes, (mode) => {
      let sum = 0;
      for (let s = 0; s < size; s++) sum += f[s]! * mode[s]!;
      return sum;
    });
  });
  return { gaps, modes, overlaps };
}

/** ⟨φ, (I − P) φ⟩ as half the mean squared change in a step, which does not cancel. */
function dirichletForm({ size, weights, model }: StateSpace, rates: Float64Array, mode: Float64Array): number {
  const flips = model.graph.vertexCount;
  let sum = 0, norm = 0;
  for (let s = 0; s < size; s++) {
    norm += weights[s]! * mode[s]! * mode[s]!;
    for (let k = 0; k < flips; k++) {
      const change = mode[s]! - mode[s ^ flipMask(size, k)]!;
      sum += weights[s]! * rates[s * flips + k]! * change * change;
    }
  }
  return sum / (2 * flips * norm);
}
