import { aggregate, type Aggregated } from "./aggregate.ts";
import { badness, comparable, type Comparison, holds, type Threshold } from "../data/comparison.ts";
import type { Estimand } from "../registration/preregistration.ts";
import { incomparable, type SelectedRow } from "./select_rows.ts";

/** What became of one group of rows; `measured` also where it could not be compared. */
export type Judgement =
  | { readonly verdict: "PASS" | "FAIL"; readonly measured: Aggregated; readonly reason: string | null }
  | { readonly verdict: "NOT-CHECKED"; readonly measured: Aggregated | null; readonly reason: string };

/**
 * Forms the value of one group of rows and compares it with its threshold; `every` compares each row by itself.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = [1, 4].map((value, i) => ({ id: `r${i}`, value, paired: null, mcse: null }));
 * assert.equal(judgeGroup({ measure: "r", aggregate: "mean" }, rows, "<=", 3).verdict, "PASS");
 * const each = judgeGroup({ measure: "r", aggregate: "every" }, rows, "<=", 3);
 * assert.equal(each.reason, "does not hold in 1 of 2 rows, worst r1");
 * ```
 */
export function judgeGroup(
  estimand: Estimand,
  rows: readonly SelectedRow[],
  comparison: Comparison,
  threshold: Threshold,
): Judgement {
  if (estimand.aggregate === "every") return judgeRows(rows, comparison, threshold);
  const measured = valueOf(estimand, rows);
  if (typeof measured === "string") return { verdict: "NOT-CHECKED", measured: null, reason: measured };
  if (!comparable(measured.value, threshold)) {
    const reason = incomparable(measured.row ?? estimand.measure, measured.value);
    return { verdict: "NOT-CHECKED", measured, reason };
  }
  return holds(measured.value, comparison, threshold)
    ? { verdict: "PASS", measured, reason: null }
    : { verdict: "FAIL", measured, reason: "the comparison does not hold" };
}

/**
 * The value of an estimand over its rows, or why it has none; NaN is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = [Infinity, -Infinity].map((value, i) => ({ id: `r${i}`, value, paired: null, mcse: null }));
 * assert.equal(valueOf({ measure: "r", aggregate: "mean" }, rows), "the aggregate is not defined (NaN)");
 * ```
 */
export function valueOf(estimand: Estimand, rows: readonly SelectedRow[]): Aggregated | string {
  const aggregated = aggregate(estimand, rows);
  if (typeof aggregated === "string") return aggregated;
  return Number.isNaN(aggregated.value) ? "the aggregate is not defined (NaN)" : aggregated;
}

/**
 * The row that is nearest to failing, or fails by most; the first of equals.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = [1, 4].map((value, i) => ({ id: `r${i}`, value, paired: null, mcse: null }));
 * assert.equal(worstRow(rows, ">=", 0).id, "r0");
 * ```
 */
export function worstRow(rows: readonly SelectedRow[], comparison: Comparison, threshold: Threshold): SelectedRow {
  return rows.reduce((worst, row) =>
    badness(row.value, comparison, threshold) > badness(worst.value, comparison, threshold) ? row : worst
  );
}

function judgeRows(rows: readonly SelectedRow[], comparison: Comparison, threshold: Threshold): Judgement {
  const odd = rows.find((row) => !comparable(row.value, threshold));
  if (odd !== undefined) return { verdict: "NOT-CHECKED", measured: null, reason: incomparable(odd.id, odd.value) };
  const failing = rows.filter((row) => !holds(row.value, comparison, threshold));
  const worst = worstRow(rows, comparison, threshold);
  const measured = { value: worst.value, error: worst.mcse, row: worst.id };
  if (failing.length === 0) return { verdict: "PASS", measured, reason: null };
  const reason = `does not hold in ${failing.length} of ${rows.length} rows, worst ${worst.id}`;
  return { verdict: "FAIL", measured, reason };
}
