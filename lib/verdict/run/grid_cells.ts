import { InputError } from "../../errors.ts";
import type { LedgerInput } from "../ledger/ledger.ts";
import { withInput } from "./read_inputs.ts";
import type { RecordedRows } from "./recorded_rows.ts";
import type { RunJournal } from "./run_journal.ts";

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
  readonly #complete = new Set<string>();
  #open: string | null = null;

  constructor(collected: Collected, journal: RunJournal, elapsed: () => number) {
    this.#collected = collected;
    this.#journal = journal;
    this.#elapsed = elapsed;
  }

  /** The id of the open cell. */
  get open(): string | null {
    return this.#open;
  }

  /** @throws {InputError} while a cell is open: what is `attempted` would take part of it for the whole. */
  refuseInside(attempted: string): void {
    if (this.#open !== null) throw new InputError(`${attempted} failed: ${this.#open} is not complete; await it first`);
  }

  /** Runs a cell, or takes up its rows from before an interruption. @returns whether it ran. */
  async run(id: string, measure: () => unknown): Promise<boolean> {
    this.refuseInside(`Opening ${id}`);
    if (this.#complete.has(id)) {
      throw new InputError(`Opening ${id} failed: it is already there; give the cell another parameter`);
    }
    const before = this.#journal.resumption.cell(id);
    if (before === null) await this.#measured(id, measure);
    else {
      for (const row of before.rows) this.#collected.rows.add(row);
      this.#collected.weights = [...this.#collected.weights, ...before.weights];
      this.#collected.inputs = before.inputs.reduce(withInput, this.#collected.inputs);
    }
    this.#complete.add(id);
    return before === null;
  }

  async #measured(id: string, measure: () => unknown): Promise<void> {
    const collected = this.#collected;
    const { weights, inputs } = collected, count = collected.rows.rows.length;
    this.#open = id;
    try {
      await measure();
      this.#journal.append({
        kind: "cell",
        elapsed: this.#elapsed(),
        cell: id,
        rows: collected.rows.rows.slice(count),
        weights: collected.weights.slice(weights.length),
        inputs: collected.inputs.slice(inputs.length),
      }, true);
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
