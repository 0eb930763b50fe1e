import { checkBlocks } from "../graph/check_blocks.ts";
import { greedyColouring } from "../graph/colouring.ts";
import { createGraph } from "../graph/create_graph.ts";
import type { Graph } from "../graph/graph.ts";
import { checkBeta, checkVector } from "./check.ts";
import type { EnergyModel } from "./energy_model.ts";

/** What an Ising model (Boltzmann machine) is built from: a graph, or the number n of spins and the pairs it joins. */
export type IsingOptions =
  & ({ readonly graph: Graph } | { readonly n: number; readonly edges: readonly (readonly [number, number])[] })
  & {
    /** One coupling per edge. */
    readonly weights: ArrayLike<number>;
    /** One per spin. Without them the model has no bias parameters. */
    readonly biases?: ArrayLike<number>;
    /** Inverse temperature, at least 0. */
    readonly beta: number;
    /** Default: the greedy colouring in index order. */
    readonly blocks?: readonly ArrayLike<number>[];
  };

/**
 * An Ising model on a graph: E(x) = −Σ_e weights[e]·x_i·x_j − Σ_i biases[i]·x_i. The arrays are copied. Weights and biases
 * that are not finite, a negative beta, wrong lengths, a bad graph, and blocks that hold neighbours are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const model = ising({ n: 3, edges: [[0, 1], [1, 2]], weights: [1, -1], beta: 0.5 });
 * assert.deepEqual(model.blocks.map((block) => [...block]), [[0, 2], [1]]);
 * assert.throws(() => ising({ n: 2, edges: [[0, 1]], weights: [Infinity], beta: 1 }), /weights\[0\] is Infinity/);
 * ```
 */
export function ising(options: IsingOptions): EnergyModel {
  const action = "Cannot build an Ising model";
  const graph = "graph" in options ? options.graph : createGraph(options.n, options.edges);
  const couplings = checkVector(options.weights, "weights", action, graph.from.length, "edge");
  const biases = options.biases === undefined
    ? null
    : checkVector(options.biases, "biases", action, graph.vertexCount, "spin");
  return {
    kind: "ising",
    graph,
    couplings,
    biases,
    beta: checkBeta(options.beta, action),
    blocks: options.blocks === undefined ? greedyColouring(graph) : checkBlocks(graph, options.blocks),
    visibleCount: null,
  };
}
