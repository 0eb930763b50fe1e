import { addressWords, createStream } from "../../lib/random/mod.ts";
import { generatorKey } from "../../lib/random/seed.ts";
import { POWER_TABLE } from "../../lib/sampler/acceptance/power_table.ts";
import { integerWeights } from "../../lib/sampler/plan/integer_weights.ts";
import { siteOrder } from "../../lib/sampler/plan/site_order.ts";
import type { Workload } from "./workload.ts";

const MAGIC = 0x31544c54;
const GROUP = 32;

/**
 * A workload as the C sampler of `test/native` takes it, with the integers on which all backends decide: little-endian, first
 * 32-bit words, then 64-bit ones, as `test/native/task.h` says. Chains are rounded up to groups of 32, and start as
 * `nativeStart` says.
 *
 * @param workload The workload.
 * @param seed Seed of the random numbers of the accept decisions.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../../lib/model/mod.ts";
 * const model = ising({ n: 3, edges: [[0, 1]], weights: [1], beta: 1 });
 * const bytes = nativeTask({ name: "small", model, chains: 40, grid: null }, 7);
 * assert.deepEqual([...new Uint32Array(bytes.buffer, 4, 3)], [3, 2, 2]);
 * assert.equal(bytes.length, 4 * 10 + 8 * (1 + 2 + 3) + 4 * (256 + 4 + 2 + 6));
 * ```
 */
export function nativeTask({ model, chains }: Workload, seed: number): Uint8Array {
  const sites = siteOrder(model), { couplings, biases } = integerWeights(model, sites);
  const n = sites.spinCount, entries = sites.columns.length, groups = Math.ceil(chains / GROUP);
  const [groupBits, seedWord, siteBits] = addressWords(seed, 16, 0, 0, 0), key = generatorKey(seed, "ties");
  const start = nativeStart(groups, n, seed);
  const wide = 8 * (1 + entries + n), narrow = 4 * (256 + n + 1 + entries + start.length);
  const words = new DataView(new ArrayBuffer(40 + wide + narrow));
  let at = 0;
  const put = (value: number): void => {
    words.setUint32(at, value, true);
    at += 4;
  };
  [MAGIC, n, entries, groups, groupBits!, seedWord!, siteBits!, key[0]!, key[1]!, 0].forEach(put);
  words.setFloat64(at, model.beta, true);
  at += 8;
  for (const values of [couplings, biases]) {
    for (const value of values) {
      words.setBigInt64(at, BigInt(value), true);
      at += 8;
    }
  }
  for (const values of [POWER_TABLE, sites.rows, sites.columns, start]) values.forEach(put);
  return new Uint8Array(words.buffer);
}

/**
 * Where the chains of a native task begin: bit c of word g·n + p is 1 when the spin at position p of chain 32·g + c is −1,
 * each with probability ½.
 *
 * @param groups Groups of 32 chains.
 * @param n Spins.
 * @param seed The seed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(nativeStart(2, 3, 7).length, 6);
 * ```
 */
export function nativeStart(groups: number, n: number, seed: number): Uint32Array {
  const random = createStream(seed, "init");
  return Uint32Array.from({ length: groups * n }, () => random.word());
}
