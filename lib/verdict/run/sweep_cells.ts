import { readFileSync } from "node:fs";
import { CellsMissingError } from "./cells_missing_error.ts";
import { CellStore } from "./cell_store.ts";
import type { JournalCell, JournalHeader } from "./journal_entry.ts";
import { JournalError } from "./journal_error.ts";
import { claimFile, unlockFile } from "./process_lock.ts";
import type { SweepPart } from "./sweep_part.ts";
import { reportCell } from "./sweep_report.ts";

/** The cells of the grid in one process of a sweep. */
export class SweepCells {
  /** Seconds that the cells took which came from the store. */
  seconds = 0;
  readonly #part: SweepPart;
  readonly #store: CellStore;
  readonly #listed: ReadonlySet<string> | null;
  #skipped = 0;

  constructor(part: SweepPart, header: JournalHeader) {
    this.#part = part;
    this.#store = new CellStore(part.store, header);
    this.#listed = typeof part.makes === "string"
      ? null
      : new Set(JSON.parse(readFileSync(part.makes.list, "utf8")) as string[]);
  }

  /** Whether this process makes cells; another one, which has all of them, makes the ledger. */
  get isWorker(): boolean {
    return this.#part.makes !== "none";
  }

  /** Whether cells have been left to others, so that the ledger has gaps. */
  get hasGaps(): boolean {
    return this.#skipped > 0;
  }

  /** The cell, if it is in the store. One that is damaged is removed, and the report says so. */
  take(cell: string): JournalCell | null {
    let stored;
    try {
      stored = this.#store.read(cell);
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      this.#store.remove(cell);
      reportCell(this.#part.report, { state: "damaged", cell, message: error.message });
      return null;
    }
    if (stored === null) return null;
    const { entry, startedAt } = stored, seconds = entry.elapsed;
    this.seconds += seconds;
    reportCell(this.#part.report, { state: "stored", cell, seconds, startedAt });
    return entry;
  }

  /** Whether this process is to make the cell now. */
  claim(cell: string): boolean {
    if (this.#part.makes === "none") return false;
    if (this.#listed !== null) return this.#listed.has(cell);
    return !this.#store.hasFailed(cell) && claimFile(this.#store.path(cell)) === null;
  }

  /** Gives up the claim. */
  release(cell: string): void {
    if (this.#part.makes === "unclaimed") unlockFile(this.#store.path(cell));
  }

  /** Keeps a cell that this process has made. */
  keep(entry: JournalCell, startedAt: string): void {
    this.#store.write(entry, startedAt);
    reportCell(this.#part.report, { state: "made", cell: entry.cell, seconds: entry.elapsed });
  }

  /** Leaves the cell to others, or to a later pass. */
  skip(cell: string): void {
    this.#skipped++;
    reportCell(this.#part.report, { state: "skipped", cell, file: this.#store.path(cell) });
  }

  /** Notes that the cell threw; the others are made all the same. */
  fail(cell: string, error: unknown): void {
    this.#skipped++;
    this.#store.noteFailure(cell);
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    reportCell(this.#part.report, { state: "failed", cell, message });
  }

  /**
   * @param attempted what needs all cells so far; what needs the whole ledger ends a worker in any case.
   * @throws {CellsMissingError} when some are missing.
   */
  refuseGaps(attempted: string, whole = false): void {
    if (!this.hasGaps && !(whole && this.isWorker)) return;
    throw new CellsMissingError(
      `${attempted} stopped: ${this.#skipped} cells of the grid are left to other processes of the sweep`,
    );
  }
}
