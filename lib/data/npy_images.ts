import { InputError } from "../errors.ts";
import { describeValue } from "../random/check.ts";
import type { Brightness, ImageSet } from "./image_set.ts";
import { labelledImages } from "./labelled_images.ts";
import { type NpyNumbers, parseNpyArray } from "./npy.ts";
import { readBytes } from "./read_file.ts";
import type { LabelOptions } from "./read_idx_files.ts";

/**
 * Images from a NumPy array N × height × width, or N × pixels: these stand as squares where the number of pixels is a square,
 * else as one row each. Bytes run from 0 to 255 (only 0 and 1 are two levels), floats from 0 to 1, truth values are two
 * levels. Labels come from a second array of N integers.
 *
 * Other types and shapes, no image, floats outside 0 to 1, counts that do not agree and labels out of range are InputErrors
 * that name the file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { dump } from "npyjs";
 * const file = join(mkdtempSync(join(tmpdir(), "npy-")), "images.npy");
 * writeFileSync(file, new Uint8Array(dump(Uint8Array.of(0, 50, 100, 255), [1, 4])));
 * const { count, height, width, white } = readNpyImages(file, null);
 * assert.deepEqual([count, height, width, white], [1, 2, 2, 255]);
 * ```
 */
export function readNpyImages(path: string, labelsPath: string | null, options: LabelOptions = {}): ImageSet {
  const imagesName = `the images ${JSON.stringify(path)}`, labelsName = `the labels ${JSON.stringify(labelsPath)}`;
  const remedy = "a uint8, bool, float32 or float64 array";
  const { type, shape, data } = parseNpyArray(
    readBytes(path, imagesName),
    imagesName,
    ["u1", "b1", "f4", "f8"],
    remedy,
  );
  const [count, height, width] = imageShape(shape, imagesName);
  const pixels = data as Brightness;
  if (!(pixels instanceof Uint8Array)) checkFractions(pixels, imagesName);
  return labelledImages({
    images: { count, height, width, pixels, ...(type === "u1" ? {} : { white: 1 }) },
    imagesName,
    labels: labelsPath === null ? null : readLabels(labelsPath, labelsName),
    labelsName,
    ...options,
  });
}

function imageShape(shape: readonly number[], what: string): [number, number, number] {
  const [count = 0, first = 0, second] = shape;
  if ((shape.length !== 2 && shape.length !== 3) || shape.some((size) => size === 0)) {
    throw new InputError(
      `Cannot read ${what}: its shape is (${shape.join(", ")}); give N × height × width or N × pixels, none of them 0`,
    );
  }
  if (second !== undefined) return [count, first, second];
  const side = Math.sqrt(first);
  return Number.isInteger(side) ? [count, side, side] : [count, 1, first];
}

function checkFractions(pixels: Float32Array | Float64Array, what: string): void {
  for (let k = 0; k < pixels.length; k++) {
    const value = pixels[k]!;
    if (!(value >= 0 && value <= 1)) {
      throw new InputError(
        `Cannot read ${what}: number ${k} is ${value}; give floats from 0 to 1, or save brightness up to 255 as uint8`,
      );
    }
  }
}

function readLabels(path: string, what: string): Uint8Array {
  const types = ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8"];
  const { shape, data } = parseNpyArray(readBytes(path, what), what, types, "an array of integers");
  if (shape.length !== 1) {
    throw new InputError(
      `Cannot read ${what}: its shape is (${shape.join(", ")}); give one dimension, a label per image`,
    );
  }
  return toBytes(data, what);
}

function toBytes(data: NpyNumbers, what: string): Uint8Array {
  const labels = new Uint8Array(data.length);
  for (let k = 0; k < data.length; k++) {
    const label = data[k]!;
    if (label < 0 || label > 255) {
      throw new InputError(`Cannot use ${what}: label ${k} is ${describeValue(label)}; labels run from 0 to 255`);
    }
    labels[k] = label;
  }
  return labels;
}
