import { checkBeta, checkVector } from "./check.ts";
import type { EnergyModel } from "./energy_model.ts";

const ACTION = "Cannot change the model";

/**
 * The model with other couplings, one per edge; everything else stays. Wrong length or non-finite values are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "./curie_weiss.ts";
 * assert.deepEqual([...withCouplings(curieWeiss(2, 1), [3]).couplings], [3]);
 * ```
 */
export function withCouplings(model: EnergyModel, couplings: ArrayLike<number>): EnergyModel {
  return { ...model, couplings: checkVector(couplings, "couplings", ACTION, model.couplings.length, "edge") };
}

/**
 * The model at another inverse temperature, a finite number that is at least 0, else an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "./curie_weiss.ts";
 * assert.equal(withBeta(curieWeiss(2, 1), 0.5).beta, 0.5);
 * ```
 */
export function withBeta(model: EnergyModel, beta: number): EnergyModel {
  return { ...model, beta: checkBeta(beta, ACTION) };
}

/**
 * The model with other biases, one per spin, or null for none; with them the biases join the observables. Wrong length or
 * non-finite values are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "./curie_weiss.ts";
 * assert.deepEqual([...withBiases(curieWeiss(2, 1), [0.1, 0.1]).biases!], [0.1, 0.1]);
 * ```
 */
export function withBiases(model: EnergyModel, biases: ArrayLike<number> | null): EnergyModel {
  if (biases === null) return { ...model, biases: null };
  return { ...model, biases: checkVector(biases, "biases", ACTION, model.graph.vertexCount, "spin") };
}
