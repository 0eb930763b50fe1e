import { describe, expect, test } from "vitest";
import { refusalsOf } from "../../../lib/verdict/examine/examine.ts";
import type { Clause, Estimand, Preregistration } from "../../../lib/verdict/mod.ts";
import { published, publishedNames } from "./published_fixture.ts";

/** The registration with the clauses of one prediction replaced. */
function withClauses(registration: Preregistration, id: string, clauses: readonly Clause[]): Preregistration {
  const predictions = registration.predictions.map((rule) => rule.id === id ? { ...rule, clauses } : rule);
  return { ...registration, predictions } as Preregistration;
}

function clausesOf({ predictions }: Preregistration, id: string): readonly Clause[] {
  return predictions.find((rule) => rule.id === id)!.clauses as readonly Clause[];
}

const told = (registration: Preregistration) => refusalsOf(registration).map(({ rule, kind }) => [rule, kind]);

test.each(publishedNames)("refusalsOf() finds nothing to refuse in %s", async (name) => {
  const { registration } = await published(name);
  expect(refusalsOf(registration)).toEqual([]);
});

describe("refusalsOf() the traps of the program", () => {
  test.each([
    ["final values", (where: Estimand["where"]) => ({ ...where!, checkpoint: "final" })],
    ["matched and final values", (where: Estimand["where"]) => ({ ...where!, checkpoint: ["c50+c25", "final"] })],
    ["values wherever they were read", () => ({ arm: "primary" })],
  ])("refuses experiment 9 reading %s", async (_what, change) => {
    const { registration } = await published("09-q-objective");
    const clauses = clausesOf(registration, "P2").map((clause) => ({
      ...clause,
      estimand: { ...clause.estimand, where: change(clause.estimand.where) },
    }));
    expect(told(withClauses(registration, "P2", clauses))).toEqual([
      ["P2", "reads-beyond-crossings"],
      ["P2", "reads-beyond-crossings"],
    ]);
  });

  test("refuses the guard L >= 5 tau of experiment 4, which the ceiling of the estimator always meets", async () => {
    const { registration } = await published("04-reversible-kernel");
    const guard: Clause = {
      estimand: { measure: "tauOverLength", aggregate: "every" },
      comparison: "<=",
      threshold: 0.2,
      basis: { full: 6, quick: null },
    };
    expect(told(withClauses(registration, "P0", [guard]))).toEqual([["P0", "cannot-fail"]]);
    expect(told(withClauses(registration, "P0", [{ ...guard, threshold: 0.12 }]))).toEqual([]);
  });

  test("refuses a band of experiment 3 that is narrower than the planned error", async () => {
    const { registration } = await published("03-at-scale");
    const [clause] = clausesOf(registration, "P1");
    const narrow = withClauses(registration, "P1", [{ ...clause!, threshold: [0.9, 1.1] }]);
    expect(told(narrow)).toEqual([["P1", "finer-than-error"]]);
  });
});
