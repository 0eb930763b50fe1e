import { checkSize } from "./create_graph.ts";
import type { Graph } from "./graph.ts";

/**
 * The complete graph on n vertices, pairs in the order (0, 1), (0, 2), …, (n − 2, n − 1).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const triangle = completeGraph(3);
 * assert.deepEqual([[...triangle.from], [...triangle.to]], [[0, 0, 1], [1, 2, 2]]);
 * ```
 */
export function completeGraph(n: number): Graph {
  checkSize(n, n * (n - 1) / 2);
  const count = n * (n - 1) / 2;
  const from = new Uint32Array(count), to = new Uint32Array(count);
  for (let i = 0, e = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++, e++) {
      from[e] = i;
      to[e] = j;
    }
  }
  return { vertexCount: n, from, to };
}
