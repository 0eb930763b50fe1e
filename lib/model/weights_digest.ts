import { createHash } from "node:crypto";
import type { EnergyModel } from "./energy_model.ts";

/**
 * SHA-256 of what a model's law depends on: kind, spins, edges, couplings, biases and beta, as little-endian bytes. Two models with
 * the same digest have the same law.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "./curie_weiss.ts";
 * assert.equal(weightsDigest(curieWeiss(4, 1)), weightsDigest(curieWeiss(4, 1)));
 * assert.notEqual(weightsDigest(curieWeiss(4, 1)), weightsDigest(curieWeiss(4, 2)));
 * ```
 */
export function weightsDigest(model: EnergyModel): string {
  const { graph, couplings, biases } = model;
  const hash = createHash("sha256");
  hash.update(`${model.kind} ${graph.vertexCount} ${couplings.length} ${biases === null ? "-" : biases.length}\n`);
  const words = new DataView(new ArrayBuffer(8 * (2 * couplings.length + (biases?.length ?? 0) + 1)));
  let at = 0;
  for (let e = 0; e < couplings.length; e++, at += 16) {
    words.setUint32(at, graph.from[e]!, true);
    words.setUint32(at + 4, graph.to[e]!, true);
    words.setFloat64(at + 8, couplings[e]!, true);
  }
  for (const bias of biases ?? []) {
    words.setFloat64(at, bias, true);
    at += 8;
  }
  words.setFloat64(at, model.beta, true);
  return `sha256:${hash.update(new Uint8Array(words.buffer)).digest("hex")}`;
}
