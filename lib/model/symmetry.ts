import type { EnergyModel } from "./energy_model.ts";

/**
 * Whether flipping all spins leaves the energy as it is: no biases, or all of them zero.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "./curie_weiss.ts";
 * assert.equal(isFlipSymmetric(curieWeiss(4, 1)), true);
 * ```
 */
export function isFlipSymmetric(model: EnergyModel): boolean {
  return model.biases === null || model.biases.every((bias) => bias === 0);
}
