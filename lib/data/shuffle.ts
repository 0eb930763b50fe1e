import { checkInteger } from "../random/check.ts";
import { createStream, type Stream } from "../random/stream.ts";

/** Epochs that a shuffle can tell apart: 2^22. */
export const EPOCH_LIMIT: number = 2 ** 22;
/** Shuffles of one epoch that are independent of each other: 2^10. */
export const LANE_LIMIT: number = 2 ** 10;

/** A data set's order in one epoch. */
export interface EpochOptions {
  /** Images to put in order. */
  readonly count: number;
  readonly batchSize: number;
  /** 0 to 2^53 − 1. */
  readonly seed: number;
  /** 0 to 2^22 − 1. */
  readonly epoch: number;
  /** Tells independent shuffles of one epoch apart, such as those of steps and phases; 0 (default) to 1023. */
  readonly lane?: number;
}

/**
 * The batches of one epoch as indices of images: a fresh uniform shuffle cut into batches of equal size, whose remainder is
 * left out, as the published code does. It depends on its arguments alone, so an interrupted run goes on at any epoch and
 * batch without the epochs before.
 *
 * A batch larger than the data, and anything that is no integer in its range, is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const batches = epochBatches({ count: 10, batchSize: 3, seed: 7, epoch: 2 });
 * assert.deepEqual(batches.map((batch) => batch.length), [3, 3, 3]);
 * assert.equal(new Set(batches.flatMap((batch) => [...batch])).size, 9);
 * assert.deepEqual(batches, epochBatches({ count: 10, batchSize: 3, seed: 7, epoch: 2 }));
 * ```
 */
export function epochBatches(options: EpochOptions): Uint32Array[] {
  const action = "Cannot make batches";
  const { seed, lane = 0 } = options;
  const count = checkInteger(options.count, "count", action, 1, 2 ** 32);
  const size = checkInteger(options.batchSize, "batchSize", action, 1, count);
  const epoch = checkInteger(options.epoch, "epoch", action, 0, EPOCH_LIMIT - 1);
  checkInteger(lane, "lane", action, 0, LANE_LIMIT - 1);
  const order = shuffled(count, createStream(seed, "order", epoch * LANE_LIMIT + lane));
  return Array.from({ length: Math.floor(count / size) }, (_, b) => order.subarray(b * size, (b + 1) * size));
}

/**
 * The integers 0 to count − 1 in uniformly random order (Fisher and Yates; Durstenfeld 1964, CACM 7, algorithm 235).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createStream } from "../random/stream.ts";
 * assert.deepEqual([...shuffled(4, createStream(1, "test"))].sort(), [0, 1, 2, 3]);
 * ```
 */
export function shuffled(count: number, stream: Stream): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = stream.integer(k + 1);
    const kept = order[k]!;
    order[k] = order[other]!;
    order[other] = kept;
  }
  return order;
}
