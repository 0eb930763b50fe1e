import type { SpinImages } from "../../data/binarise.ts";
import { voteLabel } from "../../data/label_spots.ts";
import { InputError } from "../../errors.ts";
import type { Generation } from "./generate_images.ts";

/**
 * Rows of visible spins as images, with the labels that their label spots vote for. `rows` holds one of the states of a generation;
 * `classes` are those of the training data. Sizes that do not fit are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const form = { imageCount: 2, labelCount: 2 }, rows = Int8Array.of(1, -1, -1, 1);
 * const { spins, labels } = spinImages(rows, form, { height: 1, width: 2, classes: [0, 3] });
 * assert.deepEqual([[...spins], [...labels!]], [[1, -1], [3]]);
 * ```
 */
export function spinImages(
  rows: Int8Array,
  { imageCount, labelCount }: Pick<Generation, "imageCount" | "labelCount">,
  { height, width, classes }: Pick<SpinImages, "height" | "width" | "classes">,
): SpinImages {
  const row = imageCount + labelCount;
  if (height * width !== imageCount || rows.length % row !== 0) {
    throw new InputError(
      `Cannot read images: rows of ${imageCount} pixels and ${labelCount} label spins, ${rows.length} spins in all, are no ` +
        `images of ${height} × ${width}; give the form of the model's data`,
    );
  }
  const count = rows.length / row, spins = new Int8Array(count * imageCount);
  const labels = labelCount === 0 ? null : new Uint8Array(count);
  for (let k = 0; k < count; k++) {
    spins.set(rows.subarray(k * row, k * row + imageCount), k * imageCount);
    if (labels !== null) labels[k] = voteLabel(rows.subarray(k * row + imageCount, (k + 1) * row), classes);
  }
  return { count, height, width, spins, labels, classes: labels === null ? [] : classes };
}
