import type { LedgerRow, Parameters } from "../ledger/ledger.ts";
import { groupName } from "../evaluation/groups.ts";
import type { Estimand } from "../registration/preregistration.ts";
import { rowId } from "../ledger/row_id.ts";
import { matches } from "../evaluation/select_rows.ts";
import { countedMeasure } from "./bases.ts";

/** One cell that an estimand reads, by the ids of its rows. */
export interface ReadCell {
  /** The row of the estimand's own measure. */
  readonly row: string;
  /** The row of its condition `given`, where it has one. */
  readonly given: string | null;
  /** The row of the measure `against`, where it has one. */
  readonly paired: string | null;
}

/** The cells that an estimand reads, in the groups that it keeps apart; those of the rows of its condition, if it has one. */
export function readCells(
  estimand: Estimand,
  rows: readonly Pick<LedgerRow, "id" | "measure" | "params">[],
): readonly (readonly ReadCell[])[] {
  const counted = countedMeasure(estimand);
  const groups = new Map<string, ReadCell[]>();
  for (const row of rows) {
    if (row.measure !== counted || !matches(row.params, estimand.where)) continue;
    const name = groupName(estimand.by ?? [], row.params);
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(cellAt(estimand, row.params));
  }
  return [...groups.values()];
}

function cellAt({ measure, given, against }: Estimand, params: Parameters): ReadCell {
  return {
    row: rowId(measure, params),
    given: given === undefined ? null : rowId(given.measure, params),
    paired: against === undefined ? null : rowId(against, params),
  };
}
