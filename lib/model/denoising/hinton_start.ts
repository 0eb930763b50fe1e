import type { Stream } from "../../random/stream.ts";
import { checkBeta } from "../check.ts";

/**
 * Spins for the beginning of chains, each +1 with probability σ(beta·bias), chain by chain. This is the published program's
 * start and a heuristic: a lone spin in its field is +1 with σ(2·beta·bias). The probabilities are met to 2^−33.
 *
 * Source: thrml 0.1.3, hinton_init; dtm-replication, commit 7c22d19.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createStream } from "../../random/stream.ts";
 * assert.deepEqual([...hintonStart([100, -100], 2, 1, createStream(7, "init"))], [1, -1, 1, -1]);
 * ```
 */
export function hintonStart(biases: ArrayLike<number>, chains: number, beta: number, stream: Stream): Int8Array {
  checkBeta(beta, "Cannot start the chains");
  const limits = Float64Array.from(biases, (bias) => Math.round(2 ** 32 / (1 + Math.exp(-beta * bias))));
  const spins = new Int8Array(chains * limits.length);
  for (let c = 0, k = 0; c < chains; c++) {
    for (let i = 0; i < limits.length; i++, k++) spins[k] = stream.word() < limits[i]! ? 1 : -1;
  }
  return spins;
}
