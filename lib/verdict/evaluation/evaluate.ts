import { InputError } from "../../errors.ts";
import { budgetGate } from "./budget_gate.ts";
import type { ClauseEvaluation, Evaluation, RuleEvaluation } from "./evaluation.ts";
import { evaluateClause } from "./evaluate_clause.ts";
import { formatThreshold } from "../data/format_value.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type {
  Crossings,
  Gate,
  Prediction,
  Preregistration,
  RunMode,
  Verdict,
} from "../registration/preregistration.ts";
import { ruleOrder } from "./rule_order.ts";

/** The outcome when the decision table leaves a combination of verdicts out and names no other; freezing refuses that. */
const UNDECIDED = "UNDECIDED";

/**
 * The verdict of an experiment from its ledger's rows alone. All clauses of a prediction must hold; one that cannot be
 * checked makes the prediction NOT-CHECKED, and so does a rule named in `after` that did not pass. A gate that fails makes
 * every prediction and the outcome HALT; a gate that cannot be checked makes every prediction NOT-CHECKED. A registered
 * projection adds the gate `budget` in full mode. Else the outcome is the matching row of the decision table (in form 1 the
 * first).
 *
 * @param rows in any order.
 * @throws {InputError} when rules wait for each other in a circle, which {@link preregister} refuses.
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
 * const budget = { capSeconds: 60 };
 * const plan = { budget, predictions: [rule], gates: [], outcomes: [{ token: "SMALL", when: { P1: ["PASS"] } }], otherwise: "OPEN" };
 * const row = { id: "gap", params: {}, measure: "gap", value: 0.01, mcse: null, n: 1, unit: "1", status: "ok", reason: null } as const;
 * assert.equal(evaluate(plan as never, [row], "full").outcome, "SMALL");
 * assert.equal(evaluate(plan as never, [{ ...row, value: 0.5 }], "full").outcome, "OPEN");
 * ```
 */
export function evaluate(registration: Preregistration, rows: readonly LedgerRow[], mode: RunMode): Evaluation {
  const evaluated = evaluateRules(registration, rows, mode);
  const budget = budgetGate(registration, rows, mode);
  const gates = registration.gates.map((gate) => evaluated.get(gate.id)!);
  if (budget !== null) gates.push(evaluateRule(budget, rows, mode));
  const failed = gates.filter((gate) => gate.verdict === "FAIL");
  const unchecked = gates.filter((gate) => gate.verdict === "NOT-CHECKED");
  const predictions = registration.predictions.map(({ id }) => {
    const prediction = evaluated.get(id)!;
    if (failed.length > 0) return overruled(prediction, "HALT", `gate ${names(failed)} failed`);
    if (unchecked.length > 0) return overruled(prediction, "NOT-CHECKED", `gate ${names(unchecked)} was not checked`);
    return prediction;
  });
  return { predictions, gates, outcome: failed.length > 0 ? "HALT" : outcomeOf(registration, predictions) };
}

/** Every registered rule by its id, each read only after those that must pass before it. */
function evaluateRules(
  { predictions, gates, crossings }: Preregistration,
  rows: readonly LedgerRow[],
  mode: RunMode,
): ReadonlyMap<string, RuleEvaluation> {
  const sorted = ruleOrder([...gates, ...predictions]);
  if ("cycle" in sorted) {
    throw new InputError(
      `Evaluating the rules failed: ${sorted.cycle.join(" → ")} wait for each other; change "after"`,
    );
  }
  const evaluated = new Map<string, RuleEvaluation>();
  for (const rule of sorted.order) {
    const found = evaluateRule(rule, rows, mode, crossings);
    const reason = barred(rule, evaluated);
    evaluated.set(rule.id, reason === null ? found : overruled(found, "NOT-CHECKED", reason));
  }
  return evaluated;
}

/** Why a rule may not be read yet, or null. */
function barred({ id, after = [] }: Prediction | Gate, evaluated: ReadonlyMap<string, RuleEvaluation>): string | null {
  const barring = after.filter((other) => {
    const verdict = evaluated.get(other)?.verdict;
    return verdict !== "PASS" && verdict !== "MEASURED";
  });
  if (barring.length === 0) return null;
  const found = barring.map((other) => `${other} is ${evaluated.get(other)?.verdict ?? "not registered"}`).join(", ");
  return `${found}, and ${id} is read only after ${barring.length === 1 ? "it passes" : "they pass"}`;
}

function names(gates: readonly RuleEvaluation[]): string {
  return gates.map((gate) => gate.id).join(", ");
}

function overruled(evaluated: RuleEvaluation, verdict: Verdict, reason: string): RuleEvaluation {
  return { ...evaluated, verdict, reason };
}

function evaluateRule(
  rule: Prediction | Gate,
  rows: readonly LedgerRow[],
  mode: RunMode,
  crossings?: Crossings,
): RuleEvaluation {
  const clauses = rule.clauses.map((clause) => evaluateClause(clause, rows, mode, crossings));
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
    ...(rule.caution === undefined ? {} : { caution: rule.caution }),
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
