import type { Comparison, Threshold } from "../data/comparison.ts";
import { isEstimand } from "../evaluation/clause_threshold.ts";
import type { Clause, Estimand, Measurement, Preregistration } from "../registration/preregistration.ts";
import { attainable, ends, fractionsNear, measureDomain } from "./attainable.ts";
import { cellChoices } from "./cell_choice.ts";
import { type Domain, EVERY_NUMBER, isTexts, passing } from "./domain.ts";
import { pickInside } from "./pick.ts";
import { isRuled } from "./rule_text.ts";
import type { Goal, Way } from "./solver.ts";
import { valueGoal } from "./value_goal.ts";

/** The goal that a clause holds, or that it can be measured; each row that its condition reads satisfies it. */
export function clauseGoal(registration: Preregistration, clause: Clause | Measurement): Goal {
  if (!isRuled(clause)) return formedGoal(clause);
  const { estimand, comparison, threshold } = clause;
  if (!isEstimand(threshold)) return comparedGoal(estimand, comparison, threshold);
  return () => levels(registration, clause, threshold);
}

/** The goal that the estimands of a clause have a value, whatever it is. */
export function formedGoal({ estimand }: Clause | Measurement): Goal {
  return cellChoices(
    estimand,
    null,
    (cells) => estimand.aggregate === "spearman" ? [valueGoal(estimand, cells, ">=", -1)] : [],
  );
}

/** The goal that an estimand satisfies a comparison with a fixed threshold in every group. */
export function comparedGoal(estimand: Estimand, comparison: Comparison, threshold: Threshold): Goal {
  return cellChoices(
    estimand,
    wantedOf(estimand, comparison, threshold),
    (cells) => [valueGoal(estimand, cells, comparison, threshold)],
  );
}

/** What suits every row, where the aggregate says that. */
function wantedOf({ aggregate, within }: Estimand, comparison: Comparison, threshold: Threshold): Domain | null {
  if (within !== undefined) return passing(within.comparison, within.threshold);
  return aggregate === "spearman" ? null : passing(comparison, threshold);
}

/** An estimand against another: both against a level between them, which one may also reach. */
function* levels(registration: Preregistration, clause: Clause, threshold: Estimand): Generator<Way> {
  const { estimand, comparison, basis } = clause;
  const opposite = { "<=": ">=", "<": ">=", ">=": "<=", ">": "<=", "==": "==", "in": "in" }[comparison] as Comparison;
  const ranges = [estimand, threshold].map((part) => {
    const range = attainable(registration, part, basis.full, measureDomain(registration, part.measure));
    return "reason" in range ? null : range;
  });
  const [a, b] = ranges;
  if (!a || !b) return;
  const limits = [a, b].map((range) => ends(range));
  const lo = Math.max(...limits.map((limit) => limit?.lo ?? 0)),
    hi = Math.min(...limits.map((limit) => limit?.hi ?? 0));
  const middle = lo > hi ? [] : [lo + (hi - lo) / 2, lo + (hi - lo) / 4, lo + 3 * (hi - lo) / 4, lo, hi];
  const candidates = "domain" in a
    ? [Number(pickInside(isTexts(a.domain) ? EVERY_NUMBER : a.domain)), ...middle]
    : fractionsNear(a, middle);
  for (const level of candidates.filter(Number.isFinite)) {
    yield {
      confine: [],
      goals: [
        comparedGoal(threshold, opposite, level),
        comparedGoal(estimand, comparison, level),
      ],
    };
  }
}
