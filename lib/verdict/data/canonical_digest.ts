import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/**
 * SHA-256 over the canonical JSON (RFC 8785) of plain data.
 *
 * @returns "sha256:" and 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(canonicalDigest({ a: 1, b: 2 }), canonicalDigest({ b: 2, a: 1 }));
 * // The digest of the empty list's two characters, "[]".
 * assert.equal(canonicalDigest([]), "sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945");
 * ```
 */
export function canonicalDigest(data: unknown): string {
  return `sha256:${createHash("sha256").update(canonicalize(data)!, "utf8").digest("hex")}`;
}
