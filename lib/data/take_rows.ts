import { InputError } from "../errors.ts";
import { checkInteger } from "../random/check.ts";
import type { SpinImages } from "./binarise.ts";
import type { ImageSet } from "./image_set.ts";

/**
 * The rows of the given indices, in their order, as a copy; indices may repeat. `rowLength` is the numbers per row. An index
 * that is no row is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(takeRows(Int8Array.of(1, 2, 3, 4, 5, 6), 2, [2, 0]), Int8Array.of(5, 6, 1, 2));
 * assert.throws(() => takeRows(Int8Array.of(1, 2), 2, [1]), /index 0 is 1/);
 * ```
 */
export function takeRows<T extends Rows>(
  rows: T,
  rowLength: number,
  indices: ArrayLike<number>,
): T {
  checkInteger(rowLength, "rowLength", "Cannot take rows", 1, Number.MAX_SAFE_INTEGER);
  const count = rows.length / rowLength;
  const taken = emptyLike(rows, indices.length * rowLength);
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k]!;
    if (!(Number.isInteger(index) && index >= 0 && index < count)) {
      throw new InputError(`Cannot take rows: index ${k} is ${index}; give integers from 0 to ${count - 1}`);
    }
    taken.set(rows.subarray(index * rowLength, (index + 1) * rowLength), k * rowLength);
  }
  return taken;
}

/**
 * The images of the given indices, in their order, with their labels; the classes stay. An index that is no image, and no
 * index at all, is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const set: ImageSet = {
 *   count: 2, height: 1, width: 1, pixels: Uint8Array.of(0, 255), white: 255, labels: Uint8Array.of(3, 4), classes: [3, 4],
 * };
 * const taken = takeImages(set, [1]);
 * assert.deepEqual([taken.pixels, taken.labels], [Uint8Array.of(255), Uint8Array.of(4)]);
 * ```
 */
export function takeImages<T extends ImageSet | SpinImages>(set: T, indices: ArrayLike<number>): T {
  if (indices.length === 0) throw new InputError("Cannot take images: no index is given; give at least one");
  const { labels } = set, size = set.height * set.width;
  const taken = "spins" in set
    ? { spins: takeRows(set.spins, size, indices) }
    : { pixels: takeRows(set.pixels, size, indices) };
  return { ...set, ...taken, count: indices.length, labels: labels === null ? null : takeRows(labels, 1, indices) };
}

type Rows = Int8Array | Uint8Array | Float32Array | Float64Array;

function emptyLike<T extends Rows>(rows: T, length: number): T {
  const kinds = { Int8Array, Uint8Array, Float32Array, Float64Array };
  return new kinds[(rows as Rows)[Symbol.toStringTag]](length) as T;
}
