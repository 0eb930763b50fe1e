import { aggregate, type Aggregated } from "./aggregate.ts";
import { badness, comparable, type Comparison, holds, type Threshold } from "./comparison.ts";
import { decodeValue, encodeValue } from "./encoded_value.ts";
import type { ClauseEvaluation } from "./evaluation.ts";
import type { LedgerRow } from "./ledger.ts";
import type { Clause, Estimand, Measurement, RunMode } from "./preregistration.ts";
import { incomparable, type SelectedRow, selectRows } from "./select_rows.ts";

/**
 * The verdict of one clause from the ledger's rows alone, or the value of a measurement (a clause without comparison).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const clause = {
 *   estimand: { measure: "gap", aggregate: "max" },
 *   comparison: "<=",
 *   threshold: 0.1,
 *   basis: { full: 1, quick: null },
 * } as const;
 * const row = { id: "gap", params: {}, measure: "gap", value: 0.2, mcse: null, n: 1, unit: "1", status: "ok", reason: null } as const;
 * assert.equal(evaluateClause(clause, [row], "full").verdict, "FAIL");
 * assert.equal(evaluateClause(clause, [row], "quick").verdict, "NOT-CHECKED");
 * ```
 */
export function evaluateClause(
  clause: Clause | Measurement,
  rows: readonly LedgerRow[],
  mode: RunMode,
): ClauseEvaluation {
  const { estimand, basis } = clause;
  const rule = "comparison" in clause ? clause : null;
  const blank: ClauseEvaluation = {
    label: labelOf(estimand),
    verdict: "NOT-CHECKED",
    measure: null,
    error: null,
    comparison: rule?.comparison ?? null,
    threshold: rule === null || isEstimand(rule.threshold) ? null : rule.threshold,
    row: null,
    reason: null,
  };
  const selection = selectRows(estimand, rows, basis[mode]);
  if ("reason" in selection) return { ...blank, reason: selection.reason };
  if (rule === null) {
    const measured = checked(aggregate(estimand, selection.rows));
    return typeof measured === "string"
      ? { ...blank, reason: measured }
      : { ...blank, ...reported(measured), verdict: "MEASURED" };
  }
  const threshold = thresholdOf(rule, rows, mode);
  if (typeof threshold === "object" && "reason" in threshold) return { ...blank, reason: threshold.reason };
  const shown = { ...blank, threshold: typeof threshold === "number" ? encodeValue(threshold) : threshold };
  if (estimand.aggregate === "every") return everyRow(shown, selection.rows, rule.comparison, threshold);
  const measured = checked(aggregate(estimand, selection.rows));
  if (typeof measured === "string") return { ...shown, reason: measured };
  if (!comparable(measured.value, threshold)) {
    return { ...shown, ...reported(measured), reason: incomparable(measured.row ?? estimand.measure, measured.value) };
  }
  const passed = holds(measured.value, rule.comparison, threshold);
  return {
    ...shown,
    ...reported(measured),
    verdict: passed ? "PASS" : "FAIL",
    reason: passed ? null : "the comparison does not hold",
  };
}

/** The row that is nearest to failing, or fails by most; the first of equals. */
export function worstRow(rows: readonly SelectedRow[], comparison: Comparison, threshold: Threshold): SelectedRow {
  return rows.reduce((worst, row) =>
    badness(row.value, comparison, threshold) > badness(worst.value, comparison, threshold) ? row : worst
  );
}

function everyRow(
  shown: ClauseEvaluation,
  rows: readonly SelectedRow[],
  comparison: Comparison,
  threshold: Threshold,
): ClauseEvaluation {
  const odd = rows.find((row) => !comparable(row.value, threshold));
  if (odd !== undefined) return { ...shown, reason: incomparable(odd.id, odd.value) };
  const failing = rows.filter((row) => !holds(row.value, comparison, threshold));
  const worst = worstRow(rows, comparison, threshold);
  return {
    ...shown,
    ...reported({ value: worst.value, error: worst.mcse, row: worst.id }),
    verdict: failing.length === 0 ? "PASS" : "FAIL",
    reason: failing.length === 0
      ? null
      : `does not hold in ${failing.length} of ${rows.length} rows, worst ${worst.id}`,
  };
}

function thresholdOf(
  clause: Clause,
  rows: readonly LedgerRow[],
  mode: RunMode,
): Threshold | { readonly reason: string } {
  const { threshold } = clause;
  if (!isEstimand(threshold)) return typeof threshold === "string" ? decodeValue(threshold) : threshold;
  const selection = selectRows(threshold, rows, clause.basis[mode]);
  const value = "reason" in selection ? selection.reason : checked(aggregate(threshold, selection.rows));
  return typeof value === "string" ? { reason: `threshold: ${value}` } : value.value;
}

function isEstimand(threshold: Threshold | Estimand): threshold is Estimand {
  return typeof threshold === "object" && "measure" in threshold;
}

function checked(aggregated: Aggregated | string): Aggregated | string {
  if (typeof aggregated === "string") return aggregated;
  return Number.isNaN(aggregated.value) ? "the aggregate is not defined (NaN)" : aggregated;
}

function reported(measured: Aggregated): Pick<ClauseEvaluation, "measure" | "error" | "row"> {
  return { measure: encodeValue(measured.value), error: measured.error, row: measured.row };
}

function labelOf(estimand: Estimand): string {
  const against = estimand.against === undefined ? "" : ` with ${estimand.against}`;
  return estimand.aggregate === "single" ? estimand.measure : `${estimand.aggregate} ${estimand.measure}${against}`;
}
