import type { Comparison, Threshold } from "./comparison.ts";
import type { PlainRecord } from "./plain_data.ts";

/** A run is the registered subset (`quick`) or the whole experiment (`full`). */
export type RunMode = "quick" | "full";

/** Who set a rule: P published, C pinned by computing it, O our choice where the program is silent. */
export type Mark = "P" | "C" | "O";

/** A parameter of a ledger row. */
export type ParameterValue = string | number | boolean;

/** Which rows: each named parameter equals the value, or one of the values. */
export type Where = Readonly<Record<string, ParameterValue | readonly ParameterValue[]>>;

/** A condition on the value of one row. */
export interface Condition {
  readonly comparison: Comparison;
  readonly threshold: Threshold;
}

/**
 * How the selected rows become one value. `every` keeps each row by itself: all must satisfy the comparison, and the worst
 * is reported. `count` and `share` are over the condition `within`. `spearman` is the rank correlation with the measure
 * `against`, rows paired by equal parameters. `single` is the value of the one row.
 */
export type Aggregate =
  | "every"
  | "max"
  | "min"
  | "median"
  | "mean"
  | "count"
  | "share"
  | "single"
  | "spearman";

/** What is estimated, from the ledger's rows alone. */
export interface Estimand {
  /** The measure of the rows. */
  readonly measure: string;
  /** Only rows with these parameters; all rows of the measure without it. */
  readonly where?: Where;
  /**
   * Only cells in which another measure satisfies a condition. The basis then counts the rows of that measure, so that it
   * is known before the run; each cell that satisfies it must have a row of `measure`.
   */
  readonly given?: Condition & { readonly measure: string };
  readonly aggregate: Aggregate;
  /** The condition that `count` and `share` count. */
  readonly within?: Condition;
  /** The other measure of `spearman`. */
  readonly against?: string;
}

/** How many rows an estimand must stand on in each mode; null where the mode does not register it. */
export interface Basis {
  readonly full: number;
  readonly quick: number | null;
}

/** A value to report without a verdict. */
export interface Measurement {
  readonly estimand: Estimand;
  readonly basis: Basis;
}

/** One comparison that must hold. A threshold may itself be an estimand; it stands on the same basis. */
export interface Clause extends Measurement {
  readonly comparison: Comparison;
  readonly threshold: Threshold | Estimand;
}

/** What a prediction and a gate have in common. */
export interface RuleHead {
  /** Short and unique, such as "P1". */
  readonly id: string;
  readonly statement: string;
  readonly mark: readonly Mark[];
  /** The published value or verdict, in words, or null where nothing was published. */
  readonly published: string | null;
}

/** A validity gate: when it fails, every prediction and the outcome are HALT. */
export interface Gate extends RuleHead {
  readonly clauses: readonly Clause[];
}

/** A registered prediction: all clauses must hold. */
export interface RuledPrediction extends RuleHead {
  readonly measureOnly?: false;
  readonly clauses: readonly Clause[];
}

/** A registered number that gets no verdict. */
export interface MeasuredPrediction extends RuleHead {
  readonly measureOnly: true;
  readonly clauses: readonly Measurement[];
}

/** A registered prediction, with a verdict or measure-only. */
export type Prediction = RuledPrediction | MeasuredPrediction;

/** Verdict of a prediction. MEASURED is what a measure-only prediction says in place of one. */
export type Verdict = "PASS" | "FAIL" | "NOT-CHECKED" | "HALT" | "MEASURED";

/** Every verdict. */
export const VERDICTS: readonly Verdict[] = ["PASS", "FAIL", "NOT-CHECKED", "HALT", "MEASURED"];

/** A row of the decision table: the token holds when each named prediction has one of the listed verdicts. */
export interface OutcomeRow {
  readonly token: string;
  readonly when: Readonly<Record<string, readonly Verdict[]>>;
}

/** What an experiment fixes before any data. */
export interface Preregistration {
  readonly schemaVersion: 1;
  /** The notebook's name, such as "01-exact-diagonalisation". */
  readonly experiment: string;
  readonly question: string;
  /** The model that is sampled. */
  readonly substrate: string;
  /** The transition kernel. */
  readonly kernel: string;
  /** The unit of time, such as "single-site steps". */
  readonly unit: string;
  /** The cells of the whole experiment, in the notebook's own words. */
  readonly grid: PlainRecord;
  /** Name → seed, whole numbers of at least 0. */
  readonly seeds: Readonly<Record<string, number>>;
  readonly constants: PlainRecord;
  /** The registered subset that quick mode runs. */
  readonly quick: PlainRecord;
  /** Cap on the wall time of the whole experiment, in seconds. */
  readonly budget: { readonly capSeconds: number };
  readonly predictions: readonly Prediction[];
  /** Validity gates. */
  readonly gates: readonly Gate[];
  /** What would stop the run, in words. */
  readonly haltRules?: string;
  /** The decision table; the first row that matches gives the outcome. */
  readonly outcomes: readonly OutcomeRow[];
  /** The outcome when no row matches. */
  readonly otherwise: string;
}
