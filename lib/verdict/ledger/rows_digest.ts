import { canonicalDigest } from "../data/canonical_digest.ts";
import { PROJECTED_SECONDS } from "../run/budget_projection.ts";
import type { LedgerRow } from "./ledger.ts";

/**
 * The digest of what was measured: SHA-256 over the canonical JSON (RFC 8785) of the rows, in order. Rows of
 * `projectedSeconds` are left out: they are wall-clock times, and two runs that agree in all else agree in this digest.
 *
 * @returns "sha256:" and 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const row = { id: "gap", params: {}, measure: "gap", value: 0.5, mcse: null, n: 1, unit: "1", status: "ok" as const, reason: null };
 * const seconds = { ...row, id: "projectedSeconds", measure: "projectedSeconds", value: 12.5, unit: "s" };
 * assert.match(rowsDigest([row]), /^sha256:[0-9a-f]{64}$/);
 * assert.equal(rowsDigest([row, seconds]), rowsDigest([row]));
 * assert.notEqual(rowsDigest([{ ...row, value: 0.25 }]), rowsDigest([row]));
 * ```
 */
export function rowsDigest(rows: readonly LedgerRow[]): string {
  return canonicalDigest(rows.filter((row) => row.measure !== PROJECTED_SECONDS));
}
