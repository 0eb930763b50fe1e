import { InputError } from "../errors.ts";
import { checkInteger } from "../random/check.ts";
import type { SpinImages } from "./binarise.ts";

/** The most repetitions of a label; more would not fit any grid. */
const MOST_SPOTS = 65536;

/**
 * The labels as repeated one-hot spins, count × (classes × spots): the spin of class c is +1 at the places c, c + K, c + 2K …
 * of the K · spots places of an image, all others are −1 (dtm-replication 7c22d19, `utils.py`).
 *
 * Images without labels, a label that is no class, and spots below 1 are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const labels = { labels: Uint8Array.of(7), classes: [0, 7, 3] };
 * assert.deepEqual(labelSpins(labels, 2), Int8Array.of(-1, 1, -1, -1, 1, -1));
 * ```
 */
export function labelSpins({ labels, classes }: Pick<SpinImages, "labels" | "classes">, spots: number): Int8Array {
  const action = "Cannot lay out labels";
  checkInteger(spots, "spots", action, 1, MOST_SPOTS);
  if (labels === null) throw new InputError(`${action}: the images have none; give labels or train without them`);
  const length = classes.length * spots;
  const spins = new Int8Array(labels.length * length).fill(-1);
  for (let k = 0; k < labels.length; k++) {
    const place = classes.indexOf(labels[k]!);
    if (place < 0) {
      throw new InputError(`${action}: label ${k} is ${labels[k]}; the classes are ${classes.join(", ")}`);
    }
    for (let at = place; at < length; at += classes.length) spins[k * length + at] = 1;
  }
  return spins;
}

/**
 * The class that the spins of a label vote for: the one with the most spots at +1, the first of several. `spins` holds the
 * K · spots places of one label, in the layout of `labelSpins`; the result is one of `classes`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(voteLabel(Int8Array.of(-1, 1, -1, 1, 1, -1), [0, 7, 3]), 7);
 * ```
 */
export function voteLabel(spins: ArrayLike<number>, classes: readonly number[]): number {
  const count = classes.length;
  if (count === 0 || spins.length === 0 || spins.length % count !== 0) {
    throw new InputError(
      `Cannot read a label: ${spins.length} spins do not divide among ${count} classes; give the spots of each class`,
    );
  }
  let best = 0, most = -1;
  for (let c = 0; c < count; c++) {
    let votes = 0;
    for (let at = c; at < spins.length; at += count) if (spins[at]! > 0) votes++;
    if (votes > most) [best, most] = [c, votes];
  }
  return classes[best]!;
}

/**
 * What a model sees of each image, count × (pixels + classes × spots): the image's spins, then those of its label. With 0
 * spots it is the images alone.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const images: SpinImages = {
 *   count: 1, height: 1, width: 2, spins: Int8Array.of(1, -1), labels: Uint8Array.of(7), classes: [0, 7],
 * };
 * assert.deepEqual(visibleSpins(images, 1), Int8Array.of(1, -1, -1, 1));
 * assert.deepEqual(visibleSpins(images, 0), Int8Array.of(1, -1));
 * ```
 */
export function visibleSpins(images: SpinImages, spots: number): Int8Array {
  if (spots === 0) return images.spins.slice();
  const labels = labelSpins(images, spots);
  const size = images.height * images.width, length = labels.length / images.count, width = size + length;
  const rows = new Int8Array(images.count * width);
  for (let k = 0; k < images.count; k++) {
    rows.set(images.spins.subarray(k * size, (k + 1) * size), k * width);
    rows.set(labels.subarray(k * length, (k + 1) * length), k * width + size);
  }
  return rows;
}
