import { createHash } from "node:crypto";

/** Brightness values of pixels. */
export type Brightness = Uint8Array | Float32Array | Float64Array;

/** Images of one size as they were read, with their labels. */
export interface ImageSet {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** count × height × width numbers, image after image, row after row from the top: 0 is dark, `white` is bright. */
  readonly pixels: Brightness;
  /** The number that stands for full brightness: 255 for bytes, 1 for fractions and for images of two levels. */
  readonly white: number;
  /** One label per image; null where there are none. */
  readonly labels: Uint8Array | null;
  /** The labels that stand for classes, in the order of the label spots; empty without labels. */
  readonly classes: readonly number[];
}

/** Images to train on and, where there are any, images to test on. */
export interface DataSet {
  /** What the data are called. */
  readonly name: string;
  readonly train: ImageSet;
  readonly test: ImageSet | null;
  /** `imagesDigest` of both: the same images have it whatever file they came in. */
  readonly digest: string;
}

/**
 * SHA-256 of images: sizes, pixels, labels and classes of each set, as `sha256:` and 64 hexadecimal digits. It does not
 * depend on the files' format or compression.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const set: ImageSet = {
 *   count: 1, height: 1, width: 2, pixels: Uint8Array.of(0, 255), white: 255, labels: Uint8Array.of(3), classes: [3],
 * };
 * assert.match(imagesDigest([set]), /^sha256:[0-9a-f]{64}$/);
 * assert.notEqual(imagesDigest([set]), imagesDigest([{ ...set, labels: null, classes: [] }]));
 * ```
 */
export function imagesDigest(sets: readonly ImageSet[]): string {
  const hash = createHash("sha256");
  for (const { count, height, width, pixels, white, labels, classes } of sets) {
    const type = pixels[Symbol.toStringTag], labelled = labels === null ? "plain" : "labelled";
    hash.update(`${count} ${height} ${width} ${type} ${white} ${labelled} ${classes.join(",")}\n`);
    hash.update(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength));
    if (labels !== null) hash.update(labels);
  }
  return `sha256:${hash.digest("hex")}`;
}

/**
 * A data set of the given images, with its digest.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const train: ImageSet = {
 *   count: 1, height: 1, width: 2, pixels: Uint8Array.of(0, 255), white: 255, labels: null, classes: [],
 * };
 * assert.equal(createDataSet("two pixels", train, null).digest, imagesDigest([train]));
 * ```
 */
export function createDataSet(name: string, train: ImageSet, test: ImageSet | null): DataSet {
  return { name, train, test, digest: imagesDigest(test === null ? [train] : [train, test]) };
}

/**
 * The labels that occur, in ascending order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(occurringLabels(Uint8Array.of(3, 1, 3)), [1, 3]);
 * ```
 */
export function occurringLabels(...labels: readonly Uint8Array[]): number[] {
  const seen = new Uint8Array(256);
  for (const list of labels) for (let k = 0; k < list.length; k++) seen[list[k]!] = 1;
  return [...seen.keys()].filter((label) => seen[label] === 1);
}
