import { badness, type Comparison, type Threshold } from "../data/comparison.ts";
import type { LedgerRow, Parameters } from "../ledger/ledger.ts";

/**
 * The name of the group that a row belongs to.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(groupName(["K", "kernel"], { t: 1, kernel: "forward", K: 1000 }), 'K=1000, kernel="forward"');
 * ```
 */
export function groupName(by: readonly string[], params: Parameters): string {
  return [...by].sort().map((name) => `${name}=${JSON.stringify(params[name])}`).join(", ");
}

/**
 * The sentence for the first row that lacks a parameter which tells the cells apart, or null: its value was averaged over
 * that parameter.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const row = { id: "f5(t=2000)", params: { t: 2000 } } as never;
 * assert.equal(rowAveragedOver(["t"], [row]), null);
 * assert.equal(rowAveragedOver(["K"], [row]), "row f5(t=2000): averaged over K, which is registered per cell");
 * ```
 */
export function rowAveragedOver(cells: readonly string[], rows: readonly LedgerRow[]): string | null {
  for (const { id, params } of rows) {
    const lacking = cells.find((name) => !Object.hasOwn(params, name));
    if (lacking !== undefined) return `row ${id}: averaged over ${lacking}, which is registered per cell`;
  }
  return null;
}

/** What became of a group, for the choice of the worst. */
export interface JudgedGroup {
  readonly passed: boolean;
  readonly value: number | string;
  readonly threshold: Threshold;
}

/**
 * The index of the group that fails by most, or where all hold is nearest to failing; the first of equals. Groups with
 * thresholds of their own are ordered by their distance from it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const group = (value: number, threshold: number) => ({ passed: value <= threshold, value, threshold });
 * assert.equal(worstGroup([group(1, 3), group(2, 3)], "<="), 1);
 * assert.equal(worstGroup([group(1, 1.5), group(2, 3)], "<="), 0);
 * ```
 */
export function worstGroup(groups: readonly JudgedGroup[], comparison: Comparison): number {
  const own = groups.some(({ threshold }) => threshold !== groups[0]!.threshold);
  const failing = groups.some((group) => !group.passed);
  let worst = -1, most = -Infinity;
  groups.forEach(({ passed, value, threshold }, i) => {
    if (failing && passed) return;
    const bad = badness(value, comparison, threshold);
    const distance = own && typeof threshold === "number" ? bad - badness(threshold, comparison, threshold) : bad;
    // Equal infinities are no distance apart.
    const amount = Number.isNaN(distance) ? 0 : distance;
    if (worst >= 0 && amount <= most) return;
    worst = i;
    most = amount;
  });
  return worst;
}
