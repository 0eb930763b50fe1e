import { canonicalDigest } from "../data/canonical_digest.ts";
import type { Ledger } from "./ledger.ts";
import { rowsDigest } from "./rows_digest.ts";

/**
 * The digest of what a recorded ledger says: its rows, the registration that they answer, and the outcome. Recording the
 * same experiment again with the same results, on another day or machine, does not change it.
 *
 * @returns "sha256:" and 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const ledger = { rows: [], preregistration: null, verdict: null, startedAt: "2026-01-31T12:00:00Z" } as never;
 * assert.match(recordDigest(ledger), /^sha256:[0-9a-f]{64}$/);
 * assert.equal(recordDigest({ ...(ledger as object), startedAt: "2026-02-01T12:00:00Z" } as never), recordDigest(ledger));
 * ```
 */
export function recordDigest(ledger: Pick<Ledger, "rows" | "preregistration" | "verdict">): string {
  return canonicalDigest({
    rows: rowsDigest(ledger.rows),
    preregistration: ledger.preregistration?.digest ?? null,
    outcome: ledger.verdict?.outcome ?? null,
  });
}
