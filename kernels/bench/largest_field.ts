import type { EnergyModel } from "../../lib/model/mod.ts";

/**
 * The largest field that any state of the model can reach, 2·beta·(Σ_j |J_ij| + |h_i|) over its spins: the conditional
 * probability of a spin is the logistic function of its field.
 *
 * @param model The model.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../../lib/model/mod.ts";
 * const model = ising({ n: 3, edges: [[0, 1], [1, 2]], weights: [1, -2], biases: [0, 0.5, 0], beta: 2 });
 * assert.equal(largestField(model), 14);
 * ```
 */
export function largestField({ graph, couplings, biases, beta }: EnergyModel): number {
  const reach = Float64Array.from(biases ?? new Float64Array(graph.vertexCount), Math.abs);
  for (let e = 0; e < couplings.length; e++) {
    const size = Math.abs(couplings[e]!);
    reach[graph.from[e]!]! += size;
    reach[graph.to[e]!]! += size;
  }
  let largest = 0;
  for (const field of reach) largest = Math.max(largest, field);
  return 2 * beta * largest;
}
