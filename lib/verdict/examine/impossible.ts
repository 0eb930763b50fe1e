import type { Clause, Preregistration } from "../registration/preregistration.ts";
import { isEstimand } from "../evaluation/clause_threshold.ts";
import { contradiction } from "./decidable.ts";
import type { Verdicts } from "./decision_table.ts";
import { opposites } from "./opposites.ts";
import { isMeasureOnly, type Rule, ruledClauses } from "./rules.ts";

/**
 * Why no rows can give these verdicts: clauses that must hold, or the opposite of one that must not, contradict each other.
 *
 * @returns null where that cannot be shown.
 */
export function impossible(registration: Preregistration, verdicts: Verdicts): string | null {
  const of = (verdict: string): Rule[] =>
    registration.predictions.filter((rule) => !isMeasureOnly(rule) && verdicts.get(rule.id) === verdict);
  const clauses = [...ruledClauses([...registration.gates, ...of("PASS")]), ...of("FAIL").flatMap(opposed)];
  return contradiction(registration, clauses);
}

/** The clause that holds in place of a rule of one clause that fails, where it is one. */
function opposed(rule: Rule): Clause[] {
  const [clause, ...more] = ruledClauses([rule]);
  if (clause === undefined || more.length > 0 || isEstimand(clause.threshold)) return [];
  const { aggregate, by } = clause.estimand;
  // Of several rows or groups one may fail while the others hold.
  if (by !== undefined || (aggregate === "every" && clause.basis.full > 1)) return [];
  const found = opposites(clause.comparison, clause.threshold);
  return found.length === 1 ? [{ ...clause, ...found[0]! }] : [];
}
