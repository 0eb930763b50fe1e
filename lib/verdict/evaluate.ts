import type { ClauseEvaluation, Evaluation, RuleEvaluation } from "./evaluation.ts";
import { evaluateClause } from "./evaluate_clause.ts";
import { formatThreshold } from "./format_value.ts";
import type { LedgerRow } from "./ledger.ts";
import type { Gate, Prediction, Preregistration, RunMode, Verdict } from "./preregistration.ts";

/** The outcome when the decision table leaves a combination of verdicts out and names no other; freezing refuses that. */
const UNDECIDED = "UNDECIDED";

/**
 * The verdict of an experiment from its ledger's rows alone. All clauses of a prediction must hold; one that cannot be
 * checked makes the prediction NOT-CHECKED. A gate that fails makes every prediction and the outcome HALT; a gate that
 * cannot be checked makes every prediction NOT-CHECKED. Else the outcome is the first matching row of the decision table.
 *
 * @param rows in any order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rule = {
 *   id: "P1",
 *   statement: "The gap is small",
 *   mark: ["O"],
 *   published: null,
 *   clauses: [{
 *     estimand: { measure: "gap", aggregate: "every" },
 *     comparison: "<",
 *     threshold: 0.1,
 *     basis: { full: 1, quick: 1 },
 *   }],
 * } as const;
 * const plan = { predictions: [rule], gates: [], outcomes: [{ token: "SMALL", when: { P1: ["PASS"] } }], otherwise: "OPEN" };
 * const row = { id: "gap", params: {}, measure: "gap", value: 0.01, mcse: null, n: 1, unit: "1", status: "ok", reason: null } as const;
 * assert.equal(evaluate(plan as never, [row], "full").outcome, "SMALL");
 * assert.equal(evaluate(plan as never, [{ ...row, value: 0.5 }], "full").outcome, "OPEN");
 * ```
 */
export function evaluate(registration: Preregistration, rows: readonly LedgerRow[], mode: RunMode): Evaluation {
  const gates = registration.gates.map((gate) => evaluateRule(gate, rows, mode));
  const failed = gates.filter((gate) => gate.verdict === "FAIL");
  const unchecked = gates.filter((gate) => gate.verdict === "NOT-CHECKED");
  const predictions = registration.predictions.map((prediction) => {
    const evaluated = evaluateRule(prediction, rows, mode);
    if (failed.length > 0) return overruled(evaluated, "HALT", `gate ${names(failed)} failed`);
    if (unchecked.length > 0) return overruled(evaluated, "NOT-CHECKED", `gate ${names(unchecked)} was not checked`);
    return evaluated;
  });
  return { predictions, gates, outcome: failed.length > 0 ? "HALT" : outcomeOf(registration, predictions) };
}

function names(gates: readonly RuleEvaluation[]): string {
  return gates.map((gate) => gate.id).join(", ");
}

function overruled(evaluated: RuleEvaluation, verdict: Verdict, reason: string): RuleEvaluation {
  return { ...evaluated, verdict, reason };
}

function evaluateRule(rule: Prediction | Gate, rows: readonly LedgerRow[], mode: RunMode): RuleEvaluation {
  const clauses = rule.clauses.map((clause) => evaluateClause(clause, rows, mode));
  const deciding = clauses.find((clause) => clause.verdict === "NOT-CHECKED") ??
    clauses.find((clause) => clause.verdict === "FAIL") ?? clauses[0]!;
  return {
    id: rule.id,
    statement: rule.statement,
    mark: rule.mark,
    published: rule.published,
    verdict: deciding.verdict,
    measure: deciding.measure,
    threshold: thresholdText(deciding),
    error: deciding.error,
    reason: deciding.reason,
    clauses,
  };
}

function thresholdText({ comparison, threshold }: ClauseEvaluation): string | null {
  return comparison === null || threshold === null ? null : formatThreshold(comparison, threshold);
}

function outcomeOf(registration: Preregistration, predictions: readonly RuleEvaluation[]): string {
  const verdicts = new Map(predictions.map((prediction) => [prediction.id, prediction.verdict]));
  const row = registration.outcomes.find(({ when }) =>
    Object.entries(when).every(([id, allowed]) => allowed.includes(verdicts.get(id)!))
  );
  return row?.token ?? registration.otherwise ?? UNDECIDED;
}
