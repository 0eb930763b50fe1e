import type { Graph } from "../graph/graph.ts";

/**
 * A pairwise energy model on N spins x ∈ {−1,+1}: E(x) = −Σ_e couplings[e]·x_from·x_to − Σ_i biases[i]·x_i, with law
 * π ∝ exp(−beta·E). An RBM is the bipartite case: visible spins 0…visibleCount−1, then the hidden ones, and edge i·n + j
 * joins visible i with hidden j.
 *
 * The gradient observables are f_a = ∂E/∂θ_a: −x_from·x_to for every edge in order (a zero coupling included), then −x_i
 * for every spin when `biases` is not null.
 */
export interface EnergyModel {
  readonly kind: "ising" | "rbm";
  readonly graph: Graph;
  /** One per edge. */
  readonly couplings: Float64Array;
  /** One per spin, or null when the model has no bias parameters. */
  readonly biases: Float64Array | null;
  /** Inverse temperature, at least 0. */
  readonly beta: number;
  /** Partition of the spins into blocks without inner edges, in the order in which the forward scan visits them. */
  readonly blocks: readonly Uint32Array[];
  /** Number of visible spins of an RBM, null otherwise. */
  readonly visibleCount: number | null;
}

/**
 * Number of gradient observables: edges, then biases when the model has them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "./curie_weiss.ts";
 * import { withBiases } from "./with_parameters.ts";
 * assert.equal(observableCount(curieWeiss(4, 1)), 6);
 * assert.equal(observableCount(withBiases(curieWeiss(4, 1), [0, 0, 0, 0])), 10);
 * ```
 */
export function observableCount(model: EnergyModel): number {
  return model.couplings.length + (model.biases === null ? 0 : model.graph.vertexCount);
}
