import { readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../errors.ts";

/** Where the images and the labels of one part of a data set lie; labels may be missing. */
export interface IdxPair {
  readonly images: string;
  readonly labels: string | null;
}

/** The paths of the IDX files of a folder. */
export interface IdxFiles {
  readonly train: IdxPair;
  readonly test: IdxPair | null;
}

const NAME = /^(.*?)(images?|labels?)[-_.](?:idx[13]?(?:[-_.]ubyte)?|ubyte)(\.gz)?$/i;

/**
 * The IDX files of a folder by the names that are in use: `train-images-idx3-ubyte`, `train-images.idx3-ubyte`,
 * `t10k-labels-idx1-ubyte.gz`, `test-images.idx` and the like. Names with `t10k` or `test` are test data, all others
 * training data. Where a file lies there plain and as `.gz`, the plain one is taken.
 *
 * A folder that is missing or holds no images to train on, labels without images, and two files for the same are
 * InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * const folder = mkdtempSync(join(tmpdir(), "idx-"));
 * writeFileSync(join(folder, "train-images.idx3-ubyte.gz"), "");
 * assert.equal(findIdxFiles(folder).train.images, join(folder, "train-images.idx3-ubyte.gz"));
 * ```
 */
export function findIdxFiles(folder: string): IdxFiles {
  const found = new Map<string, string>();
  const action = `Cannot read the images in the folder ${JSON.stringify(folder)}`;
  for (const name of fileNames(folder, action)) {
    const match = NAME.exec(name);
    if (match === null) continue;
    const part = /t10k|test/i.test(match[1]!) ? "test" : "train";
    const role = `${part} ${match[2]!.toLowerCase().startsWith("image") ? "images" : "labels"}`;
    const other = found.get(role);
    if (other === undefined) found.set(role, name);
    // In sorted order the plain file stands before its archive.
    else if (withoutGz(name) !== other) {
      throw new InputError(
        `${action}: ${JSON.stringify(other)} and ${JSON.stringify(name)} both look like the ${role}; keep one of them`,
      );
    }
  }
  const pair = (part: "train" | "test"): IdxPair | null => {
    const images = found.get(`${part} images`), labels = found.get(`${part} labels`);
    if (images === undefined) {
      if (labels === undefined) return null;
      throw new InputError(`${action}: it holds the labels ${JSON.stringify(labels)} and no images for them; add them`);
    }
    return { images: join(folder, images), labels: labels === undefined ? null : join(folder, labels) };
  };
  const test = pair("test"), train = pair("train");
  if (train === null) {
    throw new InputError(
      `${action}: it holds no images to train on; name them like "train-images-idx3-ubyte" or ` +
        `"train-images-idx3-ubyte.gz"`,
    );
  }
  return { train, test };
}

function fileNames(folder: string, action: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    const reason = code === "ENOENT"
      ? "there is no such folder; check the path"
      : code === "ENOTDIR"
      ? "it is a file; give the path of a folder"
      : `the file system answers ${code || String(error)}; check the folder`;
    throw new InputError(`${action}: ${reason}`, { cause: error });
  }
}

function withoutGz(name: string): string {
  return name.replace(/\.gz$/i, "");
}
