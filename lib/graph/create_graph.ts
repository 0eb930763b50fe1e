import { InputError, SizeError } from "../errors.ts";
import { checkInteger, describeValue } from "../random/check.ts";
import type { Graph } from "./graph.ts";

/** The largest number of vertices that a graph may have. */
export const MAXIMUM_VERTICES = 2 ** 24;

/** The largest number of edges that a graph may have. */
export const MAXIMUM_EDGES = 2 ** 26;

/**
 * A graph on the vertices 0 … vertexCount − 1 from a list of pairs, kept in the order and orientation given. A loop, a pair
 * given twice (in either orientation), an endpoint that is no vertex, and text or fractions for endpoints are InputErrors
 * that quote the pair; more than 2^24 vertices or 2^26 edges are a SizeError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = createGraph(3, [[0, 1], [1, 2]]);
 * assert.deepEqual([...path.to], [1, 2]);
 * assert.throws(() => createGraph(3, [[0, 1], [1, 0]]), /edge 1, \[1,0\], repeats edge 0/);
 * ```
 */
export function createGraph(vertexCount: number, edges: readonly (readonly [number, number])[]): Graph {
  const action = "Cannot build a graph";
  checkSize(vertexCount, Array.isArray(edges) ? edges.length : 0);
  if (!Array.isArray(edges)) {
    throw new InputError(`${action}: edges is ${describeValue(edges)}; give a list of pairs [i, j]`);
  }
  const from = new Uint32Array(edges.length), to = new Uint32Array(edges.length);
  const seen = new Map<number, number>();
  for (let e = 0; e < edges.length; e++) {
    const pair: unknown = edges[e];
    const name = `edge ${e}, ${describeValue(pair)},`;
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new InputError(`${action}: ${name} is not a pair; write each edge as [i, j]`);
    }
    for (const end of pair) {
      if (!Number.isInteger(end) || end < 0 || end >= vertexCount) {
        throw new InputError(
          `${action}: ${name} has the endpoint ${describeValue(end)}; endpoints are integers from 0 to ${
            vertexCount - 1
          }`,
        );
      }
    }
    const [i, j] = pair as [number, number];
    if (i === j) throw new InputError(`${action}: ${name} joins a vertex to itself; leave it out`);
    const code = Math.min(i, j) * vertexCount + Math.max(i, j);
    const earlier = seen.get(code);
    if (earlier !== undefined) {
      throw new InputError(`${action}: ${name} repeats edge ${earlier}; give each pair once`);
    }
    seen.set(code, e);
    from[e] = i;
    to[e] = j;
  }
  return { vertexCount, from, to };
}

/**
 * Refuses a number of vertices that is no integer from 1 on (InputError), and sizes beyond the limits (SizeError).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkSize(2 ** 40, 0), /1099511627776 vertices/);
 * ```
 */
export function checkSize(vertexCount: number, edgeCount: number): void {
  const action = "Cannot build a graph";
  checkInteger(vertexCount, "the number of vertices", action, 1, Number.MAX_SAFE_INTEGER);
  if (vertexCount > MAXIMUM_VERTICES || edgeCount > MAXIMUM_EDGES) {
    throw new SizeError(
      `${action}: ${vertexCount} vertices and ${edgeCount} edges are more than the ${MAXIMUM_VERTICES} vertices and ${MAXIMUM_EDGES} edges that fit; give a smaller graph`,
    );
  }
}
