import type {
  Clause,
  Estimand,
  Gate,
  Measurement,
  Prediction,
  Preregistration,
} from "../registration/preregistration.ts";
import { ruleOrder } from "../evaluation/rule_order.ts";
import { isEstimand } from "../evaluation/clause_threshold.ts";
import { isRuled } from "./rule_text.ts";

/** A prediction or a gate. */
export type Rule = Prediction | Gate;

/** Gates first, then predictions. */
export function rulesOf({ gates, predictions }: Preregistration): readonly Rule[] {
  return [...gates, ...predictions];
}

/** Whether a rule only measures. */
export function isMeasureOnly(rule: Rule): boolean {
  return "measureOnly" in rule && rule.measureOnly === true;
}

/** The estimands of a clause: what it compares and, where that is estimated, what it compares with. */
export function estimandsOf(clause: Clause | Measurement): readonly Estimand[] {
  if (!isRuled(clause) || !isEstimand(clause.threshold)) return [clause.estimand];
  return [clause.estimand, clause.threshold];
}

/** The rules that must PASS before a rule is read, directly or not, each behind those it comes after. */
export function before(registration: Preregistration, rule: Rule): readonly Rule[] {
  const byId = new Map(rulesOf(registration).map((other) => [other.id, other]));
  const wanted = new Set<Rule>();
  const waiting = [...rule.after ?? []];
  while (waiting.length > 0) {
    const other = byId.get(waiting.pop()!);
    if (other === undefined || wanted.has(other)) continue;
    wanted.add(other);
    waiting.push(...other.after ?? []);
  }
  const sorted = ruleOrder([...wanted]);
  return "order" in sorted ? sorted.order : [...wanted];
}

/** The rules that stand between a rule and its verdict: the gates, for a prediction, and those it comes after. */
export function conditionsOf(registration: Preregistration, rule: Rule): readonly Rule[] {
  const gates = registration.predictions.some(({ id }) => id === rule.id) ? registration.gates : [];
  return [...new Set([...gates, ...before(registration, rule)])].filter((other) => other.id !== rule.id);
}

/** The clauses of rules, those that only measure left out. */
export function ruledClauses(rules: readonly Rule[]): readonly Clause[] {
  return rules.flatMap((rule) => [...rule.clauses]).filter(isRuled);
}
