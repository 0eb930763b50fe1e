import { InputError } from "../../errors.ts";
import { encodeValue } from "../data/encoded_value.ts";
import type { Adequacy, LedgerRow, Parameters, RowStatus } from "./ledger.ts";
import { rowShape } from "./ledger_shape.ts";
import { frozenCopy } from "../data/plain_data.ts";
import { rowId } from "./row_id.ts";
import { isRecord, problemsOf } from "../data/shape.ts";

/** A value to record. */
export interface Recording {
  readonly measure: string;
  readonly params?: Parameters;
  /** null only with a status other than `ok`. */
  readonly value: number | string | null;
  readonly unit: string;
  /** How many samples the value stands on; 1 for an exact value. */
  readonly n: number;
  /** Monte-Carlo standard error; leave it out for an exact value. */
  readonly mcse?: number | null;
  /** `ok` unless said. */
  readonly status?: RowStatus;
  /** Why the status is not `ok`. */
  readonly reason?: string | null;
  /** Where a figure was taken from that this run did not measure. */
  readonly source?: string;
  /** What the value stands on, for rules that ask whether it may be used. */
  readonly adequacy?: Adequacy;
}

/**
 * The frozen row of a recording, its value encoded and its id made.
 *
 * @throws {InputError} for NaN with the status `ok` and for anything else that `ledger.schema.json` refuses.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const row = makeRow({ measure: "gap", params: { m: 4 }, value: Infinity, unit: "1/sweep", n: 1 });
 * assert.deepEqual([row.id, row.value, row.mcse, row.status], ["gap(m=4)", "Infinity", null, "ok"]);
 * ```
 */
export function makeRow(recording: Recording): LedgerRow {
  const { measure, params = {}, value, unit, n, mcse = null, status = "ok", reason = null, source, adequacy } =
    recording;
  const names = isRecord(params) ? params : {};
  const row = {
    id: rowId(measure, names),
    params,
    measure,
    value: value === null || value === undefined ? null : encodeValue(value),
    mcse,
    n,
    unit,
    status,
    reason,
    ...(source === undefined ? {} : { source }),
    ...(adequacy === undefined ? {} : { adequacy }),
  };
  const copy: unknown = frozenCopy(row, `the row ${row.id}`);
  const problems = problemsOf(rowShape, copy);
  if (problems !== null) throw new InputError(`Recording ${row.id} failed: ${problems}`);
  return copy as LedgerRow;
}
