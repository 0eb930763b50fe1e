import { InputError } from "../errors.ts";
import { checkInteger } from "../random/check.ts";
import { createStream } from "../random/stream.ts";
import { createDataSet, type DataSet } from "./image_set.ts";
import { shuffled } from "./shuffle.ts";
import { takeImages } from "./take_rows.ts";

/**
 * A data set without test images with `testCount` of its training images made test images. Which ones depends on the seed
 * alone; both parts keep the order and the classes of the data.
 *
 * Data that have test images already, and a count that leaves none to train on, are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createDataSet, type ImageSet } from "./image_set.ts";
 * const train: ImageSet = {
 *   count: 3, height: 1, width: 1, pixels: Uint8Array.of(1, 2, 3), white: 255, labels: null, classes: [],
 * };
 * const data = splitImages(createDataSet("three pixels", train, null), 1, 7);
 * assert.deepEqual([...data.train.pixels, ...data.test!.pixels].sort(), [1, 2, 3]);
 * ```
 */
export function splitImages(data: DataSet, testCount: number, seed: number): DataSet {
  const action = "Cannot split the images";
  if (data.test !== null) {
    throw new InputError(`${action}: ${JSON.stringify(data.name)} has test images already; use them`);
  }
  const { count } = data.train;
  checkInteger(testCount, "testCount", action, 1, count - 1);
  const order = shuffled(count, createStream(seed, "data"));
  const test = order.slice(0, testCount).sort(), train = order.slice(testCount).sort();
  return createDataSet(data.name, takeImages(data.train, train), takeImages(data.train, test));
}
