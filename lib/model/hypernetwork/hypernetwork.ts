import { InputError } from "../../errors.ts";
import type { Stream } from "../../random/stream.ts";
import { checkVector } from "../check.ts";
import { checkHypernetworkShape, hypernetworkLayout, type HypernetworkShape } from "./hypernetwork_shape.ts";

/**
 * A network that gives the couplings of an RBM for a code u: a = tanh(C u + c), (A, B) = F a + f, W(u) = A Bᵀ with A (m × r) and
 * B (n × r), so that W has rank r at most. All parameters are one array (`hypernetworkLayout`).
 */
export interface Hypernetwork {
  readonly shape: HypernetworkShape;
  readonly parameters: Float64Array;
}

/** E[tanh²(z)] of a standard normal z. */
const TANH_SQUARE = 0.394294;

/**
 * A network at its random start. C is standard normal and the biases are 0; F is normal of that variance at which the couplings of a
 * code of length 1 are about `couplingScale` (root mean square over the draws). So the start is near W = 0 and not at it: there
 * A = B = 0 and the gradient vanishes. The weights are drawn from the stream in the order of the array.
 *
 * @param couplingScale 0.1 by default
 * @throws {InputError} when the shape is none, or the scale is not positive
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createStream } from "../../random/stream.ts";
 * const shape = { codeLength: 4, width: 8, visible: 4, hidden: 4, rank: 3 };
 * assert.equal(createHypernetwork(shape, createStream(7, "weights")).parameters.length, 8 * 5 + 24 * 9);
 * ```
 */
export function createHypernetwork(shape: HypernetworkShape, stream: Stream, couplingScale = 0.1): Hypernetwork {
  const action = "Cannot make a hypernetwork", checked = checkHypernetworkShape(shape, action);
  if (!(couplingScale > 0 && Number.isFinite(couplingScale))) {
    throw new InputError(`${action}: couplingScale is ${couplingScale}; give a positive number`);
  }
  const layout = hypernetworkLayout(checked), parameters = new Float64Array(layout.length);
  for (let p = layout.codeWeights; p < layout.codeBiases; p++) parameters[p] = stream.gaussian();
  // W_ij is a sum of r products of two entries of variance v each: its variance is r v².
  const variance = couplingScale / Math.sqrt(checked.rank), scale = Math.sqrt(variance / (TANH_SQUARE * checked.width));
  for (let p = layout.factorWeights; p < layout.factorBiases; p++) parameters[p] = scale * stream.gaussian();
  return { shape: checked, parameters };
}

/**
 * A network with given parameters, as a training run leaves them; they are copied. Wrong length or non-finite values are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const shape = { codeLength: 1, width: 1, visible: 1, hidden: 1, rank: 1 };
 * assert.equal(hypernetworkOf(shape, [0, 0, 0, 0, 2, 3]).parameters[5], 3);
 * ```
 */
export function hypernetworkOf(shape: HypernetworkShape, parameters: ArrayLike<number>): Hypernetwork {
  const action = "Cannot make a hypernetwork", checked = checkHypernetworkShape(shape, action);
  const { length } = hypernetworkLayout(checked);
  return { shape: checked, parameters: checkVector(parameters, "parameters", action, length, "parameter") };
}
