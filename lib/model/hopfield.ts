import { completeGraph } from "../graph/complete_graph.ts";
import type { Matrix } from "./check.ts";
import type { EnergyModel } from "./energy_model.ts";
import { ising } from "./ising.ts";
import { checkPatterns } from "./patterns.ts";

/**
 * The Hopfield model with Hebbian couplings J = (1/N) ξᵀξ on the complete graph, zero diagonal, no biases; `patterns` holds
 * one row ξ^μ of N entries ±1 per pattern, anything else is an InputError.
 *
 * Source: J. J. Hopfield, Proc. Natl. Acad. Sci. 79, 2554 (1982), eq. 2, for ±1 spins and scaled by 1/N.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...hopfield([[1, 1, -1]], 2).couplings], [1 / 3, -1 / 3, -1 / 3]);
 * ```
 */
export function hopfield(patterns: Matrix, beta: number): EnergyModel {
  const rows = checkPatterns(patterns, "patterns", "Cannot build a Hopfield model");
  const n = rows[0]!.length;
  const graph = completeGraph(n);
  const weights = new Float64Array(graph.from.length);
  for (let e = 0; e < weights.length; e++) {
    let sum = 0;
    for (const row of rows) sum += row[graph.from[e]!]! * row[graph.to[e]!]!;
    weights[e] = sum / n;
  }
  return ising({ graph, weights, beta });
}
