import type { Evaluation } from "../evaluation/evaluation.ts";
import type { BudgetDecision } from "./budget_projection.ts";
import type { Ledger, LedgerRow, Parameters } from "../ledger/ledger.ts";
import type { Preregistration, RunMode, Where } from "../registration/preregistration.ts";
import type { Recording } from "../ledger/recording.ts";

/** The ledger of a running notebook. */
export interface OpenLedger {
  readonly mode: RunMode;
  /** Where {@link OpenLedger.save} writes. */
  readonly path: string;
  /** Everything recorded so far, in the order in which it was recorded. */
  readonly rows: readonly LedgerRow[];
  /** The seeds that run: the registration's, but for those that a re-execution has replaced. */
  readonly seeds: Readonly<Record<string, number>>;
  /** One of the seeds. */
  seed(name: string): number;
  /**
   * Records one value and returns its row. In a run that goes on after an interruption the value must be the one that was
   * recorded before, to the last bit.
   */
  record(recording: Recording): LedgerRow;
  /**
   * One cell of the grid: runs `measure`, which records the cell's rows, and keeps them when it has ended; when it throws,
   * none of them stays. A run that goes on after an interruption has the rows of its complete cells and does not measure
   * them again. One cell at a time; what `measure` computes besides its rows is not there after an interruption, nor in a
   * sweep, whose cells are made in several processes. There a cell that reads other cells by `value` is made as soon as those
   * are there; one that reads by `values` or `rows` waits for all cells before it.
   *
   * @returns whether `measure` ran.
   */
  cell(params: Parameters, measure: () => unknown): Promise<boolean>;
  /**
   * The registered projection of the budget, to be called after each cell with the number of complete cells and that of
   * all. At the registered share it records `budgetDecision` and `projectedSeconds`.
   *
   * @returns the decision; null before that point, without a registered projection and in quick mode.
   */
  budget(done: number, total: number): BudgetDecision | null;
  /**
   * {@link OpenLedger.budget} for a notebook that ends there when it must: on "HALT" it saves the ledger, whose outcome is
   * HALT, and throws a BudgetHaltError, which a runner takes for a result.
   */
  proceed(done: number, total: number): Promise<void>;
  /** Notes the weights digest of a model that the notebook runs on; the ledger keeps one digest over all of them, in order. */
  useWeights(digest: string): void;
  /** Notes another ledger, or a file, that the notebook has read: the experiment or the file's name, and "sha256:…". */
  uses(name: string, digest: string): void;
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
