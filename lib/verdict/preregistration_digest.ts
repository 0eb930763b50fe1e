import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Preregistration } from "./preregistration.ts";
import { normaliseLineEnds } from "./preregistration_cell.ts";

/**
 * The digest that seals a pre-registration: SHA-256 over the canonical JSON (RFC 8785) of `{registration, source}`. The
 * source counts byte for byte but for its line ends, so any change inside the cell changes the digest, and writing the
 * notebook's file with other formatting does not.
 *
 * @param source the cell's source.
 * @param registration the data of the same cell.
 * @returns "sha256:" and 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const registration = { schemaVersion: 1 } as never;
 * const digest = preregistrationDigest("// a\n", registration);
 * assert.match(digest, /^sha256:[0-9a-f]{64}$/);
 * assert.equal(preregistrationDigest("// a\r\n", registration), digest);
 * assert.notEqual(preregistrationDigest("// b\n", registration), digest);
 * ```
 */
export function preregistrationDigest(source: string, registration: Preregistration): string {
  const sealed = canonicalize({ registration, source: normaliseLineEnds(source) })!;
  return `sha256:${createHash("sha256").update(sealed, "utf8").digest("hex")}`;
}
