import { InputError } from "../errors.ts";
import { describeValue, isList } from "../random/check.ts";
import type { Graph } from "./graph.ts";

/**
 * The blocks as typed arrays, when they hold every vertex exactly once and no block holds two neighbours: only then may
 * the spins of a block be resampled together. Otherwise an InputError names the vertex, or the pair and its block.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = { vertexCount: 3, from: Uint32Array.of(0, 1), to: Uint32Array.of(1, 2) };
 * assert.equal(checkBlocks(path, [[0, 2], [1]]).length, 2);
 * assert.throws(() => checkBlocks(path, [[0, 1], [2]]), /block 0 holds the neighbours 0 and 1/);
 * ```
 */
export function checkBlocks(graph: Graph, blocks: readonly ArrayLike<number>[]): readonly Uint32Array[] {
  const action = "Cannot use the blocks";
  if (!Array.isArray(blocks)) {
    throw new InputError(`${action}: blocks is ${describeValue(blocks)}; give a list of lists of vertices`);
  }
  const blockOf = new Int32Array(graph.vertexCount).fill(-1);
  const checked = blocks.map((block: unknown, b) => {
    if (!isList(block) || block.length === 0) {
      throw new InputError(`${action}: block ${b} is ${describeValue(block)}; give a list of at least one vertex`);
    }
    for (const vertex of Array.from(block)) {
      if (typeof vertex !== "number" || !Number.isInteger(vertex) || vertex < 0 || vertex >= graph.vertexCount) {
        throw new InputError(
          `${action}: block ${b} holds ${describeValue(vertex)}; vertices are integers from 0 to ${
            graph.vertexCount - 1
          }`,
        );
      }
      if (blockOf[vertex] !== -1) {
        throw new InputError(
          `${action}: vertex ${vertex} stands in block ${blockOf[vertex]} and again in block ${b}; give it once`,
        );
      }
      blockOf[vertex] = b;
    }
    return Uint32Array.from(block as ArrayLike<number>);
  });
  const missing = blockOf.indexOf(-1);
  if (missing >= 0) {
    throw new InputError(`${action}: vertex ${missing} stands in no block; give every vertex once`);
  }
  for (let e = 0; e < graph.from.length; e++) {
    const i = graph.from[e]!, j = graph.to[e]!;
    if (blockOf[i] === blockOf[j]) {
      throw new InputError(
        `${action}: block ${blockOf[i]} holds the neighbours ${i} and ${j} (edge ${e}); put them into different blocks`,
      );
    }
  }
  return checked;
}
