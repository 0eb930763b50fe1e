import type { Aggregated } from "./aggregate.ts";
import { clauseThreshold, isEstimand } from "./clause_threshold.ts";
import type { Threshold } from "../data/comparison.ts";
import { encodeValue } from "../data/encoded_value.ts";
import type { ClauseEvaluation } from "./evaluation.ts";
import { worstGroup } from "./groups.ts";
import { judgeGroup, type Judgement, valueOf } from "./judge_group.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Clause, Crossings, Estimand, Measurement, RunMode } from "../registration/preregistration.ts";
import { type RowGroup, selectRows } from "./select_rows.ts";

/**
 * The verdict of one clause from the ledger's rows alone, or the value of a measurement (a clause without comparison).
 * Where the estimand is grouped, the comparison must hold in every group, and the worst group is reported.
 *
 * @param crossings where the registration reads at matched crossings only.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const clause = {
 *   estimand: { measure: "gap", aggregate: "max" },
 *   comparison: "<=",
 *   threshold: 0.1,
 *   basis: { full: 1, quick: null },
 * } as const;
 * const row = { id: "gap", params: {}, measure: "gap", value: 0.2, mcse: null, n: 1, unit: "1", status: "ok", reason: null } as const;
 * assert.equal(evaluateClause(clause, [row], "full").verdict, "FAIL");
 * assert.equal(evaluateClause(clause, [row], "quick").verdict, "NOT-CHECKED");
 * ```
 */
export function evaluateClause(
  clause: Clause | Measurement,
  rows: readonly LedgerRow[],
  mode: RunMode,
  crossings?: Crossings,
): ClauseEvaluation {
  const { estimand, basis, requires = [] } = clause;
  const rule = "comparison" in clause ? clause : null;
  const blank: ClauseEvaluation = {
    label: labelOf(estimand),
    verdict: "NOT-CHECKED",
    measure: null,
    error: null,
    comparison: rule?.comparison ?? null,
    threshold: rule === null || isEstimand(rule.threshold) ? null : rule.threshold,
    row: null,
    reason: null,
  };
  const rules = { per: basis.per ?? [], requires, ...(crossings === undefined ? {} : { crossings }) };
  const selection = selectRows(estimand, rows, basis[mode], rules);
  if ("reason" in selection) return { ...blank, reason: selection.reason };
  if (rule === null) {
    const measured = valueOf(estimand, selection.groups.flatMap((group) => group.rows));
    return typeof measured === "string"
      ? { ...blank, reason: measured }
      : { ...blank, ...reported(measured), verdict: "MEASURED" };
  }
  const thresholdOf = clauseThreshold(rule, rows, mode, rules);
  const judged: JudgedGroup[] = [];
  for (const group of selection.groups) {
    const threshold = thresholdOf(group.name);
    if (typeof threshold === "object" && "reason" in threshold) {
      return { ...blank, reason: threshold.reason + place(group) };
    }
    const judgement = judgeGroup(estimand, group.rows, rule.comparison, threshold);
    judged.push({ group, threshold, judgement });
    if (judgement.verdict === "NOT-CHECKED") return describe(blank, judged, judged.length - 1);
  }
  const worst = worstGroup(
    judged.map(({ threshold, judgement }) => ({
      passed: judgement.verdict === "PASS",
      value: judgement.measured!.value,
      threshold,
    })),
    rule.comparison,
  );
  return describe(blank, judged, worst);
}

interface JudgedGroup {
  readonly group: RowGroup;
  readonly threshold: Threshold;
  readonly judgement: Judgement;
}

/** The evaluation of a clause as that of the group at `index`. */
function describe(blank: ClauseEvaluation, judged: readonly JudgedGroup[], index: number): ClauseEvaluation {
  const { group, threshold, judgement } = judged[index]!;
  const { verdict, measured } = judgement;
  const shown = {
    ...blank,
    verdict,
    threshold: typeof threshold === "number" ? encodeValue(threshold) : threshold,
    ...(measured === null ? {} : reported(measured)),
    reason: judgement.reason,
  };
  if (group.name === null) return shown;
  if (verdict === "NOT-CHECKED") return { ...shown, reason: judgement.reason + place(group) };
  const failing = judged.filter((one) => one.judgement.verdict === "FAIL").length;
  return {
    ...shown,
    label: `${blank.label}, worst at ${group.name}`,
    reason: failing === 0 ? null : `does not hold in ${failing} of ${judged.length} groups, worst at ${group.name}`,
  };
}

function place({ name }: RowGroup): string {
  return name === null ? "" : ` at ${name}`;
}

function reported(measured: Aggregated): Pick<ClauseEvaluation, "measure" | "error" | "row"> {
  return { measure: encodeValue(measured.value), error: measured.error, row: measured.row };
}

function labelOf(estimand: Estimand): string {
  const against = estimand.against === undefined ? "" : ` with ${estimand.against}`;
  return estimand.aggregate === "single" ? estimand.measure : `${estimand.aggregate} ${estimand.measure}${against}`;
}
