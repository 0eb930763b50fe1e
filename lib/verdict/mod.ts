/**
 * Pre-registrations as data, results ledgers, and verdicts recomputed from them.
 *
 * @module
 */
export { amend } from "./registration/amend.ts";
export type { Amendment, Change } from "./registration/amendment.ts";
export { readAmendmentCell } from "./registration/amendment_cell.ts";
export { AmendmentChainError } from "./registration/amendment_chain_error.ts";
export { type Comparison, type Threshold } from "./data/comparison.ts";
export { BudgetHaltError } from "./run/budget_halt_error.ts";
export { type BudgetDecision, budgetProjection, type RunProgress } from "./run/budget_projection.ts";
export { canonicalDigest } from "./data/canonical_digest.ts";
export { checkClaims } from "./claims/check_claims.ts";
export { claimProblems, type KnownExperiment } from "./claims/claim_problems.ts";
export type { Assumption, Claim, Claims, ClaimTier, Evidence, Finding, Obligation, Risk } from "./claims/claims.ts";
export { readClaims } from "./claims/claims_file.ts";
export { type ClaimTag, type Conferral, conferredTag } from "./claims/conferral.ts";
export { compareEvaluations, type EvaluationDifference } from "./evaluation/compare_evaluations.ts";
export { JournalError } from "./run/journal_error.ts";
export type { JournalBudget, JournalCell, JournalEntry, JournalHeader, JournalRow } from "./run/journal_entry.ts";
export { type OpenJournal, openJournal, readJournal, removeJournal } from "./run/journal_file.ts";
export { headerDifferences } from "./run/journal_header.ts";
export { completeLedger, type LedgerAdditions } from "./ledger/complete_ledger.ts";
export { createLedger } from "./run/create_ledger.ts";
export { decodeValue, type EncodedValue, encodeValue } from "./data/encoded_value.ts";
export { effectiveSeeds } from "./registration/effective_seeds.ts";
export { evaluate } from "./evaluation/evaluate.ts";
export type { ClauseEvaluation, Evaluation, RuleEvaluation } from "./evaluation/evaluation.ts";
export { examine, refusalsOf } from "./examine/examine.ts";
export { type Mutant, mutantsOf } from "./examine/mutants.ts";
export { mutantSummary } from "./examine/mutant_summary.ts";
export { type Refusal, type RefusalKind, RefusedRuleError } from "./examine/refused_rule_error.ts";
export { witnessesOf } from "./examine/witness.ts";
export { findPreregistration, type FoundPreregistration } from "./registration/find_preregistration.ts";
export { FreezeRecordError } from "./freeze/freeze_record_error.ts";
export { readFreezeRecord, writeFreezeRecord } from "./freeze/freeze_record_file.ts";
export { checkFreezeRecord, formatFreezeRecord } from "./freeze/freeze_record_text.ts";
export type { Examination, FreezeRecord, FrozenLink, MutantSummary, Witness } from "./freeze/freeze_record.ts";
export { type Freeze, freezeRegistration, type FreezeRequest } from "./freeze/freeze.ts";
export { type FrozenDifference, frozenDifferences } from "./freeze/frozen_differences.ts";
export {
  type Adequacy,
  type Ledger,
  type LedgerInput,
  type LedgerRow,
  type Parameters,
  type RowStatus,
  type SealedNumber,
} from "./ledger/ledger.ts";
export { type JsonFileOptions, readJsonFile } from "./data/json_file.ts";
export { readLedger, writeLedger } from "./ledger/ledger_file.ts";
export { checkLedger, formatLedger } from "./ledger/ledger_text.ts";
export type { PlainData, PlainRecord } from "./data/plain_data.ts";
export { checkPreregistration, preregister } from "./registration/preregister.ts";
export type {
  Aggregate,
  Basis,
  Budget,
  Clause,
  Condition,
  Crossings,
  Estimand,
  Gate,
  Mark,
  MeasuredPrediction,
  Measurement,
  OutcomeRow,
  ParameterValue,
  PlannedMeasure,
  Prediction,
  Preregistration,
  Requirement,
  RuledPrediction,
  RuleHead,
  RunMode,
  Verdict,
  Where,
} from "./registration/preregistration.ts";
export { readPreregistrationCell } from "./registration/preregistration_cell.ts";
export { amendmentDigest, preregistrationDigest } from "./registration/preregistration_digest.ts";
export { AMENDMENT_TAG, PREREGISTRATION_TAG } from "./registration/registration_cells.ts";
export {
  type ComparedLink,
  type RegistrationDifference,
  registrationDifferences,
} from "./freeze/registration_differences.ts";
export type { LedgerOptions, OpenLedger } from "./run/open_ledger.ts";
export {
  compareReexecution,
  type Reexecution,
  REEXECUTION_ALPHA,
  type ReexecutionOptions,
} from "./evaluation/reexecution.ts";
export { interpolate } from "./prose/interpolate.ts";
export { InterpolationError } from "./prose/interpolation_error.ts";
export type { Interpolation } from "./prose/interpolation_markers.ts";
export type { ProseCell, ProseDocument, ProseOutput } from "./prose/prose_document.ts";
export { type ProseNumber, proseNumbers } from "./prose/prose_numbers.ts";
export { type ProseCheck, proseProblems } from "./prose/prose_problems.ts";
export { sealProse } from "./prose/seal_prose.ts";
export { checkPublished, type PublishedLedger } from "./published/published.ts";
export { readPublished } from "./published/published_file.ts";
export type { Recording } from "./ledger/recording.ts";
export { sealOf } from "./freeze/seal.ts";
export { verifyFreezeRecord } from "./freeze/verify_freeze_record.ts";
export { recordDigest } from "./ledger/record_digest.ts";
export { rowId } from "./ledger/row_id.ts";
export { RUN_VARIABLE, type RunContext, runContext } from "./run/run_context.ts";
export { rowsDigest } from "./ledger/rows_digest.ts";
export { claimFile, lockHolder, unlockFile } from "./run/process_lock.ts";
export type { SweepPart } from "./run/sweep_part.ts";
export { readSweepReport, type SweepLine } from "./run/sweep_report.ts";
export { spearman } from "./data/spearman.ts";
export { verdictTable, type VerdictTableRow } from "./evaluation/verdict_table.ts";
