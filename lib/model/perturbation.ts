import { completeGraph } from "../graph/complete_graph.ts";
import type { Stream } from "../random/stream.ts";

/**
 * A symmetric Gaussian matrix of variance 1/n with zero diagonal, as one value per pair of the complete graph on n vertices:
 * drawn pair by pair, so the same stream gives the same values.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createStream } from "../random/stream.ts";
 * const values = gaussianPerturbation(4, createStream(7, "perturbation"));
 * assert.equal(values.length, 6);
 * ```
 */
export function gaussianPerturbation(n: number, stream: Stream): Float64Array {
  const scale = 1 / Math.sqrt(n);
  return new Float64Array(completeGraph(n).from.length).map(() => scale * stream.gaussian());
}
