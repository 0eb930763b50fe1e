import canonicalize from "canonicalize";
import type { JournalHeader } from "./journal_entry.ts";

/** What the parts of a header are called in messages. */
const NAMES: Readonly<Record<Exclude<keyof JournalHeader, "startedAt">, string>> = {
  schemaVersion: "version of the journal",
  experiment: "experiment",
  mode: "mode",
  preregistrationDigest: "pre-registration",
  code: "library",
  lock: "lock file",
  notebook: "notebook",
  seeds: "set of seeds",
};

/**
 * In what two runs differ that would have to agree for one to go on from the other, in words; the time at which they
 * began does not count, and what `run` leaves out is not compared.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const header = { mode: "full", seeds: { toss: 7 }, startedAt: "2026-01-31T12:00:00.000Z" } as never;
 * assert.deepEqual(headerDifferences(header, { mode: "full", seeds: { toss: 8 } }), ["set of seeds"]);
 * ```
 */
export function headerDifferences(header: JournalHeader, run: Partial<JournalHeader>): string[] {
  return (Object.keys(NAMES) as (keyof typeof NAMES)[])
    .filter((field) => Object.hasOwn(run, field) && canonicalize(run[field]) !== canonicalize(header[field]))
    .map((field) => NAMES[field]);
}
