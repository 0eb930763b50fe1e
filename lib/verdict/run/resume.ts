import canonicalize from "canonicalize";
import { InputError } from "../../errors.ts";
import type { JournalBudget, JournalCell, JournalEntry } from "./journal_entry.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import { quoted } from "../data/shape.ts";

interface Recorded {
  readonly row: LedgerRow;
  /** Null for a row recorded by itself. */
  readonly cell: string | null;
}

/**
 * What an interrupted run has left, taken up by the run that goes on from it. The notebook runs again from its first
 * cell, so everything comes in the order of an uninterrupted run, and only complete cells of the grid are spared.
 */
export class Resumption {
  /** Wall time of the run before the interruption, in seconds. */
  readonly elapsed: number;
  /** The projection of the budget, if it has been made. */
  readonly budget: JournalBudget | null;
  readonly #path: string;
  readonly #cells: ReadonlyMap<string, JournalCell>;
  readonly #rows: ReadonlyMap<string, Recorded>;

  /** From the entries of the journal at `path`. */
  constructor(path: string, entries: readonly JournalEntry[]) {
    this.#path = path;
    this.elapsed = entries.at(-1)?.elapsed ?? 0;
    this.budget = entries.find((entry) => entry.kind === "budget") ?? null;
    const cells = entries.filter((entry) => entry.kind === "cell");
    const single = entries.filter((entry) => entry.kind === "row");
    this.#cells = new Map(cells.map((entry) => [entry.cell, entry]));
    this.#rows = new Map<string, Recorded>([
      ...single.map(({ row }) => [row.id, { row, cell: null }] as const),
      ...cells.flatMap(({ cell, rows }) => rows.map((row) => [row.id, { row, cell }] as const)),
    ]);
  }

  /** The complete cell of this id, if there is one. */
  cell(id: string): JournalCell | null {
    return this.#cells.get(id) ?? null;
  }

  /**
   * Whether this row is there since before the interruption; `cell` is the cell in which it is recorded now, if any.
   *
   * @throws {InputError} when it was recorded with other bits, or in another place: the run is not deterministic then.
   */
  has(row: LedgerRow, cell: string | null): boolean {
    const before = this.#rows.get(row.id);
    if (before === undefined) return false;
    if (before.cell !== null || cell !== null) {
      throw this.#changed(
        row.id,
        `it was recorded ${before.cell === null ? "outside of a cell" : `in ${before.cell}`}`,
      );
    }
    if (canonicalize(before.row) === canonicalize(row)) return true;
    throw this.#changed(row.id, difference(before.row, row));
  }

  #changed(id: string, what: string): InputError {
    return new InputError(
      `Recording ${id} failed: ${what} before the interruption, so the run is not deterministic; what cannot be ` +
        `repeated belongs into a cell of the grid; delete ${JSON.stringify(this.#path)} to start the run afresh`,
    );
  }
}

function difference(before: LedgerRow, now: LedgerRow): string {
  const keys = Object.keys({ ...before, ...now }) as (keyof LedgerRow)[];
  const field = keys.find((key) => canonicalize(before[key]) !== canonicalize(now[key]))!;
  return `its ${field} is ${quoted(now[field])} and was ${quoted(before[field])}`;
}
