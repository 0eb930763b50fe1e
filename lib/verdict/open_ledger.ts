import type { Evaluation } from "./evaluation.ts";
import type { Ledger, LedgerRow } from "./ledger.ts";
import type { Preregistration, RunMode, Where } from "./preregistration.ts";
import type { Recording } from "./recording.ts";

/** The ledger of a running notebook. */
export interface OpenLedger {
  readonly mode: RunMode;
  /** Where {@link OpenLedger.save} writes. */
  readonly path: string;
  /** Everything recorded so far, in the order in which it was recorded. */
  readonly rows: readonly LedgerRow[];
  /** Records one value and returns its row. */
  record(recording: Recording): LedgerRow;
  /** Notes the weights digest of a model that the notebook runs on; the ledger keeps one digest over all of them, in order. */
  useWeights(digest: string): void;
  /** The value of the one row with this measure and these parameters, for interpolation in a text. */
  value(measure: string, where?: Where): number | string;
  /** The values of all rows with this measure and these parameters, at least one, as recorded. */
  values(measure: string, where?: Where): (number | string)[];
  /** The verdict from the rows so far. */
  evaluate(): Evaluation;
  /** Writes the file, whole or not at all, and returns what was written. */
  save(): Promise<Ledger>;
}

/** What a ledger is opened with. */
export interface LedgerOptions {
  /** What {@link preregister} returned; null for a notebook without a pre-registration. */
  readonly registration: Preregistration | null;
  /** The runner's mode, or quick. */
  readonly mode?: RunMode;
  /** The runner's path, or `out/EXPERIMENT.MODE.json`. */
  readonly path?: string;
  /** Seeds of a notebook without a registration; else the registration's are recorded. */
  readonly seeds?: Readonly<Record<string, number>>;
}
