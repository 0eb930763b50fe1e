import { InputError } from "../../errors.ts";
import { findIdxFiles } from "../idx_files.ts";
import type { DataSet } from "../image_set.ts";
import { readIdxFiles } from "../read_idx_files.ts";
import { readUnzipped } from "../unzipped.ts";
import { checkDigest } from "./check_digest.ts";
import type { PinnedFile, PinnedSet } from "./mnist_files.ts";

/**
 * A pinned data set from a folder of IDX files, under any of the names that `findIdxFiles` knows. Missing files, and files of
 * another content than the pinned, are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { MNIST } from "./mnist_files.ts";
 * assert.throws(() => readPinnedFolder(MNIST, "none"), /there is no such folder/);
 * ```
 */
export function readPinnedFolder(pinned: PinnedSet, folder: string): DataSet {
  const files = findIdxFiles(folder);
  const pins = new Map<string, PinnedFile>();
  for (const part of ["train", "test"] as const) {
    const images = files[part]?.images, labels = files[part]?.labels;
    if (!images || !labels) {
      const { name } = pinned[part][images ? "labels" : "images"];
      throw new InputError(
        `Cannot use the ${pinned.name} in the folder ${JSON.stringify(folder)}: it holds no ${JSON.stringify(name)}, ` +
          `plain or as .gz; add it`,
      );
    }
    pins.set(images, pinned[part].images).set(labels, pinned[part].labels);
  }
  const remedy = `get it again, or load data of your own by loadImages`;
  const read = (path: string, what: string) => checkDigest(readUnzipped(path, what), pins.get(path)!, what, remedy);
  return readIdxFiles(pinned.name, files, {}, read);
}
