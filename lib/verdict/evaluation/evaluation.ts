import type { Comparison, Threshold } from "../data/comparison.ts";
import type { EncodedValue } from "../data/encoded_value.ts";
import type { Mark, Verdict } from "../registration/preregistration.ts";

/** What became of one clause. Plain data; non-finite numbers are texts. */
export interface ClauseEvaluation {
  /** What was compared, in words, such as "every overlap". */
  readonly label: string;
  readonly verdict: "PASS" | "FAIL" | "NOT-CHECKED" | "MEASURED";
  /** The compared value, for `every` the worst one; null when there is none. */
  readonly measure: EncodedValue | null;
  /** Monte-Carlo standard error of the measure where the rows have one. */
  readonly error: number | null;
  readonly comparison: Comparison | null;
  /** The threshold as it was applied, computed where it is an estimand; null when there is none. */
  readonly threshold: Threshold | null;
  /** The row that gave the measure, where it is one row. */
  readonly row: string | null;
  /** Why not PASS, else null. */
  readonly reason: string | null;
}

/** What became of a prediction or a gate; the measure, threshold and error are those of the clause that decided it. */
export interface RuleEvaluation {
  readonly id: string;
  readonly statement: string;
  readonly mark: readonly Mark[];
  readonly published: string | null;
  readonly verdict: Verdict;
  readonly measure: EncodedValue | null;
  /** Comparison and threshold, such as "≤ 1e-13". */
  readonly threshold: string | null;
  readonly error: number | null;
  readonly reason: string | null;
  /** As registered: what a reader of a PASS must know. */
  readonly caution?: string;
  readonly clauses: readonly ClauseEvaluation[];
}

/** The verdict of an experiment. */
export interface Evaluation {
  readonly predictions: readonly RuleEvaluation[];
  readonly gates: readonly RuleEvaluation[];
  /** A token of the decision table, or "HALT". */
  readonly outcome: string;
}
