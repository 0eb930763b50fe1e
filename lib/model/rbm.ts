import { bipartiteGraph } from "../graph/bipartite_graph.ts";
import { checkBeta, checkFinite, checkRows, type Matrix } from "./check.ts";
import type { EnergyModel } from "./energy_model.ts";

/** What an RBM is built from. */
export interface RbmOptions {
  /** One row per visible spin, one column per hidden spin. */
  readonly weights: Matrix;
  /** Inverse temperature, at least 0. */
  readonly beta: number;
}

/**
 * A restricted Boltzmann machine on ±1 spins without biases: E(v, h) = −vᵀWh. The spins are the visible ones, then the
 * hidden ones, and these are its two blocks. Ragged or non-finite weights and a negative beta are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const model = rbm({ weights: [[1, 2, 3], [4, 5, 6]], beta: 1 });
 * assert.deepEqual([...model.couplings], [1, 2, 3, 4, 5, 6]);
 * assert.deepEqual(model.blocks.map((block) => [...block]), [[0, 1], [2, 3, 4]]);
 * ```
 */
export function rbm(options: RbmOptions): EnergyModel {
  const action = "Cannot build an RBM";
  const [m, n] = checkRows(options.weights, "weights", action);
  const graph = bipartiteGraph(m, n);
  const couplings = new Float64Array(m * n);
  for (let i = 0, e = 0; i < m; i++) {
    for (let j = 0; j < n; j++, e++) {
      couplings[e] = checkFinite(options.weights[i]![j], `weights[${i}][${j}]`, action);
    }
  }
  return {
    kind: "rbm",
    graph,
    couplings,
    biases: null,
    beta: checkBeta(options.beta, action),
    blocks: [Uint32Array.from({ length: m }, (_, i) => i), Uint32Array.from({ length: n }, (_, j) => m + j)],
    visibleCount: m,
  };
}
