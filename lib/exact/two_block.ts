import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { EnergyModel } from "../model/energy_model.ts";
import type { BoltzmannLaw } from "./law.ts";
import { parityOfBits } from "./observables.ts";
import type { Parity, Sector } from "./sector.ts";

/** Largest 2^|block 1| + 2^|block 2| (each halved in a parity sector) whose singular values are taken as a dense matrix. */
export const TWO_BLOCK_LIMIT = 1024;

/** Singular values below this are zero to working precision. */
const ZERO = 1e-10;

/**
 * The principal directions of two-block Gibbs sampling in one sector. With M(v,h) = π(v,h)/√(π(v)π(h)) = Σ_k c_k χ_k ψ_kᵀ, χ a
 * function of the first block and ψ of the second, every two-block kernel acts on the planes span{χ_k, ψ_k} and kills the rest:
 * resampling the first block projects onto functions of the second and the other way round.
 */
export interface TwoBlockModes {
  readonly parity: Parity;
  /** Singular values in (0, 1), descending, the constant mode left out. */
  readonly cosines: Float64Array;
  /** Dimension of the sector's functions of zero mean. */
  readonly dimension: number;
  /** ⟨f, χ_k⟩_π and ⟨f, ψ_k⟩_π of the centred product f = −Π x_i over the spins. */
  project(spins: readonly number[]): { readonly first: Float64Array; readonly second: Float64Array };
}

/** Whether {@link twoBlockModes} applies: two blocks, small enough. */
export function hasTwoBlockShortcut(model: EnergyModel, sector: Sector): boolean {
  if (model.blocks.length !== 2) return false;
  const shift = sector.parity === "none" ? 0 : 1;
  return 2 ** (model.blocks[0]!.length - shift) + 2 ** (model.blocks[1]!.length - shift) <= TWO_BLOCK_LIMIT;
}

/** The singular value decomposition of M in one sector, through the symmetric matrix [[0, M], [Mᵀ, 0]]. */
export function twoBlockModes(model: EnergyModel, law: BoltzmannLaw, sector: Sector): TwoBlockModes {
  const { parity } = sector;
  const table = jointTable(model, law);
  const sign = parity === "odd" ? -1 : 1;
  const p = parity === "none" ? table.rows : table.rows / 2, q = parity === "none" ? table.columns : table.columns / 2;
  const norm = parity === "none" ? 1 : Math.SQRT2;
  const matrix = Matrix.zeros(p + q, p + q);
  for (let v = 0; v < p; v++) {
    for (let h = 0; h < q; h++) {
      let value = table.normalised(v, h);
      if (parity !== "none") value += sign * table.normalised(v, table.columns - 1 - h);
      // Without the constant mode, whose singular vectors are the square roots of the marginals.
      if (parity !== "odd") value -= norm * norm * Math.exp(0.5 * (table.logRows[v]! + table.logColumns[h]!));
      matrix.set(v, p + h, value);
      matrix.set(p + h, v, value);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const kept = realEigenvalues.map((_, k) => k).filter((k) => realEigenvalues[k]! > ZERO)
    .sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  return {
    parity,
    cosines: Float64Array.from(kept, (k) => Math.min(1, realEigenvalues[k]!)),
    dimension: parity === "odd" ? sector.size : sector.size - 1,
    project(spins) {
      const { rowMeans, columnMeans } = table.conditionalMeans(spins, sector);
      const first = new Float64Array(kept.length), second = new Float64Array(kept.length);
      // A singular pair fills half of its eigenvector of the doubled matrix on either side.
      const scale = norm * Math.SQRT2;
      kept.forEach((k, mode) => {
        for (let v = 0; v < p; v++) first[mode]! += scale * eigenvectorMatrix.get(v, k) * rowMeans[v]!;
        for (let h = 0; h < q; h++) second[mode]! += scale * eigenvectorMatrix.get(p + h, k) * columnMeans[h]!;
      });
      return { first, second };
    },
  };
}

interface JointTable {
  readonly rows: number;
  readonly columns: number;
  readonly logRows: Float64Array;
  readonly logColumns: Float64Array;
  normalised(v: number, h: number): number;
  /** Σ_h π(v,h) f / √π(v) and Σ_v π(v,h) f / √π(h) for the centred product f. */
  conditionalMeans(
    spins: readonly number[],
    sector: Sector,
  ): { rowMeans: Float64Array; columnMeans: Float64Array };
}

function jointTable(model: EnergyModel, law: BoltzmannLaw): JointTable {
  const [a, b] = [model.blocks[0]!, model.blocks[1]!];
  const rows = 2 ** a.length, columns = 2 ** b.length;
  const rowState = scatter(a), columnState = scatter(b);
  const log = (v: number, h: number): number => law.logProbabilities[rowState[v]! | columnState[h]!]!;
  const logRows = new Float64Array(rows), logColumns = new Float64Array(columns);
  for (let v = 0; v < rows; v++) logRows[v] = logSum(columns, (h) => log(v, h));
  for (let h = 0; h < columns; h++) logColumns[h] = logSum(rows, (v) => log(v, h));
  return {
    rows,
    columns,
    logRows,
    logColumns,
    normalised: (v, h) => Math.exp(log(v, h) - 0.5 * (logRows[v]! + logColumns[h]!)),
    conditionalMeans(spins, sector) {
      let mask = 0;
      for (const i of spins) mask |= 1 << i;
      const value = (state: number): number => parityOfBits(state & mask) === 0 ? -1 : 1;
      let mean = 0;
      if (sector.parity !== "odd") {
        for (let s = 0; s < law.probabilities.length; s++) mean += law.probabilities[s]! * value(s);
      }
      const rowMeans = new Float64Array(rows), columnMeans = new Float64Array(columns);
      for (let v = 0; v < rows; v++) {
        for (let h = 0; h < columns; h++) {
          const state = rowState[v]! | columnState[h]!;
          const f = value(state) - mean, l = law.logProbabilities[state]!;
          rowMeans[v]! += Math.exp(l - 0.5 * logRows[v]!) * f;
          columnMeans[h]! += Math.exp(l - 0.5 * logColumns[h]!) * f;
        }
      }
      return { rowMeans, columnMeans };
    },
  };
}

/** State index with the bits of a block set as in each of its 2^length settings. */
function scatter(block: Uint32Array): Uint32Array {
  const states = new Uint32Array(2 ** block.length);
  block.forEach((spin, bit) => {
    const run = 1 << bit;
    for (let s = 0; s < run; s++) states[run + s] = (states[s]! | (1 << spin)) >>> 0;
  });
  return states;
}

function logSum(count: number, term: (k: number) => number): number {
  let largest = -Infinity;
  for (let k = 0; k < count; k++) largest = Math.max(largest, term(k));
  let sum = 0;
  for (let k = 0; k < count; k++) sum += Math.exp(term(k) - largest);
  return largest + Math.log(sum);
}
