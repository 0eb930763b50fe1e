import { InputError } from "../errors.ts";
import { parseIdxImages, parseIdxLabels } from "./idx.ts";
import type { IdxFiles, IdxPair } from "./idx_files.ts";
import { createDataSet, type DataSet, type ImageSet } from "./image_set.ts";
import { labelledImages } from "./labelled_images.ts";
import { readUnzipped } from "./unzipped.ts";

/** What is asked of labels. */
export interface LabelOptions {
  /** Labels run from 0 to this number less one; default 256. */
  readonly labelLimit?: number;
}

/** Reads the unpacked bytes of a file; the second argument names it in an error. */
export type ReadFile = (path: string, what: string) => Uint8Array;

/**
 * The data set in IDX files (see `findIdxFiles`). Both parts have the classes that occur in either, so that a class that is
 * missing from the test images keeps its place.
 *
 * Damaged files, counts that do not agree, labels out of range, labels for one part only, and test images of another size
 * are InputErrors that name the file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 255);
 * const files = { train: { images: "train-images-idx3-ubyte", labels: null }, test: null };
 * assert.equal(readIdxFiles("two pixels", files, {}, () => bytes).train.width, 2);
 * ```
 */
export function readIdxFiles(
  name: string,
  files: IdxFiles,
  options: LabelOptions = {},
  read: ReadFile = readUnzipped,
): DataSet {
  const train = readPair(files.train, options, read);
  const test = files.test === null ? null : readPair(files.test, options, read);
  if (test === null) return createDataSet(name, train, null);
  const trainName = JSON.stringify(files.train.images), testName = JSON.stringify(files.test!.images);
  if (test.height !== train.height || test.width !== train.width) {
    throw new InputError(
      `Cannot read a data set: ${trainName} holds images of ${train.height} × ${train.width} and ${testName} of ` +
        `${test.height} × ${test.width}; give images of one size`,
    );
  }
  if ((train.labels === null) !== (test.labels === null)) {
    const [with_, without] = train.labels === null ? [testName, trainName] : [trainName, testName];
    throw new InputError(
      `Cannot read a data set: there are labels for ${with_} and none for ${without}; add them or remove the others`,
    );
  }
  const classes = [...new Set([...train.classes, ...test.classes])].sort((a, b) => a - b);
  return createDataSet(name, { ...train, classes }, { ...test, classes });
}

function readPair({ images, labels }: IdxPair, { labelLimit }: LabelOptions, read: ReadFile): ImageSet {
  const imagesName = `the images ${JSON.stringify(images)}`, labelsName = `the labels ${JSON.stringify(labels)}`;
  return labelledImages({
    images: parseIdxImages(read(images, imagesName), imagesName),
    imagesName,
    labels: labels === null ? null : parseIdxLabels(read(labels, labelsName), labelsName),
    labelsName,
    ...(labelLimit === undefined ? {} : { labelLimit }),
  });
}
