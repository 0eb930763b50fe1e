import { gunzipSync } from "node:zlib";
import { InputError } from "../errors.ts";
import { readBytes } from "./read_file.ts";

/** The largest content that is unpacked: more is no data set but a file made to fill the memory. */
const LARGEST = 2 ** 31 - 1;

/**
 * The bytes, unpacked when they are gzip's (told by their first two bytes, 1f 8b, not by a name). A damaged or cut-off
 * archive, and one that unpacks to more than `largest` bytes, is an InputError; `what` names the file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gzipSync } from "node:zlib";
 * const packed = gzipSync(Uint8Array.of(1, 2, 3));
 * assert.deepEqual([...unzipped(packed, "a file")], [1, 2, 3]);
 * assert.throws(() => unzipped(packed.subarray(0, 15), "a file"), /Cannot unpack a file/);
 * ```
 */
export function unzipped(bytes: Uint8Array, what: string, largest: number = LARGEST): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: largest });
  } catch (error) {
    const code = (error as { code?: string }).code;
    const reason = code === "ERR_BUFFER_TOO_LARGE"
      ? `it unpacks to more than ${largest} bytes`
      : `the gzip archive is damaged or cut off (${error instanceof Error ? error.message : String(error)})`;
    throw new InputError(`Cannot unpack ${what}: ${reason}; get it again`, { cause: error });
  }
}

/**
 * The bytes of a file, unpacked when it is a gzip archive; `readBytes` and `unzipped` say what is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => readUnzipped("none.gz", 'the images "none.gz"'), /there is no such file/);
 * ```
 */
export function readUnzipped(path: string, what: string): Uint8Array {
  return unzipped(readBytes(path, what), what);
}
