import { InputError } from "../errors.ts";
import { describeValue } from "../random/check.ts";
import type { ImageSet } from "./image_set.ts";

/** Images of two levels as spins. */
export interface SpinImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** count × height × width spins, image after image: +1 for bright, −1 for dark. */
  readonly spins: Int8Array;
  /** One label per image; null where there are none. */
  readonly labels: Uint8Array | null;
  /** The labels that stand for classes, in the order of the label spots; empty without labels. */
  readonly classes: readonly number[];
}

/**
 * The images as spins: +1 where brightness / `white` is above the threshold (greater, not equal), else −1. The default of 0.1
 * and the comparison are those of the published code (dtm-replication 7c22d19, `utils.py`); the threshold matters: another
 * one gives other images.
 *
 * A threshold outside [0, 1), and images that become all dark or all bright, are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const set: ImageSet = {
 *   count: 1, height: 1, width: 3, pixels: Uint8Array.of(25, 26, 255), white: 255, labels: null, classes: [],
 * };
 * assert.deepEqual(binarise(set).spins, Int8Array.of(-1, 1, 1));
 * assert.deepEqual(binarise(set, 0.5).spins, Int8Array.of(-1, -1, 1));
 * ```
 */
export function binarise(set: ImageSet, threshold = 0.1): SpinImages {
  const action = "Cannot binarise the images";
  if (!(typeof threshold === "number" && threshold >= 0 && threshold < 1)) {
    throw new InputError(
      `${action}: threshold is ${
        describeValue(threshold)
      }; give a number from 0 to 1, 1 excluded, as a share of full ` +
        `brightness`,
    );
  }
  const { count, height, width, pixels, white, labels, classes } = set;
  const spins = new Int8Array(pixels.length);
  let bright = 0;
  for (let k = 0; k < pixels.length; k++) {
    const above = pixels[k]! / white > threshold;
    spins[k] = above ? 1 : -1;
    if (above) bright++;
  }
  if (bright === 0 || bright === pixels.length) {
    throw new InputError(
      `${action}: at the threshold ${threshold} every pixel is ${bright === 0 ? "dark" : "bright"}; choose another one`,
    );
  }
  return { count, height, width, spins, labels, classes };
}
