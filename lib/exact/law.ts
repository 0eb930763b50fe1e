import { SizeError } from "../errors.ts";
import type { EnergyModel } from "../model/energy_model.ts";

/** Largest number of spins that exact code enumerates: 2^22 states of 8 bytes, times one rate table per spin. */
export const MAXIMUM_EXACT_SPINS = 22;

/** The Boltzmann law of a model over its 2^N states; bit i of a state's index is set where x_i = −1. */
export interface BoltzmannLaw {
  /** E of each state. */
  readonly energies: Float64Array;
  /** π of each state; sums to 1. */
  readonly probabilities: Float64Array;
  /** log π of each state, finite where π itself underflows. */
  readonly logProbabilities: Float64Array;
  /** log Σ exp(−beta·E). */
  readonly logPartition: number;
}

/** @throws {SizeError} when the model has more than {@link MAXIMUM_EXACT_SPINS} spins */
export function requireEnumerable(model: EnergyModel): void {
  const spins = model.graph.vertexCount;
  if (spins > MAXIMUM_EXACT_SPINS) {
    throw new SizeError(
      `Cannot enumerate a model of ${spins} spins: its 2^${spins} states do not fit in memory; use at most ${MAXIMUM_EXACT_SPINS} spins or sample instead`,
    );
  }
}

/** The couplings as a dense symmetric N × N matrix with zero diagonal, row by row. */
export function couplingMatrix(model: EnergyModel): Float64Array {
  const n = model.graph.vertexCount;
  const matrix = new Float64Array(n * n);
  for (let e = 0; e < model.couplings.length; e++) {
    const i = model.graph.from[e]!, j = model.graph.to[e]!;
    matrix[i * n + j] = model.couplings[e]!;
    matrix[j * n + i] = model.couplings[e]!;
  }
  return matrix;
}

/**
 * Local field h_k + Σ_j J_kj x_j over all settings of the spins in `others` (bit b of the index is spin others[b]), the spins
 * not named in `others` being +1.
 */
export function localFieldTable(
  couplings: Float64Array,
  biases: Float64Array | null,
  spin: number,
  others: readonly number[],
): Float64Array {
  const n = Math.round(Math.sqrt(couplings.length));
  const field = new Float64Array(2 ** others.length);
  let start = biases === null ? 0 : biases[spin]!;
  for (let j = 0; j < n; j++) start += couplings[spin * n + j]!;
  field[0] = start;
  for (let b = 0; b < others.length; b++) {
    const change = 2 * couplings[spin * n + others[b]!]!, run = 1 << b;
    for (let s = 0; s < run; s++) field[run + s] = field[s]! - change;
  }
  return field;
}

/**
 * Enumerates the Boltzmann law π ∝ exp(−beta·E).
 *
 * @throws {SizeError} when the model is too large to enumerate
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * // Two spins with coupling 1 at beta = 1: agreeing states have odds e^2 against disagreeing ones.
 * const law = boltzmannLaw({
 *   kind: "ising",
 *   graph: { vertexCount: 2, from: new Uint32Array([0]), to: new Uint32Array([1]) },
 *   couplings: new Float64Array([1]),
 *   biases: null,
 *   beta: 1,
 *   blocks: [new Uint32Array([0]), new Uint32Array([1])],
 *   visibleCount: null,
 * });
 * assert.ok(Math.abs(law.probabilities[0]! / law.probabilities[1]! - Math.exp(2)) < 1e-12);
 * ```
 */
export function boltzmannLaw(model: EnergyModel): BoltzmannLaw {
  requireEnumerable(model);
  const n = model.graph.vertexCount, size = 2 ** n;
  const couplings = couplingMatrix(model);
  const energies = new Float64Array(size);
  let ground = 0;
  for (const coupling of model.couplings) ground -= coupling;
  if (model.biases !== null) { for (const bias of model.biases) ground -= bias; }
  energies[0] = ground;
  const lower: number[] = [];
  for (let k = 0; k < n; k++) {
    const field = localFieldTable(couplings, model.biases, k, lower), run = 1 << k;
    for (let s = 0; s < run; s++) energies[run + s] = energies[s]! + 2 * field[s]!;
    lower.push(k);
  }
  let lowest = Infinity;
  for (let s = 0; s < size; s++) lowest = Math.min(lowest, energies[s]!);
  const probabilities = new Float64Array(size);
  let total = 0;
  for (let s = 0; s < size; s++) {
    probabilities[s] = Math.exp(-model.beta * (energies[s]! - lowest));
    total += probabilities[s]!;
  }
  const logTotal = Math.log(total);
  const logProbabilities = new Float64Array(size);
  for (let s = 0; s < size; s++) {
    probabilities[s]! /= total;
    logProbabilities[s] = -model.beta * (energies[s]! - lowest) - logTotal;
  }
  return { energies, probabilities, logProbabilities, logPartition: logTotal - model.beta * lowest };
}
