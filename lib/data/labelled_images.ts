import { InputError } from "../errors.ts";
import type { IdxImages } from "./idx.ts";
import { type Brightness, type ImageSet, occurringLabels } from "./image_set.ts";

/** The parts of an `ImageSet` before they are put together. */
export interface LabelledImagesParts {
  readonly images: Omit<IdxImages, "pixels"> & { readonly pixels: Brightness; readonly white?: number };
  /** What an error calls the images. */
  readonly imagesName: string;
  readonly labels: Uint8Array | null;
  /** What an error calls the labels. */
  readonly labelsName: string;
  /** Labels run from 0 to this number less one; default 256. */
  readonly labelLimit?: number;
}

/**
 * Images with their labels as an `ImageSet`, whose classes are the labels that occur. Counts that do not agree and labels
 * out of range are InputErrors that name both files.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const images = { count: 1, height: 1, width: 2, pixels: Uint8Array.of(7, 255) };
 * const parts = { images, imagesName: "a", labels: Uint8Array.of(3), labelsName: "b" };
 * assert.deepEqual(labelledImages(parts).classes, [3]);
 * assert.throws(() => labelledImages({ ...parts, labelLimit: 3 }), /label 0 is 3/);
 * ```
 */
export function labelledImages(parts: LabelledImagesParts): ImageSet {
  const { images, imagesName, labels, labelsName, labelLimit = 256 } = parts;
  if (labels !== null) {
    if (labels.length !== images.count) {
      throw new InputError(
        `Cannot label the images: ${imagesName} holds ${images.count} and ${labelsName} ${labels.length}; ` +
          `give files that belong together`,
      );
    }
    const bad = labels.findIndex((label) => label >= labelLimit);
    if (bad >= 0) {
      throw new InputError(
        `Cannot use ${labelsName}: label ${bad} is ${labels[bad]}; labels run from 0 to ${labelLimit - 1}`,
      );
    }
  }
  return {
    count: images.count,
    height: images.height,
    width: images.width,
    pixels: images.pixels,
    white: images.white ?? twoLevels(images.pixels),
    labels,
    classes: labels === null ? [] : occurringLabels(labels),
  };
}

/** Bytes that are only 0 and 1 are an image of two levels: read as brightness of 255 they would all be dark. */
function twoLevels(pixels: Brightness): number {
  if (!(pixels instanceof Uint8Array)) return 1;
  for (let k = 0; k < pixels.length; k++) if (pixels[k]! > 1) return 255;
  return 1;
}
