import { checkInteger } from "../random/check.ts";
import { checkSpins } from "./check.ts";
import type { EnergyModel } from "./energy_model.ts";

/**
 * E(x) = −Σ_e J_e·x_i·x_j − Σ_i h_i·x_i, without beta. `spins` has one entry ±1 per spin, else an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "./curie_weiss.ts";
 * assert.equal(energy(curieWeiss(2, 1), [1, -1]), 0.5);
 * ```
 */
export function energy(model: EnergyModel, spins: ArrayLike<number>): number {
  const { from, to, vertexCount } = model.graph;
  const x = checkSpins(spins, "spins", "Cannot take the energy", vertexCount);
  let sum = 0;
  for (let e = 0; e < from.length; e++) sum -= model.couplings[e]! * x[from[e]!]! * x[to[e]!]!;
  if (model.biases !== null) {
    for (let i = 0; i < vertexCount; i++) sum -= model.biases[i]! * x[i]!;
  }
  return sum;
}

/**
 * The local field of spin i, Σ_j J_ij·x_j + h_i, from one pass over all edges; flipping the spin costs 2·x_i times it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "./curie_weiss.ts";
 * assert.equal(localField(curieWeiss(2, 1), [1, -1], 0), -0.5);
 * ```
 */
export function localField(model: EnergyModel, spins: ArrayLike<number>, i: number): number {
  const action = "Cannot take a local field";
  const { from, to, vertexCount } = model.graph;
  const x = checkSpins(spins, "spins", action, vertexCount);
  checkInteger(i, "the spin", action, 0, vertexCount - 1);
  let sum = model.biases === null ? 0 : model.biases[i]!;
  for (let e = 0; e < from.length; e++) {
    if (from[e] === i) sum += model.couplings[e]! * x[to[e]!]!;
    else if (to[e] === i) sum += model.couplings[e]! * x[from[e]!]!;
  }
  return sum;
}
