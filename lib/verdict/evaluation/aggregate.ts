import { comparable, holds } from "../data/comparison.ts";
import type { Estimand } from "../registration/preregistration.ts";
import { incomparable, type SelectedRow } from "./select_rows.ts";
import { spearman } from "../data/spearman.ts";

/** One value made of the selected rows, with its standard error and the row it came from where it is one row. */
export interface Aggregated {
  readonly value: number | string;
  readonly error: number | null;
  readonly row: string | null;
}

/**
 * The value of an estimand over its rows, for every aggregate but `every` (which keeps the rows apart, see
 * {@link worstRow}). The standard error is the row's for `max`, `min` and `single`, and that of independent rows for `mean`
 * and `median`, for the median in the normal approximation: √(π/2) times that of the mean (Cramér, Mathematical Methods of
 * Statistics, §28.5). It is null for the others, and where a row has none.
 *
 * @returns the value, or a sentence that says why there is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = [1, 2, 6].map((value, i) => ({ id: `r${i}`, value, paired: null, mcse: null }));
 * assert.deepEqual(aggregate({ measure: "r", aggregate: "median" }, rows), { value: 2, error: null, row: null });
 * ```
 */
export function aggregate(estimand: Estimand, rows: readonly SelectedRow[]): Aggregated | string {
  const { within } = estimand;
  if (estimand.aggregate === "single") {
    const [row] = rows;
    if (row === undefined || rows.length > 1) return `${rows.length} rows where one is needed`;
    return { value: row.value, error: row.mcse, row: row.id };
  }
  if (within !== undefined) {
    const odd = rows.find((row) => !comparable(row.value, within.threshold));
    if (odd !== undefined) return incomparable(odd.id, odd.value);
    const count = rows.filter((row) => holds(row.value, within.comparison, within.threshold)).length;
    return plain(estimand.aggregate === "share" ? count / rows.length : count);
  }
  const odd = rows.find((row) => typeof row.value !== "number" || typeof row.paired === "string");
  if (odd !== undefined) return `row ${odd.id} is not a number`;
  return numeric(estimand, rows, rows.map((row) => row.value as number));
}

function numeric(estimand: Estimand, rows: readonly SelectedRow[], values: readonly number[]): Aggregated | string {
  switch (estimand.aggregate) {
    case "max":
    case "min": {
      const at = values.indexOf(estimand.aggregate === "max" ? Math.max(...values) : Math.min(...values));
      return { value: values[at]!, error: rows[at]!.mcse, row: rows[at]!.id };
    }
    case "mean":
      return { ...plain(sum(values) / values.length), error: meanError(rows) };
    case "median":
      return { ...plain(median(values)), error: medianError(rows) };
    case "spearman":
      return plain(spearman(values, rows.map((row) => row.paired as number)));
    default:
      return `the aggregate "${estimand.aggregate}" has no single value`;
  }
}

function plain(value: number): Aggregated {
  return { value, error: null, row: null };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function meanError(rows: readonly SelectedRow[]): number | null {
  if (rows.some((row) => row.mcse === null)) return null;
  return Math.sqrt(sum(rows.map((row) => row.mcse! ** 2))) / rows.length;
}

function medianError(rows: readonly SelectedRow[]): number | null {
  const error = meanError(rows);
  if (error === null) return null;
  // The median of one or two rows is their mean.
  return rows.length <= 2 ? error : Math.sqrt(Math.PI / 2) * error;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
