import type { ClauseEvaluation, Evaluation, RuleEvaluation } from "./evaluation.ts";
import { formatThreshold, formatValue } from "../data/format_value.ts";
import type { Verdict } from "../registration/preregistration.ts";

/** A line of the verdict table; every cell is a text ready to be shown. */
export interface VerdictTableRow {
  readonly id: string;
  readonly statement: string;
  /** Measure ± standard error, one part per clause. */
  readonly measure: string;
  readonly threshold: string;
  readonly verdict: Verdict;
  readonly published: string;
  /** Such as "[P, O]". */
  readonly mark: string;
  /** Why not PASS, and the registered caution, also beside a PASS; empty where there is nothing to say. */
  readonly reason: string;
}

/**
 * The verdict as a table: predictions first, then gates. It holds no markup.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const clause = { label: "max gap", verdict: "PASS", measure: 0.05, error: 0.01, comparison: "<=", threshold: 0.1, row: null, reason: null } as const;
 * const rule = { id: "P1", statement: "s", mark: ["P"], published: null, verdict: "PASS", measure: 0.05, threshold: "≤ 0.1", error: 0.01, reason: null, clauses: [clause] } as const;
 * const [row] = verdictTable({ predictions: [rule], gates: [], outcome: "A" });
 * assert.equal(row!.measure, "max gap 0.05 ± 0.01");
 * assert.equal(row!.threshold, "≤ 0.1");
 * ```
 */
export function verdictTable(evaluation: Evaluation): VerdictTableRow[] {
  return [...evaluation.predictions, ...evaluation.gates].map(tableRow);
}

function tableRow(rule: RuleEvaluation): VerdictTableRow {
  return {
    id: rule.id,
    statement: rule.statement,
    measure: rule.clauses.map(measureText).join("; "),
    threshold: rule.clauses.map(thresholdText).join("; "),
    verdict: rule.verdict,
    published: rule.published ?? "–",
    mark: `[${rule.mark.join(", ")}]`,
    reason: [rule.reason, rule.caution].filter((text) => text !== null && text !== undefined).join("; "),
  };
}

function measureText(clause: ClauseEvaluation): string {
  if (clause.measure === null) return `${clause.label} –`;
  const error = clause.error === null ? "" : ` ± ${formatValue(clause.error)}`;
  return `${clause.label} ${formatValue(clause.measure)}${error}`;
}

function thresholdText({ comparison, threshold }: ClauseEvaluation): string {
  return comparison === null || threshold === null ? "–" : formatThreshold(comparison, threshold);
}
