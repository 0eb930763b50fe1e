import { verdictTable } from "../../lib/verdict/mod.ts";
import { factList, type Facts, factsOf, inWords } from "./facts.ts";

/** A rule of a verdict in words, ready to be shown. */
export interface VerdictRow {
  readonly id: string;
  readonly statement: string;
  readonly measure: string;
  readonly threshold: string;
  readonly verdict: string;
  readonly published: string;
  readonly mark: string;
  readonly reason: string;
}

/** What a ledger says of its registered rules. */
export interface VerdictFacts {
  /** In words; `null` where the ledger has no verdict. */
  readonly outcome: string | null;
  readonly predictions: readonly VerdictRow[];
  readonly gates: readonly VerdictRow[];
}

/**
 * The verdict of a ledger in words, whoever has written it.
 *
 * @param ledger As parsed from its file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rule = { id: "P1", statement: "s", verdict: "PASS", measure: 2, threshold: "≥ 1", published: null };
 * const { outcome, predictions } = verdictFacts({ verdict: { outcome: "A", predictions: [rule] } });
 * assert.equal(outcome, "A");
 * assert.equal(predictions[0]!.published, "–");
 * assert.equal(verdictFacts({}).outcome, null);
 * ```
 */
export function verdictFacts(ledger: Facts): VerdictFacts {
  const verdict = factsOf(ledger["verdict"]);
  return {
    outcome: verdict["outcome"] === undefined ? null : inWords(verdict["outcome"]),
    predictions: factList(verdict["predictions"]).map(rowOf),
    gates: factList(verdict["gates"]).map(rowOf),
  };
}

function rowOf(rule: Facts): VerdictRow {
  if (Array.isArray(rule["clauses"]) && Array.isArray(rule["mark"])) {
    return verdictTable({ predictions: [rule as never], gates: [], outcome: "" })[0]!;
  }
  const word = (key: string): string => inWords(rule[key]);
  return {
    id: word("id"),
    statement: word("statement"),
    measure: word("measure"),
    threshold: word("threshold"),
    verdict: word("verdict"),
    published: word("published"),
    mark: rule["mark"] === undefined ? "" : `[${word("mark")}]`,
    reason: rule["reason"] === undefined || rule["reason"] === null ? "" : word("reason"),
  };
}
