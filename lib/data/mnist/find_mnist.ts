import process from "node:process";
import { ThermolabError } from "../../errors.ts";
import { builtInDigits } from "../digits/built_in_digits.ts";
import type { DataSet } from "../image_set.ts";
import { cacheFolder } from "./cache_folder.ts";
import { downloadMissing, type DownloadProgress, readCache } from "./cached_files.ts";
import { MNIST, type PinnedSet } from "./mnist_files.ts";
import { readPinnedFolder } from "./read_pinned_folder.ts";

/** Where digits came from. */
export interface DataSource {
  readonly kind: "folder" | "cache" | "download" | "built-in";
  /** The folder, or the address of the download; null for the built-in digits. */
  readonly place: string | null;
  /** The whole in words, with the reason where the built-in digits stand in. */
  readonly sentence: string;
}

/** A data set that says where it came from. */
export interface FoundDigits extends DataSet {
  readonly source: DataSource;
}

/** How `findMnist` looks. */
export interface FindMnistOptions {
  /** The folder that holds MNIST; without it the environment variable `THERMOLAB_MNIST`, when it is set; "" for none. */
  readonly folder?: string;
  /** The folder that keeps downloads; default is this user's cache. */
  readonly cache?: string;
  /** Whether it may download; default true. */
  readonly download?: boolean;
  /** Whether the built-in digits may stand in (default true); without them it is a DataUnavailableError. */
  readonly fallback?: boolean;
  /** Addresses to download from, tried in turn, to which names such as `train-images-idx3-ubyte.gz` are added. */
  readonly mirrors?: readonly string[];
  /** Seconds without a byte after which a mirror is given up; default 30. */
  readonly idleSeconds?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/**
 * A data set is neither here nor can it be fetched.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(new DataUnavailableError("Cannot find MNIST: there is no network").name, "DataUnavailableError");
 * ```
 */
export class DataUnavailableError extends ThermolabError {
  override name = "DataUnavailableError";
}

/**
 * MNIST from the folder that the user names, else from this user's cache, else from a download that is kept there, else the
 * small built-in digits (`builtInDigits`). `source` says which of them it is and why, and `digest` what it holds.
 *
 * Every file is checked by its SHA-256. A named folder that holds something else, or is damaged, is an InputError; a damaged
 * file in the cache is fetched again.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * const cache = mkdtempSync(join(tmpdir(), "mnist-"));
 * const digits = await findMnist({ folder: "", cache, download: false });
 * assert.equal(digits.source.kind, "built-in");
 * assert.match(digits.source.sentence, /not MNIST/);
 * ```
 */
export function findMnist(options: FindMnistOptions = {}): Promise<FoundDigits> {
  return findPinned(MNIST, { folder: process.env["THERMOLAB_MNIST"] ?? "", ...options });
}

/**
 * `findMnist` for any data set of pinned files; an empty folder counts as none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { MNIST } from "./mnist_files.ts";
 * await assert.rejects(
 *   findPinned({ ...MNIST, mirrors: [] }, { cache: "nowhere", fallback: false }),
 *   /Cannot find MNIST: .* no mirror is given/,
 * );
 * ```
 */
export async function findPinned(pinned: PinnedSet, options: FindMnistOptions): Promise<FoundDigits> {
  const { name } = pinned, { folder = "", cache = cacheFolder(name.toLowerCase()) } = options;
  if (folder !== "") {
    return found(
      readPinnedFolder(pinned, folder),
      "folder",
      folder,
      `${name} from the folder ${JSON.stringify(folder)}`,
    );
  }
  const kept = readCache(pinned, cache);
  if (kept.missing.length === 0) {
    return found(kept.data(), "cache", cache, `${name} from the cache ${JSON.stringify(cache)}`);
  }
  let reason: string;
  if (options.download === false) reason = `it is not in the cache ${JSON.stringify(cache)} and no download is wanted`;
  else {
    try {
      const mirrors = options.mirrors ?? pinned.mirrors;
      const { place, unkept } = await downloadMissing(kept, { ...options, mirrors });
      const end = unkept === null ? `, kept in ${JSON.stringify(cache)}` : `; it could not be kept (${unkept})`;
      return found(kept.data(), "download", place, `${name} downloaded from ${place}${end}`);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof ThermolabError)) throw error;
      reason = `${error.message[0]!.toLowerCase()}${error.message.slice(1)}`;
    }
  }
  const remedy = `name a folder that holds it in THERMOLAB_MNIST`;
  if (options.fallback === false) throw new DataUnavailableError(`Cannot find ${name}: ${reason}; ${remedy}`);
  return found(
    builtInDigits(),
    "built-in",
    null,
    `the small built-in digits, drawn by this project and not ${name}, because ${reason}; to use ${name}, ${remedy}`,
  );
}

function found(data: DataSet, kind: DataSource["kind"], place: string | null, sentence: string): FoundDigits {
  return { ...data, source: { kind, place, sentence } };
}
