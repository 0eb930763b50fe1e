import { InputError } from "../../errors.ts";
import type { Graph } from "../../graph/graph.ts";
import { describeValue } from "../../random/check.ts";
import { checkVector } from "../check.ts";

/**
 * The products ⟨s_i⟩⟨s_j⟩ of the total-correlation penalty, one per edge, from the means of the negative phase: one list of
 * N means per input. Over `input` (the paper) they are formed for each input and then averaged; over `batch` (the published
 * program) the means are averaged first, which adds the covariance between the inputs to the penalty. No means at all and lists
 * of other lengths are InputErrors.
 *
 * Source: arXiv:2510.23972, appendix on the total-correlation penalty; dtm-replication, commit 7c22d19.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pair = { vertexCount: 2, from: Uint32Array.of(0), to: Uint32Array.of(1) };
 * const means = [[1, 1], [-1, -1]];
 * assert.equal(meanProducts(pair, means, "input")[0], 1);
 * assert.equal(meanProducts(pair, means, "batch")[0], 0);
 * ```
 */
export function meanProducts(
  graph: Graph,
  means: readonly ArrayLike<number>[],
  over: "input" | "batch",
): Float64Array {
  const action = "Cannot form the products of the penalty", n = graph.vertexCount;
  if (over !== "input" && over !== "batch") {
    throw new InputError(`${action}: over is ${describeValue(over)}; give "input" or "batch"`);
  }
  if (means.length === 0) throw new InputError(`${action}: there are no means; give those of at least one input`);
  const rows = means.map((row, u) => checkVector(row, `means[${u}]`, action, n, "spin"));
  const used = over === "input" ? rows : [average(rows, n)];
  const products = new Float64Array(graph.from.length);
  for (const row of used) {
    for (let e = 0; e < products.length; e++) products[e]! += row[graph.from[e]!]! * row[graph.to[e]!]!;
  }
  return products.map((sum) => sum / used.length);
}

function average(rows: readonly Float64Array[], n: number): Float64Array {
  const sum = new Float64Array(n);
  for (const row of rows) for (let i = 0; i < n; i++) sum[i]! += row[i]!;
  return sum.map((total) => total / rows.length);
}
