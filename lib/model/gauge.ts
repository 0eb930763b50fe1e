import { checkSpins } from "./check.ts";
import type { EnergyModel } from "./energy_model.ts";

/**
 * The model seen through x_i → signs[i]·x_i: couplings J_ij·s_i·s_j and biases h_i·s_i. Its energies are those of the model,
 * relabelled, so spectra and autocorrelation times agree. `signs` has one entry ±1 per spin, else an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "./curie_weiss.ts";
 * assert.deepEqual([...gaugeTransform(curieWeiss(2, 1), [1, -1]).couplings], [-0.5]);
 * ```
 */
export function gaugeTransform(model: EnergyModel, signs: ArrayLike<number>): EnergyModel {
  const { from, to, vertexCount } = model.graph;
  const s = checkSpins(signs, "signs", "Cannot change the gauge", vertexCount);
  return {
    ...model,
    couplings: model.couplings.map((coupling, e) => coupling * s[from[e]!]! * s[to[e]!]!),
    biases: model.biases === null ? null : model.biases.map((bias, i) => bias * s[i]!),
  };
}
