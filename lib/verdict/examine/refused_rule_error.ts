import { InputError } from "../../errors.ts";
import type { LedgerRow } from "../ledger/ledger.ts";

/**
 * Why a rule is refused.
 *
 * - `cannot-fail`, `cannot-pass`: no value that the measures can take gives the other verdict;
 * - `cannot-be-checked`: what it stands on can never be there;
 * - `reads-beyond-crossings`: it reads rows at other places than the registered crossings;
 * - `finer-than-error`: its threshold is finer than the planned Monte-Carlo error resolves;
 * - `decision-table`: the outcomes overlap, leave something over, or hold a row that never matches;
 * - `no-witness`: no rows were found on which it gives the verdict.
 */
export type RefusalKind =
  | "cannot-fail"
  | "cannot-pass"
  | "cannot-be-checked"
  | "reads-beyond-crossings"
  | "finer-than-error"
  | "decision-table"
  | "no-witness";

/** One reason not to freeze a registration. */
export interface Refusal {
  /** The id of the prediction or gate, or "outcomes" for the decision table. */
  readonly rule: string;
  readonly kind: RefusalKind;
  /** What is wrong. */
  readonly statement: string;
  /** What proves it, in words. */
  readonly witness: string;
  /** Rows that prove it, where there are such rows. */
  readonly rows: readonly LedgerRow[];
}

/**
 * A registration that is not worth freezing; {@link RefusedRuleError.refusals} says why, each with its witness.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const error = new RefusedRuleError("90-gap", [{
 *   rule: "P1",
 *   kind: "cannot-fail",
 *   statement: "clause 1, gap ≥ 0, can never fail",
 *   witness: "the smallest value it can take is 0, which passes",
 *   rows: [],
 * }]);
 * assert.match(error.message, /^Freezing "90-gap" was refused: P1: clause 1/);
 * ```
 */
export class RefusedRuleError extends InputError {
  override name = "RefusedRuleError";
  readonly refusals: readonly Refusal[];

  /** @param experiment the name of the experiment. */
  constructor(experiment: string, refusals: readonly Refusal[]) {
    const lines = refusals.map(({ rule, statement, witness }) => `${rule}: ${statement} (${witness})`);
    super(`Freezing "${experiment}" was refused: ${lines.join("; ")}. Change the rules named and freeze again`);
    this.refusals = refusals;
  }
}
