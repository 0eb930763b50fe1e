/**
 * Pre-registrations as data, results ledgers, and verdicts recomputed from them.
 *
 * @module
 */
export { amend } from "./amend.ts";
export type { Amendment, Change } from "./amendment.ts";
export { readAmendmentCell } from "./amendment_cell.ts";
export { AmendmentChainError } from "./amendment_chain_error.ts";
export { type Comparison, type Threshold } from "./comparison.ts";
export { type BudgetDecision, budgetProjection, type RunProgress } from "./budget_projection.ts";
export { compareEvaluations, type EvaluationDifference } from "./compare_evaluations.ts";
export { completeLedger, type LedgerAdditions } from "./complete_ledger.ts";
export { createLedger } from "./create_ledger.ts";
export { decodeValue, type EncodedValue, encodeValue } from "./encoded_value.ts";
export { evaluate } from "./evaluate.ts";
export type { ClauseEvaluation, Evaluation, RuleEvaluation } from "./evaluation.ts";
export { findPreregistration, type FoundLink, type FoundPreregistration } from "./find_preregistration.ts";
export {
  type Ledger,
  type LedgerInput,
  type LedgerRow,
  type Parameters,
  type RowStatus,
  type SealedNumber,
} from "./ledger.ts";
export { readLedger, writeLedger } from "./ledger_file.ts";
export { checkLedger, formatLedger } from "./ledger_text.ts";
export type { PlainData, PlainRecord } from "./plain_data.ts";
export { checkPreregistration, preregister } from "./preregister.ts";
export type {
  Aggregate,
  Basis,
  Clause,
  Condition,
  Estimand,
  Gate,
  Mark,
  MeasuredPrediction,
  Measurement,
  OutcomeRow,
  ParameterValue,
  Prediction,
  Preregistration,
  RuledPrediction,
  RuleHead,
  RunMode,
  Verdict,
  Where,
} from "./preregistration.ts";
export { readPreregistrationCell } from "./preregistration_cell.ts";
export { amendmentDigest, preregistrationDigest } from "./preregistration_digest.ts";
export { AMENDMENT_TAG, PREREGISTRATION_TAG } from "./registration_cells.ts";
export { type ComparedLink, type RegistrationDifference, registrationDifferences } from "./registration_differences.ts";
export type { LedgerOptions, OpenLedger } from "./open_ledger.ts";
export { compareReexecution, type Reexecution, REEXECUTION_ALPHA, type ReexecutionOptions } from "./reexecution.ts";
export type { Recording } from "./recording.ts";
export { rowId } from "./row_id.ts";
export { RUN_VARIABLE, type RunContext, runContext } from "./run_context.ts";
export { rowsDigest } from "./rows_digest.ts";
export { spearman } from "./spearman.ts";
export { verdictTable, type VerdictTableRow } from "./verdict_table.ts";
