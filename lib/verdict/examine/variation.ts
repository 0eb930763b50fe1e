import { encodeValue } from "../data/encoded_value.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Rows } from "./base_ledger.ts";

/** What is changed of a ledger: rows by the ids they replace, null for a row that is taken out. */
export interface Variation {
  /** In words, such as "1 of 20 naiveOverlap at 1e-13". */
  readonly statement: string;
  readonly rows: ReadonlyMap<string, LedgerRow | null>;
}

/** A ledger with variations, the later over the earlier. */
export function varied(base: Rows, ...variations: readonly Variation[]): readonly LedgerRow[] {
  const rows = new Map<string, LedgerRow | null>(base);
  for (const variation of variations) {
    for (const [id, row] of variation.rows) rows.set(id, row);
  }
  return [...rows.values()].filter((row) => row !== null);
}

/** A variation of the values of rows, the rest of each row as it is; ids of no row are passed over. */
export function ofValues(
  base: Rows,
  statement: string,
  values: Iterable<readonly [id: string, value: number | string | undefined]>,
): Variation {
  const rows = new Map<string, LedgerRow>();
  for (const [id, value] of values) {
    const row = base.get(id);
    if (row !== undefined && value !== undefined) rows.set(id, { ...row, value: encodeValue(value) });
  }
  return { statement, rows };
}
