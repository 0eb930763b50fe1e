import { comparable, holds } from "./comparison.ts";
import { decodeValue } from "./encoded_value.ts";
import type { LedgerRow, Parameters } from "./ledger.ts";
import type { Estimand, Where } from "./preregistration.ts";
import { rowId } from "./row_id.ts";

/** A row that may be used, its value decoded; `paired` is the value of the measure `against`. */
export interface SelectedRow {
  readonly id: string;
  readonly value: number | string;
  readonly paired: number | string | null;
  readonly mcse: number | null;
}

/** The rows an estimand stands on, in the order of their ids, or why it cannot be formed. */
export type Selection = { readonly rows: readonly SelectedRow[] } | { readonly reason: string };

/**
 * Whether a row's parameters satisfy a selection.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(matches({ m: 4, kernel: "forward" }, { m: [4, 5] }), true);
 * assert.equal(matches({ m: 4 }, { toString: "x" }), false);
 * ```
 */
export function matches(params: Parameters, where: Where = {}): boolean {
  return Object.entries(where).every(([name, wanted]) => {
    if (!Object.hasOwn(params, name)) return false;
    return Array.isArray(wanted) ? wanted.includes(params[name]!) : params[name] === wanted;
  });
}

/**
 * The rows of an estimand. It cannot be formed when the basis is not registered, when rows are missing or too many, or
 * when one of them is not `ok` or is NaN: nothing is averaged over what was not measured.
 *
 * @param basis how many rows the registration asks for in this mode, or null.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(selectRows({ measure: "tau", aggregate: "max" }, [], 3), { reason: "0 of 3 rows of tau" });
 * ```
 */
export function selectRows(estimand: Estimand, rows: readonly LedgerRow[], basis: number | null): Selection {
  if (basis === null) return { reason: "not registered for this mode" };
  const { measure, given } = estimand;
  const counted = given?.measure ?? measure;
  const basisRows = rows.filter((row) => row.measure === counted && matches(row.params, estimand.where));
  if (basisRows.length < basis) return { reason: `${basisRows.length} of ${basis} rows of ${counted}` };
  if (basisRows.length > basis) {
    return { reason: `${basisRows.length} rows of ${counted} where ${basis} are registered` };
  }
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ordered = [...basisRows].sort((a, b) => a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  const selected: SelectedRow[] = [];
  const seen = new Set<string>();
  for (const basisRow of ordered) {
    if (seen.has(basisRow.id)) return { reason: `row ${basisRow.id} stands twice` };
    seen.add(basisRow.id);
    if (given !== undefined) {
      const condition = admissible(basisRow);
      if (typeof condition === "object") return condition;
      if (!comparable(condition, given.threshold)) return { reason: incomparable(basisRow.id, condition) };
      if (!holds(condition, given.comparison, given.threshold)) continue;
    }
    const id = rowId(measure, basisRow.params);
    const row = byId.get(id);
    if (row === undefined) return { reason: `row ${id} is missing` };
    const value = admissible(row);
    if (typeof value === "object") return value;
    let paired: number | string | null = null;
    if (estimand.against !== undefined) {
      const otherId = rowId(estimand.against, basisRow.params);
      const other = byId.get(otherId);
      if (other === undefined) return { reason: `row ${otherId} is missing` };
      const otherValue = admissible(other);
      if (typeof otherValue === "object") return otherValue;
      paired = otherValue;
    }
    selected.push({ id: row.id, value, paired, mcse: row.mcse });
  }
  return selected.length === 0 ? { reason: `no cell satisfies the condition on ${counted}` } : { rows: selected };
}

/** The sentence for a value of the wrong kind. */
export function incomparable(id: string, value: number | string): string {
  return `row ${id} holds ${JSON.stringify(value)}, which cannot be compared with the threshold`;
}

function admissible(row: LedgerRow): number | string | { reason: string } {
  if (row.status !== "ok") return { reason: `row ${row.id} is ${row.status}: ${row.reason ?? "no reason given"}` };
  const value = row.value === null ? NaN : decodeValue(row.value);
  return Number.isNaN(value) ? { reason: `row ${row.id} is NaN` } : value;
}
