import type { Clause, Prediction, Preregistration } from "../registration/preregistration.ts";
import { BUDGET_GATE } from "../registration/preregistration_references.ts";
import { clauseMutants } from "./clause_mutants.ts";
import { outcomeMutants } from "./outcome_mutants.ts";
import { type Rule, rulesOf } from "./rules.ts";
import { clauseText } from "./rule_text.ts";
import { standingMutants } from "./standing_mutants.ts";

/** A registration in which one thing was altered. */
export interface Mutant {
  /** The id of the altered prediction or gate, or "outcomes". */
  readonly rule: string;
  readonly description: string;
  readonly registration: Preregistration;
  /** Index of the altered clause, where it is a clause that was altered. */
  readonly clause?: number;
}

/**
 * Registrations that differ from this one in one thing: a comparison, a threshold by its resolution, an aggregate, a scope,
 * a basis, a requirement, an order, a missing gate, a row of the decision table.
 *
 * The resolution of a threshold is two planned standard errors, or the smallest step that matters where that is larger: 1
 * for a count, one row for a share, neighbouring rank correlations, else 1e-6 of the threshold and 1e-300 at 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const clause = {
 *   estimand: { measure: "gap", aggregate: "single" },
 *   comparison: "<=",
 *   threshold: 0.1,
 *   basis: { full: 1, quick: 1 },
 * } as const;
 * const plan = {
 *   budget: { capSeconds: 1 },
 *   measures: { gap: { unit: "1", range: [0, 1], plannedError: 0 } },
 *   predictions: [{ id: "P1", statement: "s", mark: ["O"], published: null, clauses: [clause] }],
 *   gates: [],
 *   outcomes: [{ token: "SMALL", when: { P1: ["PASS"] } }],
 *   otherwise: "OPEN",
 * };
 * const [first] = mutantsOf(plan as never);
 * assert.equal(first!.description, "gap ≤ 0.1: ≤ becomes <");
 * ```
 */
export function mutantsOf(registration: Preregistration): Mutant[] {
  return [
    ...rulesOf(registration).flatMap((rule) => [...ruleMutants(registration, rule)]),
    ...registration.gates.map((gate) => without(registration, gate.id)),
    ...budgetMutants(registration),
    ...[...outcomeMutants(registration)].map(({ description, ...table }) => ({
      rule: "outcomes",
      description,
      registration: { ...registration, ...table },
    })),
  ];
}

function* ruleMutants(registration: Preregistration, rule: Rule): Generator<Mutant> {
  for (const [i, clause] of rule.clauses.entries()) {
    for (const altered of clauseMutants(registration, clause)) {
      const clauses = rule.clauses.map((other, j) => j === i ? altered.clause : other) as Clause[];
      yield {
        rule: rule.id,
        description: `${clauseText(clause)}: ${altered.description}`,
        registration: replaced(registration, { ...rule, clauses } as Rule),
        clause: i,
      };
    }
  }
  for (const { description, clauses, clause } of standingMutants(rule)) {
    yield { rule: rule.id, description, registration: replaced(registration, { ...rule, clauses } as Rule), clause };
  }
  for (const id of rule.after ?? []) {
    const { after, ...rest } = rule;
    const left = after!.filter((other) => other !== id);
    yield {
      rule: rule.id,
      description: `not after ${id}`,
      registration: replaced(registration, (left.length === 0 ? rest : { ...rest, after: left }) as Rule),
    };
  }
}

function replaced(registration: Preregistration, rule: Rule): Preregistration {
  const put = <Kind extends Rule>(rules: readonly Kind[]): Kind[] =>
    rules.map((other) => other.id === rule.id ? rule as Kind : other);
  return { ...registration, gates: put(registration.gates), predictions: put<Prediction>(registration.predictions) };
}

function without(registration: Preregistration, id: string): Mutant {
  const gates = registration.gates.filter((gate) => gate.id !== id);
  const relax = <Kind extends Rule>(rules: readonly Kind[]): Kind[] =>
    rules.map((rule) =>
      rule.after === undefined ? rule : { ...rule, after: rule.after.filter((other) => other !== id) }
    );
  return {
    rule: id,
    description: "the gate is removed",
    registration: { ...registration, gates: relax(gates), predictions: relax(registration.predictions) },
  };
}

function budgetMutants(registration: Preregistration): Mutant[] {
  const { projectionAt, ...budget } = registration.budget;
  if (projectionAt === undefined) return [];
  return [{ rule: BUDGET_GATE, description: "the gate is removed", registration: { ...registration, budget } }];
}
