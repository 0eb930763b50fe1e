import { existsSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { InputError, ThermolabError } from "../../errors.ts";
import { writeWhole } from "../../write_whole.ts";
import type { DataSet } from "../image_set.ts";
import { readIdxFiles } from "../read_idx_files.ts";
import { readUnzipped, unzipped } from "../unzipped.ts";
import { checkDigest } from "./check_digest.ts";
import { fetchBytes } from "./fetch_bytes.ts";
import type { PinnedFile, PinnedSet } from "./mnist_files.ts";

/** How far a download is. */
export interface DownloadProgress {
  /** The file's name. */
  readonly file: string;
  /** Bytes of it so far. */
  readonly bytes: number;
  /** All bytes of it, where the server tells them. */
  readonly total: number | null;
}

/** The files of a pinned data set that are at hand. */
export interface CachedFiles {
  readonly cache: string;
  /** What is not at hand: not in the cache, or damaged there. */
  readonly missing: readonly PinnedFile[];
  /** Unpacked contents, by name. */
  readonly contents: Map<string, Uint8Array>;
  /** The data set, once nothing is missing. */
  data(): DataSet;
}

/**
 * The files of a pinned data set that lie in a cache with the content they should have.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { MNIST } from "./mnist_files.ts";
 * assert.equal(readCache(MNIST, "nowhere").missing.length, 4);
 * ```
 */
export function readCache(pinned: PinnedSet, cache: string): CachedFiles {
  const { train, test, name } = pinned;
  const contents = new Map<string, Uint8Array>();
  const missing = [train.images, train.labels, test.images, test.labels].filter((pin) => {
    const path = join(cache, `${pin.name}.gz`), what = `the file ${JSON.stringify(path)}`;
    if (!existsSync(path)) return true;
    try {
      contents.set(pin.name, checkDigest(readUnzipped(path, what), pin, what, "get it again"));
      return false;
    } catch (error) {
      if (error instanceof InputError) return true;
      throw error;
    }
  });
  const pair = ({ images, labels }: PinnedSet["train"]) => ({ images: images.name, labels: labels.name });
  const data = () => readIdxFiles(name, { train: pair(train), test: pair(test) }, {}, (path) => contents.get(path)!);
  return { cache, missing, contents, data };
}

/** How `downloadMissing` goes about it. */
export interface DownloadOptions {
  readonly mirrors: readonly string[];
  readonly idleSeconds?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/**
 * Downloads what is missing, checks it, and writes it into the cache, each file whole or not at all. Where no mirror gives a
 * file with the right content it is a ThermolabError that tells what each of them did. `unkept` says why files could not be
 * written, or null; then they are in memory all the same.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { MNIST } from "./mnist_files.ts";
 * await assert.rejects(downloadMissing(readCache(MNIST, "nowhere"), { mirrors: [] }), /no mirror is given/);
 * ```
 */
export async function downloadMissing(
  files: CachedFiles,
  options: DownloadOptions,
): Promise<{ readonly place: string; readonly unkept: string | null }> {
  const { mirrors } = options;
  if (mirrors.length === 0) throw new ThermolabError("Cannot download anything: no mirror is given");
  let unkept: string | null = null;
  const used = new Set<string>();
  for (const pin of files.missing) {
    const { content, packed, mirror } = await download(pin, options);
    used.add(mirror);
    files.contents.set(pin.name, content);
    try {
      await writeWhole(join(files.cache, `${pin.name}.gz`), packed);
    } catch (error) {
      unkept = error instanceof Error ? error.message : String(error);
    }
  }
  return { place: [...used].join(" and "), unkept };
}

async function download(
  pin: PinnedFile,
  { mirrors, idleSeconds = 30, signal, onProgress }: DownloadOptions,
): Promise<{ content: Uint8Array; packed: Uint8Array; mirror: string }> {
  const file = `${pin.name}.gz`;
  const faults: string[] = [];
  for (const mirror of mirrors) {
    const url = `${mirror}${mirror.endsWith("/") ? "" : "/"}${file}`;
    try {
      const packed = await fetchBytes(url, {
        // What a server packs takes no more than what it was made from, but for a few bytes.
        limit: pin.bytes + 65536,
        idleSeconds,
        ...(signal === undefined ? {} : { signal }),
        ...(onProgress === undefined ? {} : { onBytes: (bytes, total) => onProgress({ file, bytes, total }) }),
      });
      const content = unzipped(packed, url, pin.bytes);
      checkDigest(content, pin, url, "try another mirror");
      // A server may unpack what it sends.
      return { content, packed: content === packed ? gzipSync(packed) : packed, mirror };
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof ThermolabError)) throw error;
      faults.push(error.message);
    }
  }
  throw new ThermolabError(faults.join(". "));
}
