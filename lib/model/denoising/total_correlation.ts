import { InputError } from "../../errors.ts";
import { checkVector } from "../check.ts";
import type { EnergyModel } from "../energy_model.ts";

/**
 * The total correlation of a model as the penalty takes it, in nats: the Kullback–Leibler divergence D(Π ‖ P) of the product
 * Π of the spins' own laws from their joint law P, = Σ_i −H(m_i) + β·E(m) + log Z with the means m in place of the
 * spins. `means` are ⟨s_i⟩ (N numbers in [−1, 1]); `logPartition` is log Σ exp(−β·E). It is 0 for independent spins, and
 * with Π held fixed its derivative by a coupling is −β(m_i·m_j − ⟨s_i·s_j⟩), by a bias 0.
 *
 * Source: arXiv:2510.23972, Eq. 18; the order of the arguments is the one that its gradient belongs to.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../ising.ts";
 * const model = ising({ n: 2, edges: [[0, 1]], weights: [1], beta: 1 });
 * const logPartition = Math.log(4 * Math.cosh(1));
 * assert.ok(Math.abs(totalCorrelation(model, [0, 0], logPartition) - Math.log(Math.cosh(1))) < 1e-15);
 * ```
 */
export function totalCorrelation(model: EnergyModel, means: ArrayLike<number>, logPartition: number): number {
  const { graph: { vertexCount, from, to }, couplings, biases, beta } = model;
  const m = checkVector(means, "means", "Cannot take the total correlation", vertexCount, "spin");
  let energy = 0, value = logPartition;
  for (let e = 0; e < couplings.length; e++) energy -= couplings[e]! * m[from[e]!]! * m[to[e]!]!;
  for (let i = 0; i < vertexCount; i++) {
    if (!(Math.abs(m[i]!) <= 1)) {
      throw new InputError(`Cannot take the total correlation: means[${i}] is ${m[i]}; give a number from -1 to 1`);
    }
    if (biases !== null) energy -= biases[i]! * m[i]!;
    value += xLogX((1 + m[i]!) / 2) + xLogX((1 - m[i]!) / 2);
  }
  return value + beta * energy;
}

function xLogX(x: number): number {
  return x === 0 ? 0 : x * Math.log(x);
}
