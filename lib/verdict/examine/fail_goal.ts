import type { Comparison, Threshold } from "../data/comparison.ts";
import { isEstimand } from "../evaluation/clause_threshold.ts";
import type { Clause, Estimand, Preregistration } from "../registration/preregistration.ts";
import { cellChoices } from "./cell_choice.ts";
import { clauseGoal, formedGoal } from "./clause_goal.ts";
import { cut, type Domain } from "./domain.ts";
import { type ReadCell, readCells } from "./readings.ts";
import { OPPOSITES, opposites } from "./opposites.ts";
import { isRuled } from "./rule_text.ts";
import type { Rule } from "./rules.ts";
import type { Goal, OpenRows, Way } from "./solver.ts";
import { valueGoal } from "./value_goal.ts";

/** The goal that a rule fails: one of its clauses does not hold, the others can be formed. */
export function failGoal(registration: Preregistration, rule: Rule): Goal {
  return function* (): Generator<Way> {
    for (const clause of rule.clauses) {
      if (!isRuled(clause)) continue;
      const rest = rule.clauses.filter((other) => other !== clause).map((other) => formedGoal(other));
      for (const goal of failures(registration, clause)) yield { confine: [], goals: [goal, ...rest] };
    }
  };
}

function failures(registration: Preregistration, clause: Clause): Goal[] {
  const { estimand, comparison, threshold } = clause;
  if (isEstimand(threshold)) {
    return OPPOSITES[comparison].map((opposite) => clauseGoal(registration, { ...clause, comparison: opposite }));
  }
  const goal = cellChoices(estimand, null, () => []);
  const spoilt = estimand.aggregate === "every" || estimand.aggregate === "single"
    ? [spoiltRow(estimand, comparison, threshold)]
    : opposites(comparison, threshold).map((opposite) =>
      spoiltGroup(estimand, opposite.comparison, opposite.threshold)
    );
  return spoilt.map((one) => () => [{ confine: [], goals: [goal, one] }]);
}

/** The cells that are read, by what the rows of the condition have become; one group of them after another. */
function readNow(estimand: Estimand, rows: OpenRows): readonly (readonly ReadCell[])[] {
  const { given } = estimand;
  const groups = readCells(estimand, rows.slots);
  if (given === undefined) return groups;
  const met = ({ given: id }: ReadCell): boolean => {
    const domain = rows.domain(id!);
    return domain !== undefined && cut(domain, given.comparison, given.threshold).fail.length === 0;
  };
  return groups.map((group) => group.filter(met));
}

/** One row that does not satisfy the comparison, any of those that need not. */
function spoiltRow(estimand: Estimand, comparison: Comparison, threshold: Threshold): Goal {
  return function* (rows: OpenRows): Generator<Way> {
    for (const cell of readNow(estimand, rows).flat()) {
      const domain = rows.domain(cell.row);
      const parts: readonly Domain[] = domain === undefined ? [] : cut(domain, comparison, threshold).fail;
      for (const part of parts) yield { confine: [[cell.row, part]], goals: [] };
    }
  };
}

/** One group whose value satisfies another comparison. */
function spoiltGroup(estimand: Estimand, comparison: Comparison, threshold: Threshold): Goal {
  return function* (rows: OpenRows): Generator<Way> {
    const groups = readNow(estimand, rows);
    for (const [i, group] of groups.entries()) {
      const rest = estimand.aggregate === "spearman"
        ? groups.filter((_, j) => j !== i).map((other) => valueGoal(estimand, other, ">=", -1))
        : [];
      yield { confine: [], goals: [valueGoal(estimand, group, comparison, threshold), ...rest] };
    }
  };
}
