import { InputError } from "../../errors.ts";
import { CellsMissingError } from "./cells_missing_error.ts";
import type { JournalCell } from "./journal_entry.ts";
import type { LedgerInput } from "../ledger/ledger.ts";
import { withInput } from "./read_inputs.ts";
import type { RecordedRows } from "./recorded_rows.ts";
import type { RunJournal } from "./run_journal.ts";
import type { SweepCells } from "./sweep_cells.ts";

/** What a running notebook has collected; a cell of the grid adds to it whole or not at all. */
export interface Collected {
  readonly rows: RecordedRows;
  weights: readonly string[];
  inputs: readonly LedgerInput[];
}

/** The cells of the grid of a running notebook, one open at a time. */
export class GridCells {
  readonly #collected: Collected;
  readonly #journal: RunJournal;
  readonly #elapsed: () => number;
  readonly #sweep: SweepCells | null;
  readonly #complete = new Set<string>();
  #open: string | null = null;

  constructor(collected: Collected, journal: RunJournal, elapsed: () => number, sweep: SweepCells | null = null) {
    this.#collected = collected;
    this.#journal = journal;
    this.#elapsed = elapsed;
    this.#sweep = sweep;
  }

  /** The id of the open cell. */
  get open(): string | null {
    return this.#open;
  }

  /** @throws {InputError} while a cell is open: what is `attempted` would take part of it for the whole. */
  refuseInside(attempted: string): void {
    if (this.#open !== null) throw new InputError(`${attempted} failed: ${this.#open} is not complete; await it first`);
  }

  /** Runs a cell, or takes up its rows from before an interruption or from the store of a sweep. @returns whether it ran. */
  async run(id: string, measure: () => unknown): Promise<boolean> {
    this.refuseInside(`Opening ${id}`);
    if (this.#complete.has(id)) {
      throw new InputError(`Opening ${id} failed: it is already there; give the cell another parameter`);
    }
    const before = this.#journal.resumption.cell(id);
    let ran = false;
    if (before !== null) this.#takeUp(before);
    else if (this.#sweep !== null) ran = await this.#swept(id, measure, this.#sweep);
    else {
      await this.#measured(id, measure, (cell) => this.#journal.append({ ...cell, elapsed: this.#elapsed() }, true));
      ran = true;
    }
    this.#complete.add(id);
    return ran;
  }

  async #swept(id: string, measure: () => unknown, sweep: SweepCells): Promise<boolean> {
    if (this.#takenUp(id, sweep)) return false;
    if (!sweep.claim(id)) {
      sweep.skip(id);
      return false;
    }
    try {
      // Whoever had the claim before may have made it meanwhile.
      if (this.#takenUp(id, sweep)) return false;
      const startedAt = new Date().toISOString();
      await this.#measured(id, measure, (cell) => sweep.keep(cell, startedAt));
      return true;
    } catch (error) {
      if (error instanceof CellsMissingError) sweep.skip(id);
      else sweep.fail(id, error);
      return false;
    } finally {
      sweep.release(id);
    }
  }

  #takenUp(id: string, sweep: SweepCells): boolean {
    const stored = sweep.take(id);
    if (stored === null) return false;
    this.#takeUp(stored);
    this.#journal.append({ ...stored, elapsed: this.#elapsed() }, true);
    return true;
  }

  #takeUp({ rows, weights, inputs }: JournalCell): void {
    for (const row of rows) this.#collected.rows.add(row);
    this.#collected.weights = [...this.#collected.weights, ...weights];
    this.#collected.inputs = inputs.reduce(withInput, this.#collected.inputs);
  }

  /** Measures a cell and hands it to `keep`, with the seconds that it took by itself as `elapsed`. */
  async #measured(id: string, measure: () => unknown, keep: (cell: JournalCell) => void): Promise<void> {
    const collected = this.#collected, began = this.#elapsed();
    const { weights, inputs } = collected, count = collected.rows.rows.length;
    this.#open = id;
    try {
      await measure();
      keep({
        kind: "cell",
        elapsed: this.#elapsed() - began,
        cell: id,
        rows: collected.rows.rows.slice(count),
        weights: collected.weights.slice(weights.length),
        inputs: collected.inputs.slice(inputs.length),
      });
    } catch (error) {
      collected.rows.forgetAfter(count);
      collected.weights = weights;
      collected.inputs = inputs;
      throw error;
    } finally {
      this.#open = null;
    }
  }
}
