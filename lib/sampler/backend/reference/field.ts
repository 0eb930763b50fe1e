import { adjacency } from "../../../graph/adjacency.ts";
import type { EnergyModel } from "../../../model/energy_model.ts";

/** The local field of spin i among the spins of one chain. */
export type Field = (spins: Int8Array, i: number) => number;

/**
 * The local field Σ_j J_ij·x_j + h_i of a model as a function of the spins of one chain (length N, entries ±1) and i. It
 * starts from the bias and adds the neighbours in edge order: the fixed order in which every backend sums.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * assert.equal(createField(curieWeiss(4, 1))(Int8Array.of(1, 1, 1, -1), 0), 0.25);
 * ```
 */
export function createField(model: EnergyModel): Field {
  const { offsets, neighbours, edges } = adjacency(model.graph);
  const couplings = Float64Array.from(edges, (e) => model.couplings[e]!);
  const biases = model.biases?.slice() ?? new Float64Array(model.graph.vertexCount);
  return (spins, i) => {
    let sum = biases[i]!;
    for (let k = offsets[i]!, end = offsets[i + 1]!; k < end; k++) sum += couplings[k]! * spins[neighbours[k]!]!;
    return sum;
  };
}
