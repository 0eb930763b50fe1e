import type { Matrix } from "./check.ts";
import type { EnergyModel } from "./energy_model.ts";
import { checkPaired, checkPatterns } from "./patterns.ts";
import { rbm } from "./rbm.ts";

/**
 * An RBM with planted patterns: W = (1/m) Σ_μ ξ^μ (η^μ)ᵀ, one row of `xi` (m visible entries ±1) and one of `eta` (hidden
 * entries ±1) per pattern; beta multiplies the energy. Anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...plantedRbm([[1, -1]], [[1, 1]], 3).couplings], [0.5, 0.5, -0.5, -0.5]);
 * ```
 */
export function plantedRbm(xi: Matrix, eta: Matrix, beta: number): EnergyModel {
  const action = "Cannot plant the patterns of an RBM";
  const visible = checkPatterns(xi, "xi", action), hidden = checkPatterns(eta, "eta", action);
  checkPaired(visible, hidden, action);
  const m = visible[0]!.length, n = hidden[0]!.length;
  const weights = Array.from({ length: m }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => {
      let sum = 0;
      for (let p = 0; p < visible.length; p++) sum += visible[p]![i]! * hidden[p]![j]!;
      return sum / m;
    }));
  return rbm({ weights, beta });
}
