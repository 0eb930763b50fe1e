import type { Claims } from "./claims.ts";
import { quoted } from "../data/shape.ts";

/** An experiment that claims may lean on. */
export interface KnownExperiment {
  readonly experiment: string;
  /** Ids of its predictions and gates. */
  readonly rules: readonly string[];
}

/**
 * One sentence for each place where the claims name an experiment or a rule that does not exist. An experiment may be known more
 * than once, from a notebook and from the published history; its rules add up.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const nothing = { schemaVersion: 1, claims: [], conferrals: [], assumptions: [], obligations: [], risks: [] } as const;
 * const finding = { experiment: "05-gap", finding: "slow", source: "a page" };
 * const assumption = { id: "A6", statement: "long windows", source: "a page", experiments: [finding] };
 * const claims = { ...nothing, assumptions: [assumption] };
 * assert.deepEqual(claimProblems(claims, [{ experiment: "05-gap", rules: ["P1"] }]), []);
 * assert.match(claimProblems(claims, [])[0]!, /A6: the experiment "05-gap" is not known/);
 * ```
 */
export function claimProblems(claims: Claims, known: readonly KnownExperiment[]): string[] {
  const problems: string[] = [];
  const look = (holder: string, experiment: string, rule: string | null): void => {
    const found = known.filter((one) => one.experiment === experiment);
    if (found.length === 0) {
      problems.push(`${holder}: the experiment ${quoted(experiment)} is not known; name one that is registered`);
    } else if (rule !== null && !found.some(({ rules }) => rules.includes(rule))) {
      const rules = [...new Set(found.flatMap((one) => one.rules))].join(", ");
      problems.push(
        `${holder}: the experiment ${quoted(experiment)} has no rule ${quoted(rule)}; its rules are ${rules}`,
      );
    }
  };
  for (const { id, evidence } of claims.claims) {
    for (const { experiment, prediction } of evidence) look(id, experiment, prediction);
  }
  for (const { id, experiments } of [...claims.assumptions, ...claims.obligations]) {
    for (const { experiment } of experiments) look(id, experiment, null);
  }
  for (const { id, evidence } of claims.risks) for (const { experiment } of evidence) look(id, experiment, null);
  return problems;
}
