import { InputError } from "../../errors.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import { frozenCopy } from "../data/plain_data.ts";
import type { Preregistration, Verdict } from "../registration/preregistration.ts";
import { publishedShape } from "./published_shape.ts";
import { problemsOf } from "../data/shape.ts";

/** What an experiment published: the rules in the second form, the printed numbers as rows, and what was said of them. */
export interface PublishedLedger {
  readonly schemaVersion: 1;
  /** The name of the registration and of the file, such as "04-reversible-kernel". */
  readonly experiment: string;
  readonly source: {
    readonly title: string;
    readonly page: string;
    /** ISO 8601, the day of publication. */
    readonly date: string;
  };
  readonly registration: Preregistration;
  /** Each row says in `source` where it was printed; what was not printed has no value, and says so in its reason. */
  readonly rows: readonly LedgerRow[];
  /** The published verdicts; a rule whose measure was not printed is NOT-CHECKED. */
  readonly expected: {
    readonly predictions: Readonly<Record<string, Verdict>>;
    readonly gates: Readonly<Record<string, Verdict>>;
    readonly outcome: string;
    /** What of the outcomes was not printed and is ours; null when all was printed. */
    readonly note: string | null;
  };
}

/**
 * A checked, deeply frozen copy of a published ledger, form 2 only.
 *
 * @param what names it in messages.
 * @throws {InputError} when it does not have the shape of `published.schema.json`, a row is of no registered measure or
 * stands twice, or the expected verdicts are not those of the registration's rules; all problems are told in one line.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkPublished({ schemaVersion: 1 }, "the example"), /Checking the example failed: experiment: missing/);
 * ```
 */
export function checkPublished(value: unknown, what = "the published ledger"): PublishedLedger {
  const copy: unknown = frozenCopy(value, what);
  const problems = problemsOf(publishedShape, copy);
  if (problems !== null) throw new InputError(`Checking ${what} failed: ${problems}`);
  return copy as PublishedLedger;
}
