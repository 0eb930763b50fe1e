import type { EncodedValue } from "../data/encoded_value.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { RuleEvaluation } from "../evaluation/evaluation.ts";

/** What an expression may name. */
export type Figures = Pick<Ledger, "rows" | "verdict">;

/**
 * A lookup of what an expression names in a ledger: the id of a row as {@link rowId} writes it; a prediction or gate by
 * its id ("P4" its measure, "P4.2" that of its second clause, "P4.verdict"); or "outcome". The lookup gives null for a
 * row that is not ok and for a rule without a measure, and undefined for what the ledger does not know.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const verdict = { predictions: [], gates: [], outcome: "OPEN" };
 * const figure = ledgerFigures({ rows: [{ id: "gap", value: 0.5, status: "ok" } as never], verdict });
 * assert.equal(figure("gap"), 0.5);
 * assert.equal(figure("outcome"), "OPEN");
 * assert.equal(figure("P9"), undefined);
 * ```
 */
export function ledgerFigures({ rows, verdict }: Figures): (expression: string) => EncodedValue | null | undefined {
  const rowsById = new Map(rows.map((row) => [row.id, row]));
  const rules = new Map(
    verdict === null ? [] : [...verdict.gates, ...verdict.predictions].map((rule) => [rule.id, rule]),
  );
  return (expression) => {
    const row = rowsById.get(expression);
    if (row !== undefined) return row.status === "ok" ? row.value : null;
    const whole = rules.get(expression);
    if (whole !== undefined) return whole.measure;
    const dot = expression.lastIndexOf(".");
    const rule = rules.get(expression.slice(0, Math.max(0, dot)));
    if (rule !== undefined) return partOf(rule, expression.slice(dot + 1));
    return expression === "outcome" ? verdict?.outcome : undefined;
  };
}

function partOf(rule: RuleEvaluation, part: string): EncodedValue | null | undefined {
  if (part === "verdict") return rule.verdict;
  return /^[1-9]\d*$/.test(part) ? rule.clauses[Number(part) - 1]?.measure : undefined;
}

/** What to tell someone whose expression names nothing. */
export function unknownExpression(expression: string, { rows }: Figures): string {
  const measure = /^[^(]*/.exec(expression)![0].trim();
  const row = rows.find((candidate) => candidate.measure === measure) ?? rows[0];
  const such = row === undefined ? "" : `, such as ${row.id}`;
  return `the ledger has nothing named ${JSON.stringify(expression)}; give the id of a row${such}, ` +
    'a rule ("P4", "P4.2" for its second clause, "P4.verdict"), or "outcome"';
}
