import { createHash } from "node:crypto";
import { InputError } from "../../errors.ts";
import type { PinnedFile } from "./mnist_files.ts";

/**
 * The bytes of an unpacked file, when their SHA-256 is the pinned one; anything else is an InputError that quotes both.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
 * const abc = new TextEncoder().encode("abc");
 * assert.equal(checkDigest(abc, { name: "abc", sha256, bytes: 3 }, "the file", "get it again"), abc);
 * assert.throws(() => checkDigest(abc.subarray(1), { name: "abc", sha256, bytes: 3 }, "the file", "get it again"), /SHA-256/);
 * ```
 */
export function checkDigest(bytes: Uint8Array, pin: PinnedFile, what: string, remedy: string): Uint8Array {
  const digest = createHash("sha256").update(bytes).digest("hex");
  if (digest === pin.sha256) return bytes;
  throw new InputError(
    `Cannot use ${what}: its ${bytes.length} bytes unpacked have the SHA-256 ${digest} and those of ` +
      `${JSON.stringify(pin.name)} ${pin.sha256}; ${remedy}`,
  );
}
