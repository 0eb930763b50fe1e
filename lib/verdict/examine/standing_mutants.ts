import type { Clause, Measurement, Requirement } from "../registration/preregistration.ts";
import { countedMeasure } from "./bases.ts";
import type { Rule } from "./rules.ts";

/** A rule that asks less of the rows it stands on. */
export interface RelaxedRule {
  readonly description: string;
  readonly clauses: readonly (Clause | Measurement)[];
  /** The first clause that was relaxed. */
  readonly clause: number;
}

/**
 * A rule without one of the parameters that its rows must have, or without one of its requirements. Clauses on the same
 * measure are relaxed together: one alone would change nothing, because the others still ask the same of the same rows.
 */
export function* standingMutants(rule: Rule): Generator<RelaxedRule> {
  const all: readonly (Clause | Measurement)[] = rule.clauses;
  for (const measure of new Set(all.map((clause) => countedMeasure(clause.estimand)))) {
    const own = all.filter((clause) => countedMeasure(clause.estimand) === measure);
    const relaxed = (
      description: string,
      relax: (clause: Clause | Measurement) => Clause | Measurement,
    ): RelaxedRule => ({
      description: `${measure}: ${description}`,
      clauses: all.map((clause) => own.includes(clause) ? relax(clause) : clause),
      clause: all.indexOf(own[0]!),
    });
    for (const name of new Set(own.flatMap((clause) => clause.basis.per ?? []))) {
      yield relaxed(`not per ${name}`, (clause) => withoutParameter(clause, name));
    }
    for (const requirement of new Set(own.flatMap((clause) => clause.requires ?? []))) {
      yield relaxed(`does not require ${requirement}`, (clause) => withoutRequirement(clause, requirement));
    }
  }
}

function withoutParameter<Part extends Clause | Measurement>(clause: Part, name: string): Part {
  const { per = [], ...basis } = clause.basis;
  const left = per.filter((other) => other !== name);
  return { ...clause, basis: left.length === 0 ? basis : { ...basis, per: left } };
}

function withoutRequirement<Part extends Clause | Measurement>(clause: Part, requirement: Requirement): Part {
  return { ...clause, requires: (clause.requires ?? []).filter((other) => other !== requirement) };
}
