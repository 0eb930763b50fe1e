import { completeGraph } from "../graph/complete_graph.ts";
import type { EnergyModel } from "./energy_model.ts";
import { ising } from "./ising.ts";

/**
 * The Curie–Weiss model on n spins: every pair is coupled with J = 1/n, no biases.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...curieWeiss(3, 1).couplings], [1 / 3, 1 / 3, 1 / 3]);
 * ```
 */
export function curieWeiss(n: number, beta: number): EnergyModel {
  const graph = completeGraph(n);
  return ising({ graph, weights: new Float64Array(graph.from.length).fill(1 / n), beta });
}
