import { InputError } from "../errors.ts";
import { describeValue } from "../random/check.ts";
import { createDataSet, type DataSet, type ImageSet } from "./image_set.ts";
import { takeImages } from "./take_rows.ts";

/**
 * The images whose label is among the given ones, in the order of the data; `classes` becomes the given list, whose order is
 * that of the label spots. The name stays, the digest is that of the selection.
 *
 * Data without labels, no label, a repeated one, and one that no training image has are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const train: ImageSet = {
 *   count: 3, height: 1, width: 1, pixels: Uint8Array.of(1, 2, 3), white: 255, labels: Uint8Array.of(0, 7, 1),
 *   classes: [0, 1, 7],
 * };
 * const selected = selectClasses({ name: "three pixels", train, test: null, digest: "" }, [1, 0]);
 * assert.deepEqual([selected.train.labels, selected.train.classes], [Uint8Array.of(0, 1), [1, 0]]);
 * ```
 */
export function selectClasses(data: DataSet, classes: readonly number[]): DataSet {
  const action = "Cannot select classes";
  const { labels } = data.train;
  if (labels === null) throw new InputError(`${action}: the data have no labels; give labels or use all images`);
  if (!Array.isArray(classes) || classes.length === 0) {
    throw new InputError(`${action}: classes is ${describeValue(classes)}; give at least one label`);
  }
  classes.forEach((label, k) => {
    if (classes.indexOf(label) !== k) {
      throw new InputError(`${action}: classes[${k}], ${describeValue(label)}, is repeated; give each label once`);
    }
    if (!labels.includes(label)) {
      throw new InputError(
        `${action}: no image to train on has the label ${describeValue(label)}; the labels are ` +
          `${data.train.classes.join(", ")}`,
      );
    }
  });
  return createDataSet(data.name, only(data.train, classes)!, data.test === null ? null : only(data.test, classes));
}

/** Null when no image is left, which only test images may be. */
function only(set: ImageSet, classes: readonly number[]): ImageSet | null {
  const labels = set.labels!;
  const indices = Uint32Array.from(labels.keys()).filter((k) => classes.includes(labels[k]!));
  return indices.length === 0 ? null : { ...takeImages(set, indices), classes: [...classes] };
}
