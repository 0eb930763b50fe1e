import { type Evaluation, verdictTable } from "../../lib/verdict/mod.ts";
import { type Column, textTable } from "./text_table.ts";

const COLUMNS: readonly Column[] = [
  { title: "id", width: 12 },
  { title: "verdict", width: 12 },
  { title: "measure", width: 44 },
  { title: "threshold", width: 24 },
  { title: "published", width: 36 },
];

/**
 * A verdict for the terminal: one row per clause, then why what did not pass did not, then the outcome.
 *
 * @param evaluation The verdict.
 * @returns Lines, each with its end.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(verdictText({ predictions: [], gates: [], outcome: "HOLDS" }), "outcome: HOLDS\n");
 * ```
 */
export function verdictText(evaluation: Evaluation): string {
  const rules = verdictTable(evaluation);
  const rows = rules.flatMap(({ id, verdict, measure, threshold, published }) => {
    const measures = measure.split("; "), thresholds = threshold.split("; ");
    const clauses = measures.length === thresholds.length
      ? measures.map((part, i) => [part, thresholds[i]!])
      : [[measure, threshold]];
    return clauses.map(([part, bound], i) =>
      i === 0 ? [id, verdict, part!, bound!, published] : ["", "", part!, bound!, ""]
    );
  });
  const reasons = rules.filter(({ reason }) => reason !== "").map(({ id, verdict, reason }) =>
    `${id} ${verdict}: ${reason}\n`
  );
  const table = rows.length === 0 ? "" : textTable(COLUMNS, rows);
  return `${table}${reasons.join("")}outcome: ${evaluation.outcome}\n`;
}
