import { decodeValue } from "../data/encoded_value.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Crossings, Requirement } from "../registration/preregistration.ts";
import { inadequacy } from "./requirements.ts";

/** The value of a row that may be used. */
export interface UsableRow {
  readonly id: string;
  readonly value: number | string;
  readonly mcse: number | null;
}

/** Reads a row by its id: its value when it may be used, else why not. */
export type RowReader = (id: string, requires?: readonly Requirement[]) => UsableRow | { readonly reason: string };

/**
 * A reader of the rows. A row may not be used when it is missing or ambiguous, not `ok` or NaN, was read elsewhere than at
 * a registered crossing, or is not adequate (see {@link inadequacy}).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(rowReader([])("gap"), { reason: "row gap is missing" });
 * ```
 */
export function rowReader(rows: readonly LedgerRow[], crossings?: Crossings): RowReader {
  const byId = new Map<string, LedgerRow>();
  const repeated = new Set<string>();
  for (const row of rows) {
    if (byId.has(row.id)) repeated.add(row.id);
    byId.set(row.id, row);
  }
  return (id, requires = []) => {
    const row = byId.get(id);
    if (row === undefined) return { reason: `row ${id} is missing` };
    if (repeated.has(id)) return { reason: `row ${id} stands twice` };
    if (row.status !== "ok") return { reason: `row ${id} is ${row.status}: ${row.reason ?? "no reason given"}` };
    const reason = betweenCrossings(row, crossings) ?? inadequacy(row, requires);
    if (reason !== null) return { reason };
    const value = row.value === null ? NaN : decodeValue(row.value);
    return Number.isNaN(value) ? { reason: `row ${id} is NaN` } : { id, value, mcse: row.mcse };
  };
}

function betweenCrossings({ id, params }: LedgerRow, crossings: Crossings | undefined): string | null {
  if (crossings === undefined || !Object.hasOwn(params, crossings.parameter)) return null;
  const at = params[crossings.parameter]!;
  if (crossings.registered.includes(at)) return null;
  const registered = crossings.registered.map((crossing) => JSON.stringify(crossing)).join(", ");
  return `row ${id}: read at ${crossings.parameter}=${
    JSON.stringify(at)
  }, and registered are the crossings ${registered}`;
}
