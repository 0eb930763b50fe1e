import { createStream } from "../../random/stream.ts";

const LANES = { positive: 0, negative: 1, probe: 2, noise: 3, positiveStart: 4, negativeStart: 5 } as const;

/** What random numbers of a training run are drawn for. */
export type Lane = keyof typeof LANES;

/**
 * The seed of everything that one step of a run draws for one purpose. What is drawn follows from it and from the position alone, so
 * leaving one purpose out changes no other.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.notEqual(laneSeed(7, 0, "positive"), laneSeed(7, 0, "probe"));
 * assert.equal(laneSeed(7, 1, "noise"), laneSeed(7, 1, "noise"));
 * ```
 */
export function laneSeed(seed: number, step: number, lane: Lane): number {
  const stream = createStream(seed, "chain", 8 * step + LANES[lane]);
  return (stream.word() >>> 11) * 2 ** 32 + stream.word();
}
