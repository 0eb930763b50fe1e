import { checkVector } from "../check.ts";
import type { EnergyModel } from "../energy_model.ts";
import { rbm } from "../rbm.ts";
import type { Hypernetwork } from "./hypernetwork.ts";
import { HypernetworkPass } from "./hypernetwork_pass.ts";

/**
 * W(u), m·n numbers in row order. A code of wrong length or with a non-finite entry is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hypernetworkOf } from "./hypernetwork.ts";
 * const shape = { codeLength: 1, width: 1, visible: 2, hidden: 1, rank: 1 };
 * // No weights: A = (2, 3) and B = (4) are the biases.
 * assert.deepEqual([...hypernetworkCouplings(hypernetworkOf(shape, [0, 0, 0, 0, 0, 2, 3, 4]), [1])], [8, 12]);
 * ```
 */
export function hypernetworkCouplings({ shape, parameters }: Hypernetwork, code: ArrayLike<number>): Float64Array {
  const action = "Cannot give the couplings of a code", pass = new HypernetworkPass(shape);
  pass.forward(parameters, checkVector(code, "code", action, shape.codeLength, "input of the network"));
  return pass.couplings;
}

/**
 * The RBM of a code: couplings W(u), no biases, beta 1 unless given, as W takes beta up. Errors as `hypernetworkCouplings` and `rbm`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createStream } from "../../random/stream.ts";
 * import { createHypernetwork } from "./hypernetwork.ts";
 * const shape = { codeLength: 2, width: 4, visible: 3, hidden: 2, rank: 2 };
 * const model = hypernetworkModel(createHypernetwork(shape, createStream(7, "weights")), [1, 0]);
 * assert.ok(model.kind === "rbm" && model.visibleCount === 3 && model.couplings.length === 6 && model.beta === 1);
 * ```
 */
export function hypernetworkModel(network: Hypernetwork, code: ArrayLike<number>, beta = 1): EnergyModel {
  const couplings = hypernetworkCouplings(network, code), { visible, hidden } = network.shape;
  return rbm({
    weights: Array.from({ length: visible }, (_, i) => couplings.subarray(i * hidden, (i + 1) * hidden)),
    beta,
  });
}
