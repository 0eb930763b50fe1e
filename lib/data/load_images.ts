import { statSync } from "node:fs";
import { InputError } from "../errors.ts";
import { findIdxFiles } from "./idx_files.ts";
import { createDataSet, type DataSet } from "./image_set.ts";
import { readNpyImages } from "./npy_images.ts";
import { type LabelOptions, readIdxFiles } from "./read_idx_files.ts";

/** How `loadImages` reads. */
export interface LoadImagesOptions extends LabelOptions {
  /** A `.npy` file of the labels of a `.npy` file of images. */
  readonly labels?: string;
}

/**
 * The user's own images: a folder of IDX files (`findIdxFiles` lists the names), plain or packed by gzip, or a `.npy` file
 * (`readNpyImages`) with its labels. A `.npy` file has no test images: `splitImages` takes some out.
 *
 * Whatever is wrong with a file is an InputError that names it and says what was found.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * const folder = mkdtempSync(join(tmpdir(), "images-"));
 * const one = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 255);
 * writeFileSync(join(folder, "train-images-idx3-ubyte"), one);
 * assert.equal(loadImages(folder).train.count, 1);
 * assert.throws(() => loadImages(join(folder, "none")), /there is no such file or folder/);
 * ```
 */
export function loadImages(path: string, options: LoadImagesOptions = {}): DataSet {
  const { labels, ...limits } = options;
  if (isFolder(path)) {
    if (labels !== undefined) {
      throw new InputError(
        `Cannot label the images in the folder ${JSON.stringify(path)} by ${
          JSON.stringify(labels)
        }; put an IDX file of ` +
          `labels into the folder`,
      );
    }
    return readIdxFiles(path, findIdxFiles(path), limits);
  }
  if (!path.endsWith(".npy")) {
    throw new InputError(
      `Cannot read the images ${JSON.stringify(path)}: it is neither a folder nor a .npy file; give a folder of IDX ` +
        `files or a .npy file`,
    );
  }
  return createDataSet(path, readNpyImages(path, labels ?? null, limits), null);
}

function isFolder(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) {
    throw new InputError(
      `Cannot read the images ${JSON.stringify(path)}: there is no such file or folder; check the path`,
    );
  }
  return status.isDirectory();
}
