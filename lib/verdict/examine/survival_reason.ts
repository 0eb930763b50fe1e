import { holds } from "../data/comparison.ts";
import { isEstimand } from "../evaluation/clause_threshold.ts";
import type { Clause, Condition, Estimand, Measurement, Preregistration } from "../registration/preregistration.ts";
import { attainable, fractionsNear, measureDomain } from "./attainable.ts";
import { boundsOf, cut, type Domain } from "./domain.ts";
import { combinations, namedPredictions } from "./decision_table.ts";
import { impossible } from "./impossible.ts";
import { same } from "./implied.ts";
import type { Mutant } from "./mutants.ts";
import { outcomeOf, verdictsText } from "./outcome_ledgers.ts";
import { rankStep } from "./permutation.ts";
import { estimandText, isRuled } from "./rule_text.ts";
import { rulesOf } from "./rules.ts";

const UNTOLD = "not told apart by any of the ledgers made for the registration";

/** Why no ledger tells a mutant from the registration: that they are the same rule, where that can be shown. */
export function survivalReason(registration: Preregistration, mutant: Mutant): string {
  const find = (from: Preregistration): Clause | Measurement | undefined =>
    rulesOf(from).find((rule) => rule.id === mutant.rule)?.clauses[mutant.clause ?? -1];
  const clause = find(registration), altered = find(mutant.registration);
  if (mutant.rule === "outcomes") return tableReason(registration, mutant.registration);
  if (clause === undefined || altered === undefined) return orderReason(registration, mutant) ?? UNTOLD;
  return clauseReason(registration, clause, altered) ?? UNTOLD;
}

function tableReason(registration: Preregistration, altered: Preregistration): string {
  let differing = false;
  for (const verdicts of combinations(registration, namedPredictions(registration))) {
    if (outcomeOf(registration, verdicts) === outcomeOf(altered, verdicts)) continue;
    if (impossible(registration, verdicts) === null) {
      return `no ledger was found on which they differ, as with ${verdictsText(verdicts)}`;
    }
    differing = true;
  }
  return differing
    ? "equivalent: the verdicts with which they differ contradict each other"
    : "equivalent: every combination of verdicts has the same outcome, the first row that matches";
}

function orderReason(registration: Preregistration, mutant: Mutant): string | null {
  const rule = registration.predictions.find(({ id }) => id === mutant.rule);
  const left = rulesOf(mutant.registration).find(({ id }) => id === mutant.rule)?.after ?? [];
  const dropped = rule?.after?.find((id) => !left.includes(id));
  return dropped !== undefined && registration.gates.some(({ id }) => id === dropped)
    ? `equivalent: every prediction waits for the gate ${dropped}`
    : null;
}

function clauseReason(
  registration: Preregistration,
  clause: Clause | Measurement,
  altered: Clause | Measurement,
): string | null {
  const { estimand, basis } = clause;
  if (isRuled(clause) && isRuled(altered) && same(estimand, altered.estimand) && same(basis, altered.basis)) {
    return comparisonReason(registration, clause, altered);
  }
  const within = [estimand.within, altered.estimand.within];
  if (within[0] !== undefined && within[1] !== undefined && !same(within[0], within[1])) {
    return sameOn(measureDomain(registration, estimand.measure), within[0], within[1])
      ? nothingBetween(estimand.measure)
      : null;
  }
  const given = [estimand.given, altered.estimand.given];
  if (given[0] !== undefined && given[1] !== undefined && !same(given[0], given[1])) {
    const { measure } = given[0];
    return sameOn(measureDomain(registration, measure), given[0], given[1]) ? nothingBetween(measure) : null;
  }
  const dropped = basis.per?.find((name) => altered.basis.per?.includes(name) !== true);
  if (dropped === undefined) return null;
  const asked = [...estimand.by ?? [], ...Object.keys(estimand.where ?? {})].includes(dropped);
  return asked ? `equivalent: the rule already reads only rows with ${dropped}` : null;
}

function comparisonReason(registration: Preregistration, clause: Clause, altered: Clause): string | null {
  const { estimand, comparison, threshold, basis } = clause;
  if (isEstimand(threshold) || isEstimand(altered.threshold)) return null;
  const other = { comparison: altered.comparison, threshold: altered.threshold };
  const range = attainable(registration, estimand, basis.full, measureDomain(registration, estimand.measure));
  if ("reason" in range) return null;
  if (estimand.aggregate === "spearman") return rankReason(estimand, basis.full, { comparison, threshold }, other);
  if ("domain" in range) {
    return sameOn(range.domain, { comparison, threshold }, other) ? nothingBetween(estimandText(estimand)) : null;
  }
  const values = fractionsNear(range, [...boundsOf(threshold), ...boundsOf(other.threshold)]);
  const apart = values.some((value) =>
    holds(value, comparison, threshold) !== holds(value, other.comparison, other.threshold)
  );
  return apart ? null : nothingBetween(estimandText(estimand));
}

/** Ranks without ties have few correlations; with ties there are others, so this is said of those without. */
function rankReason(estimand: Estimand, rows: number, one: Condition, other: Condition): string | null {
  if (rows < 2 || estimand.by !== undefined || estimand.given !== undefined) return null;
  const step = rankStep(rows);
  const bounds = [...boundsOf(one.threshold), ...boundsOf(other.threshold)];
  const near = bounds.flatMap((bound) => [-1, 0, 1].map((k) => 1 - (Math.round((1 - bound) / step) + k) * step));
  const apart = near.some((value) =>
    holds(value, one.comparison, one.threshold) !== holds(value, other.comparison, other.threshold)
  );
  return apart ? null : `no rank correlation of ${rows} pairs without ties lies between them`;
}

function sameOn(domain: Domain, a: Condition, b: Condition): boolean {
  const pass = ({ comparison, threshold }: Condition): Domain | null => cut(domain, comparison, threshold).pass;
  return same(encoded(pass(a)), encoded(pass(b)));
}

/** Infinite ends as texts, which canonical JSON can hold. */
function encoded(domain: Domain | null): unknown {
  return domain === null ? null : Object.values(domain).map(String);
}

function nothingBetween(what: string): string {
  return `equivalent: no value that ${what} can take tells them apart`;
}
