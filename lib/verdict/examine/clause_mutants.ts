import { comparisonSymbol } from "../data/comparison.ts";
import { isEstimand } from "../evaluation/clause_threshold.ts";
import type { Clause, Measurement, Preregistration } from "../registration/preregistration.ts";
import { attainable, groupSize, measureDomain } from "./attainable.ts";
import { conditionMutants, turned } from "./condition_mutants.ts";
import { estimandMutants } from "./estimand_mutants.ts";
import { EVERY_NUMBER } from "./domain.ts";
import { isRuled } from "./rule_text.ts";
import { valueStep } from "./steps.ts";

/** A clause that was altered. */
export interface AlteredClause {
  readonly description: string;
  readonly clause: Clause | Measurement;
}

/** Every alteration of one clause. A measurement has no verdict to change but by what it stands on. */
export function* clauseMutants(registration: Preregistration, clause: Clause | Measurement): Generator<AlteredClause> {
  const { estimand, basis } = clause;
  if (isRuled(clause)) yield* comparisons(registration, clause);
  const rows = groupSize(registration, estimand, basis.full);
  for (const { description, estimand: altered } of estimandMutants(registration, estimand, rows)) {
    const unruled = altered.aggregate !== estimand.aggregate || altered.within !== estimand.within;
    if (isRuled(clause) || !unruled) yield { description, clause: { ...clause, estimand: altered } };
  }
  if (isRuled(clause) && isEstimand(clause.threshold)) {
    for (const { description, estimand: altered } of estimandMutants(registration, clause.threshold, rows)) {
      yield { description: `threshold: ${description}`, clause: { ...clause, threshold: altered } };
    }
  }
  for (const full of [basis.full - 1, basis.full + 1]) {
    yield { description: `${basis.full} rows become ${full}`, clause: { ...clause, basis: { ...basis, full } } };
  }
}

function* comparisons(registration: Preregistration, clause: Clause): Generator<AlteredClause> {
  const { estimand, comparison, threshold, basis } = clause;
  if (isEstimand(threshold)) {
    for (const to of turned(comparison)) {
      const description = `${comparisonSymbol(comparison)} becomes ${comparisonSymbol(to)}`;
      yield { description, clause: { ...clause, comparison: to } };
    }
    return;
  }
  const range = attainable(registration, estimand, basis.full, measureDomain(registration, estimand.measure));
  const domain = "domain" in range ? range.domain : EVERY_NUMBER;
  const step = (bound: number): number => valueStep(registration, clause, bound);
  for (const { description, condition } of conditionMutants({ comparison, threshold }, domain, step)) {
    yield { description, clause: { ...clause, ...condition } };
  }
}
