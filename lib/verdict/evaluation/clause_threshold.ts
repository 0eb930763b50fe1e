import type { Threshold } from "../data/comparison.ts";
import { decodeValue } from "../data/encoded_value.ts";
import { valueOf } from "./judge_group.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Clause, Estimand, RunMode } from "../registration/preregistration.ts";
import { type RowRules, selectRows } from "./select_rows.ts";

/** The threshold of each group, by its name, or why there is none. */
export type ThresholdOf = (group: string | null) => Threshold | { readonly reason: string };

/**
 * Whether a threshold is computed from the rows.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(isEstimand({ measure: "y", aggregate: "max" }), true);
 * assert.equal(isEstimand([0, 1]), false);
 * ```
 */
export function isEstimand(threshold: Threshold | Estimand): threshold is Estimand {
  return typeof threshold === "object" && "measure" in threshold;
}

/**
 * The threshold of a clause: as registered, or computed from the rows on the clause's own basis and under its rules, for
 * each group by itself where it is grouped.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const clause = {
 *   estimand: { measure: "x", aggregate: "max" },
 *   comparison: "<=",
 *   threshold: { measure: "y", aggregate: "max" },
 *   basis: { full: 1, quick: null },
 * } as const;
 * assert.deepEqual(clauseThreshold(clause, [], "full")(null), { reason: "threshold: 0 of 1 rows of y" });
 * assert.equal(clauseThreshold({ ...clause, threshold: 3 }, [], "full")(null), 3);
 * ```
 */
export function clauseThreshold(
  clause: Clause,
  rows: readonly LedgerRow[],
  mode: RunMode,
  rules: RowRules = {},
): ThresholdOf {
  const { threshold } = clause;
  if (!isEstimand(threshold)) {
    const fixed = typeof threshold === "string" ? decodeValue(threshold) : threshold;
    return () => fixed;
  }
  const selection = selectRows(threshold, rows, clause.basis[mode], rules);
  if ("reason" in selection) return () => ({ reason: `threshold: ${selection.reason}` });
  const values = new Map(selection.groups.map(({ name, rows }) => [name, valueOf(threshold, rows)]));
  return (group) => {
    const value = values.get(threshold.by === undefined ? null : group) ?? `no rows of ${threshold.measure}`;
    return typeof value === "string" ? { reason: `threshold: ${value}` } : value.value;
  };
}
