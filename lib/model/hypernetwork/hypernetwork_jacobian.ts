import { checkVector } from "../check.ts";
import type { Hypernetwork } from "./hypernetwork.ts";
import { HypernetworkPass } from "./hypernetwork_pass.ts";
import { hypernetworkLayout } from "./hypernetwork_shape.ts";

/**
 * J_u = ∂vec W(u)/∂φ, one row for each coupling in row order and one column for each parameter in the order of the array. It is
 * written out by the chain rule from φ on to W, and not made of vector–Jacobian products, so that either tests the other.
 *
 * @throws {InputError} when the code has another length than the network takes, or a non-finite entry
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hypernetworkOf } from "./hypernetwork.ts";
 * const shape = { codeLength: 1, width: 1, visible: 1, hidden: 1, rank: 1 };
 * assert.deepEqual(hypernetworkJacobian(hypernetworkOf(shape, [0, 0, 1, 1, 2, 3]), [1])[0], Float64Array.of(5, 5, 0, 0, 3, 2));
 * ```
 */
export function hypernetworkJacobian({ shape, parameters }: Hypernetwork, code: ArrayLike<number>): Float64Array[] {
  const { codeLength, width, visible, hidden, rank } = shape, layout = hypernetworkLayout(shape);
  const u = checkVector(code, "code", "Cannot differentiate couplings", codeLength, "input of the network");
  const pass = new HypernetworkPass(shape), { factors, activations } = pass, second = visible * rank;
  pass.forward(parameters, u);
  // ∂factor_o/∂φ, once for all couplings.
  const factorRows = Array.from(factors, (_, o) => {
    const row = new Float64Array(layout.length);
    row[layout.factorBiases + o] = 1;
    for (let k = 0; k < width; k++) {
      row[layout.factorWeights + o * width + k] = activations[k]!;
      const slope = parameters[layout.factorWeights + o * width + k]! * (1 - activations[k]! ** 2);
      row[layout.codeBiases + k] = slope;
      for (let c = 0; c < codeLength; c++) row[layout.codeWeights + k * codeLength + c] = slope * u[c]!;
    }
    return row;
  });
  return Array.from({ length: visible * hidden }, (_, e) => {
    const i = Math.floor(e / hidden), j = e % hidden, row = new Float64Array(layout.length);
    for (let k = 0; k < rank; k++) {
      const first = i * rank + k, other = second + j * rank + k, a = factorRows[first]!, b = factorRows[other]!;
      for (let p = 0; p < row.length; p++) row[p]! += factors[other]! * a[p]! + factors[first]! * b[p]!;
    }
    return row;
  });
}
