import { adjacency } from "./adjacency.ts";
import type { Graph } from "./graph.ts";

/**
 * The blocks of the greedy colouring in index order: every vertex takes the smallest colour that no earlier neighbour has;
 * the blocks are the colour classes, colours ascending, vertices ascending inside each.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const square = { vertexCount: 4, from: Uint32Array.of(0, 1, 2, 3), to: Uint32Array.of(1, 2, 3, 0) };
 * assert.deepEqual(greedyColouring(square).map((block) => [...block]), [[0, 2], [1, 3]]);
 * ```
 */
export function greedyColouring(graph: Graph): readonly Uint32Array[] {
  const { offsets, neighbours } = adjacency(graph);
  const colour = new Int32Array(graph.vertexCount).fill(-1);
  const takenBy = new Int32Array(graph.vertexCount + 1).fill(-1);
  const blocks: number[][] = [];
  for (let i = 0; i < graph.vertexCount; i++) {
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      const c = colour[neighbours[k]!]!;
      if (c >= 0) takenBy[c] = i;
    }
    let c = 0;
    while (takenBy[c] === i) c++;
    colour[i] = c;
    (blocks[c] ??= []).push(i);
  }
  return blocks.map((block) => Uint32Array.from(block));
}
