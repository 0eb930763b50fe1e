import { firstRepeated } from "../data/names.ts";
import type { Clause, Gate, Prediction, Preregistration } from "./preregistration.ts";
import { BUILT_IN_MEASURES, measuresReadBy } from "./read_measures.ts";
import { ruleOrder } from "../evaluation/rule_order.ts";
import { quoted } from "../data/shape.ts";

/** The id of the gate that a registered projection adds. */
export const BUDGET_GATE = "budget";

/**
 * What one part says of another, of a registration whose parts are sound: ids are unique, and everything that is named
 * exists.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const empty = { seeds: {}, budget: { capSeconds: 1 }, predictions: [], gates: [] };
 * const outcomes = [{ token: "A", when: { P9: ["PASS"] } }];
 * assert.match(referenceProblems({ ...empty, outcomes } as never)[0]!, /"P9" is no prediction/);
 * ```
 */
export function referenceProblems(registration: Preregistration): string[] {
  return [
    ...identities(registration),
    ...decisionTable(registration),
    ...order(registration),
    ...thresholdGroups(registration),
    ...unplannedMeasures(registration),
    ...unknownSeeds(registration),
  ];
}

function rulesOf({ predictions, gates }: Preregistration): (Prediction | Gate)[] {
  return [...predictions, ...gates];
}

function identities(registration: Preregistration): string[] {
  const problems: string[] = [];
  const ids = rulesOf(registration).map((rule) => rule.id);
  const repeated = firstRepeated(ids);
  if (repeated !== undefined) problems.push(`predictions and gates: the id ${quoted(repeated)} stands twice`);
  if (registration.budget.projectionAt !== undefined && ids.includes(BUDGET_GATE)) {
    problems.push(`predictions and gates: the id "${BUDGET_GATE}" is that of the projection's own gate; take another`);
  }
  return problems;
}

function decisionTable({ predictions, outcomes }: Preregistration): string[] {
  const ids = new Set(predictions.map((prediction) => prediction.id));
  const problems = outcomes.flatMap((row, i) =>
    Object.keys(row.when).filter((id) => !ids.has(id)).map((id) =>
      `outcomes[${i}].when: ${quoted(id)} is no prediction; known are ${[...ids].join(", ")}`
    )
  );
  const repeated = firstRepeated(outcomes.map((row) => row.token));
  if (repeated !== undefined) problems.push(`outcomes: the token ${quoted(repeated)} stands twice`);
  return problems;
}

function order(registration: Preregistration): string[] {
  const rules = rulesOf(registration);
  const ids = new Set(rules.map((rule) => rule.id));
  const problems = rules.flatMap((rule) =>
    (rule.after ?? []).filter((id) => !ids.has(id)).map((id) =>
      `${rule.id}.after: ${quoted(id)} is neither a prediction nor a gate`
    )
  );
  const sorted = ruleOrder(rules);
  if ("cycle" in sorted) problems.push(`after: ${sorted.cycle.join(" → ")} is a cycle, so none of them is ever read`);
  return problems;
}

/** A threshold of groups is met by a value of the same groups. */
function thresholdGroups(registration: Preregistration): string[] {
  return rulesOf(registration).flatMap((rule) =>
    rule.clauses.flatMap((clause, i) => {
      const { threshold = null } = clause as Partial<Clause>;
      if (typeof threshold !== "object" || threshold === null || !("measure" in threshold)) return [];
      const groups = (by: readonly string[] = []): string => [...by].sort().join(", ");
      if (threshold.by === undefined || groups(threshold.by) === groups(clause.estimand.by)) return [];
      return [
        `${rule.id}.clauses[${i}].threshold.by: ${quoted(threshold.by)} are not the groups of the estimand, ` +
        `${quoted(clause.estimand.by ?? [])}`,
      ];
    })
  );
}

function unplannedMeasures(registration: Preregistration): string[] {
  const { measures } = registration;
  if (measures === undefined) return [];
  return rulesOf(registration).flatMap((rule) =>
    measuresReadBy(rule)
      .filter((measure) => !Object.hasOwn(measures, measure) && !BUILT_IN_MEASURES.includes(measure))
      .map((measure) => `measures.${measure}: missing, and ${rule.id} reads it`)
  );
}

function unknownSeeds({ seeds, samplingSeeds = [] }: Preregistration): string[] {
  return samplingSeeds.filter((seed) => !Object.hasOwn(seeds, seed)).map((seed) =>
    `samplingSeeds: ${quoted(seed)} is no seed; known are ${Object.keys(seeds).join(", ")}`
  );
}
