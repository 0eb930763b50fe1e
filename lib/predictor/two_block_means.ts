import { InputError, SizeError } from "../errors.ts";
import { type EnergyModel, observableCount } from "../model/energy_model.ts";

/** The smaller block is enumerated: 2^22 states, each with the fields of the other block. */
const MAXIMUM_BLOCK = 22;

/**
 * E_π[f_a] of every gradient observable of a model with two blocks, exact at sizes whose 2^N states could not be enumerated:
 * given the smaller block the spins of the larger one are independent, so only the smaller one is enumerated. With the fields
 * θ_j = β(Σ_i J_ij x_i + h_j) a state x of it has weight exp(β Σ_i h_i x_i) Π_j 2 cosh θ_j, and E[x_j | x] = tanh θ_j (the sum
 * over the hidden layer of an RBM, P. Smolensky 1986).
 *
 * @returns E[f_a] in observable order: −⟨x_i x_j⟩ per edge, then −⟨x_i⟩ where the model has biases.
 * @throws {InputError} when the model does not have two blocks.
 * @throws {SizeError} when both blocks are too large to enumerate.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../model/rbm.ts";
 * // One visible spin with two hidden ones: ⟨v h_j⟩ = tanh(beta·w_j).
 * const means = twoBlockMeans(rbm({ weights: [[0.5, -1]], beta: 2 }));
 * assert.ok(Math.abs(means[0]! + Math.tanh(1)) < 1e-15 && Math.abs(means[1]! - Math.tanh(2)) < 1e-15);
 * ```
 */
export function twoBlockMeans(model: EnergyModel): Float64Array {
  const { outer, inner } = layersOf(model), { beta, biases } = model;
  const fields = new LayerFields(model, outer, inner);
  const states = 2 ** outer.length, theta = new Float64Array(inner.length);
  const outerBias = outer.map((i) => beta * (biases?.[i] ?? 0));
  const logWeights = new Float64Array(states);
  let highest = -Infinity;
  for (let s = 0; s < states; s++) {
    fields.fill(s, theta);
    let sum = 0;
    for (let b = 0; b < outer.length; b++) sum += (s >>> b & 1) === 1 ? -outerBias[b]! : outerBias[b]!;
    for (let j = 0; j < theta.length; j++) sum += logTwoCosh(theta[j]!);
    logWeights[s] = sum;
    highest = Math.max(highest, sum);
  }

  const width = inner.length, pairs = new Float64Array(outer.length * width);
  const first = new Float64Array(outer.length), second = new Float64Array(width);
  let total = 0;
  for (let s = 0; s < states; s++) {
    const weight = Math.exp(logWeights[s]! - highest);
    total += weight;
    fields.fill(s, theta);
    for (let j = 0; j < width; j++) second[j]! += theta[j] = weight * Math.tanh(theta[j]!);
    for (let b = 0, k = 0; b < outer.length; b++) {
      const sign = (s >>> b & 1) === 1 ? -1 : 1;
      first[b]! += sign * weight;
      for (let j = 0; j < width; j++, k++) pairs[k]! += sign * theta[j]!;
    }
  }

  const rowOf = indexOf(outer), columnOf = indexOf(inner), { from, to } = model.graph;
  const means = new Float64Array(observableCount(model));
  for (let e = 0; e < from.length; e++) {
    const [i, j] = rowOf.has(from[e]!) ? [from[e]!, to[e]!] : [to[e]!, from[e]!];
    means[e] = -pairs[rowOf.get(i)! * width + columnOf.get(j)!]! / total;
  }
  if (biases !== null) {
    outer.forEach((i, b) => means[from.length + i] = -first[b]! / total);
    inner.forEach((j, b) => means[from.length + j] = -second[b]! / total);
  }
  return means;
}

/** The block that is enumerated and the one that is summed out. */
function layersOf({ blocks }: EnergyModel): { readonly outer: readonly number[]; readonly inner: readonly number[] } {
  const action = "Cannot sum out a block of the model";
  if (blocks.length !== 2) {
    throw new InputError(`${action}: it has ${blocks.length} blocks; give a model with two, such as an RBM`);
  }
  const [outer, inner] = blocks.map((block) => [...block]).sort((a, b) => a.length - b.length) as [number[], number[]];
  if (outer.length > MAXIMUM_BLOCK) {
    throw new SizeError(
      `${action}: its smaller block has ${outer.length} spins, whose 2^${outer.length} states are too many; use at most ${MAXIMUM_BLOCK} spins there or sample instead`,
    );
  }
  return { outer, inner };
}

/** θ of the inner block for every state of the outer one, as a sum of two tables, one for each half of the outer spins. */
class LayerFields {
  readonly #width: number;
  readonly #lowBits: number;
  readonly #low: Float64Array;
  readonly #high: Float64Array;

  constructor(model: EnergyModel, outer: readonly number[], inner: readonly number[]) {
    const { beta, biases, couplings, graph: { from, to } } = model, width = inner.length;
    const rowOf = indexOf(outer), columnOf = indexOf(inner);
    const rows = outer.map(() => new Float64Array(width));
    for (let e = 0; e < couplings.length; e++) {
      const [i, j] = rowOf.has(from[e]!) ? [from[e]!, to[e]!] : [to[e]!, from[e]!];
      rows[rowOf.get(i)!]![columnOf.get(j)!]! += beta * couplings[e]!;
    }
    this.#width = width;
    this.#lowBits = outer.length >> 1;
    this.#low = table(rows.slice(0, this.#lowBits), new Float64Array(width));
    this.#high = table(rows.slice(this.#lowBits), Float64Array.from(inner, (j) => beta * (biases?.[j] ?? 0)));
  }

  fill(state: number, theta: Float64Array): void {
    const width = this.#width,
      low = (state & (2 ** this.#lowBits - 1)) * width,
      high = (state >>> this.#lowBits) * width;
    for (let j = 0; j < width; j++) theta[j] = this.#low[low + j]! + this.#high[high + j]!;
  }
}

/** `start` + Σ_b ±rows[b] for every choice of the signs; bit b of the index is set where the sign is −. */
function table(rows: readonly Float64Array[], start: Float64Array): Float64Array {
  const width = start.length, values = new Float64Array(2 ** rows.length * width);
  for (let s = 0; s < 2 ** rows.length; s++) {
    for (let j = 0; j < width; j++) {
      let sum = start[j]!;
      for (let b = 0; b < rows.length; b++) sum += (s >>> b & 1) === 1 ? -rows[b]![j]! : rows[b]![j]!;
      values[s * width + j] = sum;
    }
  }
  return values;
}

function logTwoCosh(theta: number): number {
  const size = Math.abs(theta);
  return size + Math.log1p(Math.exp(-2 * size));
}

function indexOf(spins: readonly number[]): Map<number, number> {
  return new Map(spins.map((spin, k) => [spin, k]));
}
