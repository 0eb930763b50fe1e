import { comparable, holds } from "../data/comparison.ts";
import { groupName, rowAveragedOver } from "./groups.ts";
import type { LedgerRow, Parameters } from "../ledger/ledger.ts";
import type { Crossings, Estimand, Requirement, Where } from "../registration/preregistration.ts";
import { rowId } from "../ledger/row_id.ts";
import { rowReader, type UsableRow } from "./row_reader.ts";

/** A row that may be used, its value decoded; `paired` is the value of the measure `against`. */
export interface SelectedRow extends UsableRow {
  readonly paired: number | string | null;
}

/** Rows that agree in the parameters of `by`; one group without a name where nothing is grouped. */
export interface RowGroup {
  /** Such as "K=1000", or null. */
  readonly name: string | null;
  /** In the order of their ids; empty only where a count found no cell that satisfies its condition. */
  readonly rows: readonly SelectedRow[];
}

/** The rows an estimand stands on, in the order of their ids, or why it cannot be formed. */
export type Selection = { readonly groups: readonly RowGroup[] } | { readonly reason: string };

/** What the registration asks of the rows of one clause. */
export interface RowRules {
  /** Parameters that every row must have. */
  readonly per?: readonly string[];
  readonly requires?: readonly Requirement[];
  readonly crossings?: Crossings;
}

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
 * The rows of an estimand, in their groups. It cannot be formed when the basis is not registered, when rows are missing or
 * too many, when one was averaged over a parameter that is registered per cell, or when one is not `ok`, is NaN, ran on
 * stale weights, was read elsewhere than at a registered crossing, or does not meet a requirement: nothing is averaged over
 * what was not measured. Requirements are asked of the rows whose values are used, not of those of the condition `given`.
 *
 * @param basis how many rows the registration asks for in this mode, or null.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(selectRows({ measure: "tau", aggregate: "max" }, [], 3), { reason: "0 of 3 rows of tau" });
 * ```
 */
export function selectRows(
  estimand: Estimand,
  rows: readonly LedgerRow[],
  basis: number | null,
  rules: RowRules = {},
): Selection {
  if (basis === null) return { reason: "not registered for this mode" };
  const { measure, given, by = [] } = estimand;
  const counted = given?.measure ?? measure;
  const ofMeasure = rows.filter((row) => row.measure === counted).sort((a, b) =>
    a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  );
  const basisRows = ofMeasure.filter((row) => matches(row.params, estimand.where));
  const cells = [...by, ...rules.per ?? []];
  const averaged = rowAveragedOver(cells, basisRows);
  if (averaged !== null) return { reason: averaged };
  if (basisRows.length < basis) {
    const hint = rowAveragedOver(
      cells,
      ofMeasure.filter((row) => matchesWhereItCan(row.params, estimand.where, cells)),
    );
    return { reason: `${basisRows.length} of ${basis} rows of ${counted}${hint === null ? "" : `; ${hint}`}` };
  }
  if (basisRows.length > basis) {
    return { reason: `${basisRows.length} rows of ${counted} where ${basis} are registered` };
  }
  const reader = rowReader(rows, rules.crossings);
  const groups = new Map<string | null, SelectedRow[]>();
  for (const { id, params } of basisRows) {
    const name = by.length === 0 ? null : groupName(by, params);
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    if (given !== undefined) {
      const condition = reader(id, []);
      if ("reason" in condition) return condition;
      if (!comparable(condition.value, given.threshold)) return { reason: incomparable(id, condition.value) };
      if (!holds(condition.value, given.comparison, given.threshold)) continue;
    }
    const row = reader(rowId(measure, params), rules.requires);
    if ("reason" in row) return row;
    const other = estimand.against === undefined ? null : reader(rowId(estimand.against, params), rules.requires);
    if (other !== null && "reason" in other) return other;
    group.push({ ...row, paired: other?.value ?? null });
  }
  const empty = [...groups].find(([, group]) => group.length === 0);
  if (empty !== undefined && estimand.aggregate !== "count") {
    const place = empty[0] === null ? "" : ` at ${empty[0]}`;
    return { reason: `no cell satisfies the condition on ${counted}${place}` };
  }
  return { groups: [...groups].map(([name, group]) => ({ name, rows: group })) };
}

/** The sentence for a value of the wrong kind. */
export function incomparable(id: string, value: number | string): string {
  return `row ${id} holds ${JSON.stringify(value)}, which cannot be compared with the threshold`;
}

/** Whether the parameters satisfy the selection but for those of `cells` that they lack. */
function matchesWhereItCan(params: Parameters, where: Where = {}, cells: readonly string[]): boolean {
  const asked = Object.entries(where).filter(([name]) => Object.hasOwn(params, name) || !cells.includes(name));
  return matches(params, Object.fromEntries(asked));
}
