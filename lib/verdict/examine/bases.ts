import type { Estimand, Preregistration } from "../registration/preregistration.ts";
import { isPartOf } from "./implied.ts";
import type { Refusal } from "./refused_rule_error.ts";
import { clauseText, estimandText } from "./rule_text.ts";
import { estimandsOf, rulesOf } from "./rules.ts";

/** How many rows of a measure a clause wants. */
interface Demand {
  readonly rule: string;
  readonly place: string;
  readonly estimand: Estimand;
  readonly rows: number;
}

/** The measure whose rows the basis of an estimand counts. */
export function countedMeasure({ measure, given }: Estimand): string {
  return given?.measure ?? measure;
}

/** Clauses that can never be checked, because another clause wants another number of the same rows. */
export function conflictingBases(registration: Preregistration): Refusal[] {
  const demands = rulesOf(registration).flatMap((rule) =>
    rule.clauses.flatMap((clause, i) =>
      estimandsOf(clause).map((estimand): Demand => ({
        rule: rule.id,
        place: `clause ${i + 1}, ${clauseText(clause)},`,
        estimand,
        rows: clause.basis.full,
      }))
    )
  );
  return demands.flatMap((demand) => {
    const conflict = demands.find((other) =>
      countedMeasure(other.estimand) === countedMeasure(demand.estimand) &&
      isPartOf(demand.estimand.where, other.estimand.where) &&
      (demand.rows > other.rows || (demand.rows < other.rows && isPartOf(other.estimand.where, demand.estimand.where)))
    );
    if (conflict === undefined) return [];
    return [{
      rule: demand.rule,
      kind: "cannot-be-checked" as const,
      statement: `${demand.place} can never be checked beside ${conflict.rule}`,
      witness: `its ${demand.rows} rows are among those of ${estimandText(conflict.estimand)} in ${conflict.rule}, ` +
        `of which ${conflict.rows} are registered`,
      rows: [],
    }];
  });
}
