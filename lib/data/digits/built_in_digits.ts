import { checkInteger } from "../../random/check.ts";
import { createDataSet, type DataSet, type ImageSet } from "../image_set.ts";
import { DIGIT_SIDE, writeDigit } from "./write_digit.ts";

/** How many digits, and which. */
export interface BuiltInDigitsOptions {
  /** Images of each digit to train on; default 60. */
  readonly perDigit?: number;
  /** Images of each digit to test on; default 20, 0 for none. */
  readonly testPerDigit?: number;
  /** 0 to 2^53 − 1; default 0. */
  readonly seed?: number;
}

/** Test images are variants from here on, so that no number of training images reaches them. */
const FIRST_TEST = 2 ** 16;
/** The largest number of images per digit. */
const MOST = 2 ** 16;

/**
 * Small images of the digits 0 to 9 that this project draws itself, for trying things out without any download: they are no
 * MNIST and nobody's handwriting, and results on them say nothing about MNIST. 28 × 28 bytes as MNIST has them, the digits
 * in turn (0, 1, … 9, 0, 1 …), the same bits on every computer.
 *
 * Counts that are no integers from 1 (for the test images 0) to 65536 are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const digits = builtInDigits();
 * assert.deepEqual([digits.train.count, digits.test?.count], [600, 200]);
 * assert.deepEqual([...digits.train.labels!.subarray(0, 3)], [0, 1, 2]);
 * ```
 */
export function builtInDigits(options: BuiltInDigitsOptions = {}): DataSet {
  const { seed = 0 } = options;
  const action = "Cannot draw the built-in digits";
  const perDigit = checkInteger(options.perDigit ?? 60, "perDigit", action, 1, MOST);
  const testPerDigit = checkInteger(options.testPerDigit ?? 20, "testPerDigit", action, 0, MOST);
  return createDataSet(
    "built-in digits",
    draw(perDigit, 0, seed),
    testPerDigit === 0 ? null : draw(testPerDigit, FIRST_TEST, seed),
  );
}

function draw(perDigit: number, first: number, seed: number): ImageSet {
  const count = 10 * perDigit, size = DIGIT_SIDE * DIGIT_SIDE;
  const pixels = new Uint8Array(count * size);
  for (let k = 0; k < count; k++) {
    writeDigit(k % 10, first + Math.floor(k / 10), seed, pixels.subarray(k * size, (k + 1) * size));
  }
  const labels = Uint8Array.from({ length: count }, (_, k) => k % 10);
  return {
    count,
    height: DIGIT_SIDE,
    width: DIGIT_SIDE,
    pixels,
    white: 255,
    labels,
    classes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  };
}
