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
export { BudgetHaltError } from "./budget_halt_error.ts";
export { type BudgetDecision, budgetProjection, type RunProgress } from "./budget_projection.ts";
export { canonicalDigest } from "./canonical_digest.ts";
export { checkClaims } from "./check_claims.ts";
export { claimProblems, type KnownExperiment } from "./claim_problems.ts";
export type { Assumption, Claim, Claims, ClaimTier, Evidence, Finding, Obligation, Risk } from "./claims.ts";
export { readClaims } from "./claims_file.ts";
export { type ClaimTag, type Conferral, conferredTag } from "./conferral.ts";
export { compareEvaluations, type EvaluationDifference } from "./compare_evaluations.ts";
export { JournalError } from "./journal_error.ts";
export type { JournalBudget, JournalCell, JournalEntry, JournalHeader, JournalRow } from "./journal_entry.ts";
export { type OpenJournal, openJournal, readJournal, removeJournal } from "./journal_file.ts";
export { headerDifferences } from "./journal_header.ts";
export { completeLedger, type LedgerAdditions } from "./complete_ledger.ts";
export { createLedger } from "./create_ledger.ts";
export { decodeValue, type EncodedValue, encodeValue } from "./encoded_value.ts";
export { effectiveSeeds } from "./effective_seeds.ts";
export { evaluate } from "./evaluate.ts";
export type { ClauseEvaluation, Evaluation, RuleEvaluation } from "./evaluation.ts";
export { examine, refusalsOf } from "./examine.ts";
export { type Mutant, mutantsOf } from "./examine/mutants.ts";
export { mutantSummary } from "./examine/mutant_summary.ts";
export { type Refusal, type RefusalKind, RefusedRuleError } from "./examine/refused_rule_error.ts";
export { witnessesOf } from "./examine/witness.ts";
export { findPreregistration, type FoundPreregistration } from "./find_preregistration.ts";
export { FreezeRecordError } from "./freeze_record_error.ts";
export { readFreezeRecord, writeFreezeRecord } from "./freeze_record_file.ts";
export { checkFreezeRecord, formatFreezeRecord } from "./freeze_record_text.ts";
export type { Examination, FreezeRecord, FrozenLink, MutantSummary, Witness } from "./freeze_record.ts";
export { type Freeze, freezeRegistration, type FreezeRequest } from "./freeze.ts";
export { type FrozenDifference, frozenDifferences } from "./frozen_differences.ts";
export {
  type Adequacy,
  type Ledger,
  type LedgerInput,
  type LedgerRow,
  type Parameters,
  type RowStatus,
  type SealedNumber,
} from "./ledger.ts";
export { type JsonFileOptions, readJsonFile } from "./json_file.ts";
export { readLedger, writeLedger } from "./ledger_file.ts";
export { checkLedger, formatLedger } from "./ledger_text.ts";
export type { PlainData, PlainRecord } from "./plain_data.ts";
export { checkPreregistration, preregister } from "./preregister.ts";
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
} from "./preregistration.ts";
export { readPreregistrationCell } from "./preregistration_cell.ts";
export { amendmentDigest, preregistrationDigest } from "./preregistration_digest.ts";
export { AMENDMENT_TAG, PREREGISTRATION_TAG } from "./registration_cells.ts";
export { type ComparedLink, type RegistrationDifference, registrationDifferences } from "./registration_differences.ts";
export type { LedgerOptions, OpenLedger } from "./open_ledger.ts";
export { compareReexecution, type Reexecution, REEXECUTION_ALPHA, type ReexecutionOptions } from "./reexecution.ts";
export { interpolate } from "./prose/interpolate.ts";
export { InterpolationError } from "./prose/interpolation_error.ts";
export type { Interpolation } from "./prose/interpolation_markers.ts";
export type { ProseCell, ProseDocument, ProseOutput } from "./prose/prose_document.ts";
export { type ProseNumber, proseNumbers } from "./prose/prose_numbers.ts";
export { type ProseCheck, proseProblems } from "./prose/prose_problems.ts";
export { sealProse } from "./prose/seal_prose.ts";
export { checkPublished, type PublishedLedger } from "./published.ts";
export { readPublished } from "./published_file.ts";
export type { Recording } from "./recording.ts";
export { sealOf } from "./seal.ts";
export { verifyFreezeRecord } from "./verify_freeze_record.ts";
export { recordDigest } from "./record_digest.ts";
export { rowId } from "./row_id.ts";
export { RUN_VARIABLE, type RunContext, runContext } from "./run_context.ts";
export { rowsDigest } from "./rows_digest.ts";
export { lockHolder } from "./process_lock.ts";
export { spearman } from "./spearman.ts";
export { verdictTable, type VerdictTableRow } from "./verdict_table.ts";
