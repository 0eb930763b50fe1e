import { checkInteger } from "../random/check.ts";
import { checkSize, MAXIMUM_VERTICES } from "./create_graph.ts";
import type { Graph } from "./graph.ts";

/**
 * The complete bipartite graph on m + n vertices: edge i·n + j joins vertex i of the first side with vertex m + j.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const graph = bipartiteGraph(2, 3);
 * assert.deepEqual([graph.vertexCount, graph.from[4], graph.to[4]], [5, 1, 3]);
 * ```
 */
export function bipartiteGraph(m: number, n: number): Graph {
  const action = "Cannot build a bipartite graph";
  checkInteger(m, "m", action, 1, MAXIMUM_VERTICES);
  checkInteger(n, "n", action, 1, MAXIMUM_VERTICES);
  checkSize(m + n, m * n);
  const from = new Uint32Array(m * n), to = new Uint32Array(m * n);
  for (let i = 0, e = 0; i < m; i++) {
    for (let j = 0; j < n; j++, e++) {
      from[e] = i;
      to[e] = m + j;
    }
  }
  return { vertexCount: m + n, from, to };
}
