import { InputError } from "../../errors.ts";
import { decodeValue } from "../data/encoded_value.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Where } from "../registration/preregistration.ts";
import { matches } from "../evaluation/select_rows.ts";

/** The rows of a running notebook, in the order in which they were recorded. */
export class RecordedRows {
  /** All rows. */
  readonly rows: LedgerRow[] = [];
  readonly #ids = new Set<string>();

  /** @throws {InputError} when a row with this id is there. */
  refuseTwice(id: string): void {
    if (this.#ids.has(id)) {
      throw new InputError(`Recording ${id} failed: it is already there; give the row another parameter`);
    }
  }

  /** Adds a row at the end. @throws {InputError} as {@link refuseTwice}. */
  add(row: LedgerRow): LedgerRow {
    this.refuseTwice(row.id);
    this.#ids.add(row.id);
    this.rows.push(row);
    return row;
  }

  /** Forgets the rows after the first `count`: those of a cell that failed. */
  forgetAfter(count: number): void {
    for (const row of this.rows.splice(count)) this.#ids.delete(row.id);
  }

  /** All rows with this measure and these parameters. */
  matching(measure: string, where: Where | undefined): LedgerRow[] {
    return this.rows.filter((row) => row.measure === measure && matches(row.params, where));
  }

  /** The values of all rows with this measure and these parameters. @throws {InputError} when there is none, or one is not ok. */
  values(measure: string, where: Where | undefined): (number | string)[] {
    const found = this.matching(measure, where);
    if (found.length === 0) {
      throw new InputError(`Reading ${described(measure, where)} failed: no row has been recorded`);
    }
    return found.map((row) => {
      if (row.status === "ok") return decodeValue(row.value!);
      throw new InputError(
        `Reading ${described(measure, where)} failed: row ${row.id} is ${row.status}: ${row.reason}`,
      );
    });
  }

  /** The value of the only such row. @throws {InputError} as {@link values}, and when there are several. */
  value(measure: string, where: Where | undefined): number | string {
    const found = this.values(measure, where);
    if (found.length === 1) return found[0]!;
    throw new InputError(
      `Reading ${described(measure, where)} failed: ${found.length} rows match; name more parameters`,
    );
  }
}

function described(measure: string, where: Where = {}): string {
  return Object.keys(where).length === 0 ? `"${measure}"` : `"${measure}" where ${JSON.stringify(where)}`;
}
