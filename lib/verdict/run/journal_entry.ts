import type { LedgerInput, LedgerRow } from "../ledger/ledger.ts";
import { inputShape, rowShape } from "../ledger/ledger_shape.ts";
import type { RunMode } from "../registration/preregistration.ts";
import { EXPERIMENT_NAME, NAME } from "../data/names.ts";
import * as is from "../data/shape.ts";

/** What a run must have in common with an interrupted one to go on from it: the first line of a journal. */
export interface JournalHeader {
  readonly schemaVersion: 1;
  readonly experiment: string;
  readonly mode: RunMode;
  readonly preregistrationDigest: string | null;
  /** "sha256:…" of the library's code, of the lock file and of the notebook's cells; null where unknown. */
  readonly code: string | null;
  readonly lock: string | null;
  readonly notebook: string | null;
  /** The seeds that run. */
  readonly seeds: Readonly<Record<string, number>>;
  /** When the run began, before any interruption; ISO 8601, UTC. Runs that differ only in this are the same run. */
  readonly startedAt: string;
}

/** A row recorded by itself. */
export interface JournalRow {
  readonly kind: "row";
  /** Wall time of the run so far, in seconds, without the pause of an interruption. */
  readonly elapsed: number;
  readonly row: LedgerRow;
}

/** A complete cell of the grid. */
export interface JournalCell {
  readonly kind: "cell";
  readonly elapsed: number;
  /** Made from the cell's parameters by {@link cellId}. */
  readonly cell: string;
  readonly rows: readonly LedgerRow[];
  /** Digests of the weights that the cell ran on. */
  readonly weights: readonly string[];
  /** What the cell read. */
  readonly inputs: readonly LedgerInput[];
}

/** The projection of the budget. */
export interface JournalBudget {
  readonly kind: "budget";
  readonly elapsed: number;
  readonly rows: readonly LedgerRow[];
}

/** A line of a journal after the first. */
export type JournalEntry = JournalRow | JournalCell | JournalBudget;

const digest = is.nullable(is.text('"sha256:" and 64 hexadecimal digits', /^sha256:[0-9a-f]{64}$/));
const elapsed = is.number({ minimum: 0 });
const rows = is.list(rowShape);

/** The shape of a {@link JournalHeader}. */
export const headerShape: is.Shape = is.fields({
  schemaVersion: is.oneOf(1),
  experiment: is.text("a file name", EXPERIMENT_NAME),
  mode: is.oneOf("quick", "full"),
  preregistrationDigest: digest,
  code: digest,
  lock: digest,
  notebook: digest,
  seeds: is.recordOf(is.number({ minimum: 0, integer: true }), NAME),
  startedAt: is.someText,
});

const shapes: Readonly<Record<JournalEntry["kind"], is.Shape>> = {
  row: is.fields({ kind: is.oneOf("row"), elapsed, row: rowShape }),
  cell: is.fields({
    kind: is.oneOf("cell"),
    elapsed,
    cell: is.someText,
    rows,
    weights: is.list(is.someText),
    inputs: is.list(inputShape),
  }),
  budget: is.fields({ kind: is.oneOf("budget"), elapsed, rows }),
};

/** The shape of a {@link JournalEntry}. */
export const entryShape: is.Shape = (value, path, problems) => {
  const kind = is.isRecord(value) ? value.kind : undefined;
  if (kind === "row" || kind === "cell" || kind === "budget") shapes[kind](value, path, problems);
  else problems.push(`kind: expected one of "row", "cell", "budget", got ${is.quoted(kind)}`);
};
