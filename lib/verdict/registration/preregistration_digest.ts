import type { Amendment } from "./amendment.ts";
import { canonicalDigest } from "../data/canonical_digest.ts";
import { normaliseLineEnds } from "./data_cell.ts";
import type { Preregistration } from "./preregistration.ts";

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
  return canonicalDigest({ registration, source: normaliseLineEnds(source) });
}

/**
 * The digest that seals an amendment: as {@link preregistrationDigest}, over `{amendment, source}`. The amendment names
 * the digest of the cell before it, so this one seals the whole chain up to here.
 *
 * @param source the cell's source.
 * @param amendment the data of the same cell.
 * @returns "sha256:" and 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const amendment = { schemaVersion: 1 } as never;
 * assert.equal(amendmentDigest("// a\r\n", amendment), amendmentDigest("// a\n", amendment));
 * assert.notEqual(amendmentDigest("// a\n", amendment), preregistrationDigest("// a\n", amendment));
 * ```
 */
export function amendmentDigest(source: string, amendment: Amendment): string {
  return canonicalDigest({ amendment, source: normaliseLineEnds(source) });
}
