import type { Graph } from "./graph.ts";

/**
 * The neighbours of every vertex in compressed rows: those of vertex i are `neighbours[offsets[i] … offsets[i + 1] − 1]`,
 * reached over the edges of the same positions in `edges`, in the order of the edge list.
 */
export interface Adjacency {
  /** vertexCount + 1 row starts. */
  readonly offsets: Uint32Array;
  /** Two entries per edge, one in the row of each end. */
  readonly neighbours: Uint32Array;
  /** The edge index of each entry. */
  readonly edges: Uint32Array;
}

/**
 * The compressed rows of a graph's neighbours.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = adjacency({ vertexCount: 3, from: Uint32Array.of(0, 1), to: Uint32Array.of(1, 2) });
 * assert.deepEqual([...rows.neighbours.subarray(rows.offsets[1], rows.offsets[2])], [0, 2]);
 * ```
 */
export function adjacency(graph: Graph): Adjacency {
  const { vertexCount, from, to } = graph;
  const offsets = new Uint32Array(vertexCount + 1);
  for (let e = 0; e < from.length; e++) {
    offsets[from[e]! + 1]!++;
    offsets[to[e]! + 1]!++;
  }
  for (let i = 0; i < vertexCount; i++) offsets[i + 1]! += offsets[i]!;
  const next = offsets.slice(0, vertexCount);
  const neighbours = new Uint32Array(2 * from.length), edges = new Uint32Array(2 * from.length);
  for (let e = 0; e < from.length; e++) {
    const i = from[e]!, j = to[e]!;
    const a = next[i]!++, b = next[j]!++;
    neighbours[a] = j;
    neighbours[b] = i;
    edges[a] = e;
    edges[b] = e;
  }
  return { offsets, neighbours, edges };
}
