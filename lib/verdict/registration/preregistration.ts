import type { Comparison, Threshold } from "../data/comparison.ts";
import type { EncodedValue } from "../data/encoded_value.ts";
import type { PlainRecord } from "../data/plain_data.ts";

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
  /**
   * Aggregates within each group of rows that agree in these parameters, and keeps the groups apart: the comparison must
   * hold in every group, and the worst is reported. The basis counts the rows of all groups together. Form 2.
   */
  readonly by?: readonly string[];
}

/** How many rows an estimand must stand on in each mode; null where the mode does not register it. */
export interface Basis {
  readonly full: number;
  readonly quick: number | null;
  /**
   * Parameters that tell the cells apart. A row that lacks one was averaged over it, which is not what is registered, and
   * makes the rule NOT-CHECKED. Form 2.
   */
  readonly per?: readonly string[];
}

/**
 * What a row must satisfy before it may decide a rule, judged from the row's {@link Adequacy}; a row that does not, or
 * that lacks the numbers, makes the rule NOT-CHECKED.
 *
 * - `uncensored`: τ̂ ≤ 0.12 L, below the ceiling of the estimator;
 * - `window-50-tau`: the window is at least 50 τ̂;
 * - `burn-in-5-tau`: the burn-in is at least 5 τ̂;
 * - `reference`: the reference moved by at most 0.10 between its halves;
 * - `fresh-weights`: the weights that ran are those that are registered.
 */
export type Requirement = "uncensored" | "window-50-tau" | "burn-in-5-tau" | "reference" | "fresh-weights";

/** Every requirement. */
export const REQUIREMENTS: readonly Requirement[] = [
  "uncensored",
  "window-50-tau",
  "burn-in-5-tau",
  "reference",
  "fresh-weights",
];

/** A value to report without a verdict. */
export interface Measurement {
  readonly estimand: Estimand;
  readonly basis: Basis;
  /** What each row must satisfy. Form 2. */
  readonly requires?: readonly Requirement[];
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
  /** What a reader of a PASS must know, such as an artifact of averaging; shown beside the verdict. Form 2. */
  readonly caution?: string;
  /** Predictions and gates that must PASS before this one is read, else it is NOT-CHECKED. Form 2. */
  readonly after?: readonly string[];
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

/**
 * What a measure can be, fixed before any data, so that a rule that cannot fail, cannot pass or cannot be resolved is
 * refused when it is frozen. Exactly one of `range` and `values` is given.
 */
export interface PlannedMeasure {
  readonly unit: string;
  /** Smallest and largest value of one row; "-Infinity" and "Infinity" are allowed. */
  readonly range?: readonly [EncodedValue, EncodedValue];
  /** Every text that one row can hold. */
  readonly values?: readonly string[];
  /** Planned Monte-Carlo standard error of one row, in the unit; 0 for an exact value. */
  readonly plannedError: number;
}

/** Readings are registered at matched crossings only: no rule may read a row with another value of the parameter. */
export interface Crossings {
  /** The parameter that says where a row was read, such as "checkpoint". */
  readonly parameter: string;
  /** The registered crossings, such as "c50" and "c25". */
  readonly registered: readonly ParameterValue[];
}

/** Cap on the wall time, and the projection that decides on the way whether the run may go on. */
export interface Budget {
  /** Cap on the wall time of the whole experiment, in seconds. */
  readonly capSeconds: number;
  /**
   * The share of the cells after which the total is projected from the time so far: PROCEED when it is within the cap,
   * else HALT. Form 2.
   */
  readonly projectionAt?: number;
}

/** What an experiment fixes before any data. */
export interface Preregistration {
  /** The form: 2 adds `measures`, projections, crossings, requirements and groups to 1, and its outcomes may not overlap. */
  readonly schemaVersion: 1 | 2;
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
  /**
   * Names of the seeds that drive only sampling noise: a re-execution with new seeds changes these, and its results must
   * agree within their Monte-Carlo error. Form 2.
   */
  readonly samplingSeeds?: readonly string[];
  readonly constants: PlainRecord;
  /** The registered subset that quick mode runs. */
  readonly quick: PlainRecord;
  readonly budget: Budget;
  /** Measure → what it can be; every measure that a rule reads must be here. Form 2 needs it, form 1 has none. */
  readonly measures?: Readonly<Record<string, PlannedMeasure>>;
  /** Form 2. */
  readonly crossings?: Crossings;
  readonly predictions: readonly Prediction[];
  /** Validity gates. */
  readonly gates: readonly Gate[];
  /** What would stop the run, in words. */
  readonly haltRules?: string;
  /** The decision table. In form 1 the first row that matches gives the outcome; in form 2 no two rows may match at once. */
  readonly outcomes: readonly OutcomeRow[];
  /** The outcome when no row matches; null (form 2) when the rows leave nothing over. */
  readonly otherwise: string | null;
}
