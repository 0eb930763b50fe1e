import { describe, expect, test } from "vitest";
import {
  type Clause,
  evaluate,
  examine,
  mutantsOf,
  type Preregistration,
  refusalsOf,
} from "../../../../lib/verdict/mod.ts";
import { changedOn } from "../../../../lib/verdict/examine/mutant_summary.ts";
import type { OutcomeLedger } from "../../../../lib/verdict/examine/outcome_ledgers.ts";
import { provingGround } from "../../../../lib/verdict/examine/proving_ground.ts";
import { clause, prediction, registration } from "../fixtures.ts";

const inRegime = { measure: "windowOverTau", comparison: ">=", threshold: 50 } as const;

/** Within a factor 3 in the regime, below a third of it at the shortest window: both read the rows of that window. */
function sharing(inside: Partial<Clause["estimand"]> = {}): Preregistration {
  return registration({
    schemaVersion: 2,
    grid: { window: [1, 10, 100, 1000] },
    measures: {
      ratio: { unit: "1", range: [0, "Infinity"], plannedError: 0 },
      windowOverTau: { unit: "1", range: [0, "Infinity"], plannedError: 0 },
      overlap: { unit: "1", range: [0, 1], plannedError: 0 },
    },
    predictions: [
      prediction("P1", {
        estimand: { measure: "ratio", given: inRegime, aggregate: "every", ...inside },
        comparison: inside.aggregate === "count" ? ">=" : "in",
        threshold: inside.aggregate === "count" ? 2 : [1 / 3, 3],
        basis: { full: 4, quick: null, per: ["window"] },
      }),
      prediction(
        "P2",
        clause(1, {
          estimand: { measure: "ratio", where: { window: 1 }, aggregate: "single" },
          comparison: "<",
          threshold: 1 / 3,
        }),
      ),
      prediction(
        "P3",
        clause(1, { estimand: { measure: "overlap", aggregate: "single" }, comparison: "<=", threshold: 1e-13 }),
      ),
    ],
    outcomes: [
      { token: "HOLDS", when: { P1: ["PASS"], P2: ["PASS"], P3: ["PASS"] } },
      { token: "FAILS", when: { P1: ["FAIL"], P2: ["PASS"] } },
    ],
    otherwise: "IN-PART",
  });
}

/** Two rules on the same four rows. */
function pair(one: Omit<Clause, "basis">, two: Omit<Clause, "basis">): Preregistration {
  return registration({
    schemaVersion: 2,
    measures: { gap: { unit: "1", range: [0, 1], plannedError: 0 } },
    predictions: [prediction("P1", clause(4, one)), prediction("P2", clause(4, two))],
    outcomes: [{ token: "BOTH", when: { P1: ["PASS"], P2: ["PASS"] } }],
    otherwise: "NOT-BOTH",
  });
}

const outcomesOf = (plan: Preregistration) =>
  examine(plan).witnesses.filter(({ rule }) => rule === "outcomes").map(({ verdict, statement }) =>
    `${verdict} ${statement}`
  );

describe("examine()", () => {
  test.each([
    ["every row in a regime", sharing()],
    ["a median in a regime", sharing({ aggregate: "median" })],
    ["a count in a regime", sharing({ aggregate: "count", within: { comparison: "in", threshold: [1 / 3, 3] } })],
  ])("finds a ledger for each outcome where %s shares rows with another rule", (_name, plan) => {
    expect(outcomesOf(plan)).toEqual([
      "PASS outcome HOLDS: P1 PASS, P2 PASS, P3 PASS",
      "PASS outcome FAILS: P1 FAIL, P2 PASS, P3 PASS",
      "PASS outcome IN-PART: P1 PASS, P2 FAIL, P3 PASS",
    ]);
    const { count, changed, survivors } = examine(plan).mutants;
    expect(survivors.filter(({ rule }) => rule === "outcomes")).toEqual([]);
    expect(changed / count).toBeGreaterThanOrEqual(0.95);
  });

  test("proves by evaluate() each ledger at and beside an outcome", () => {
    const plan = sharing();
    const proved = (ledgers: Iterable<OutcomeLedger>): number => {
      let count = 0;
      for (const { verdicts, rows } of ledgers) {
        const { predictions } = evaluate(plan, rows, "full");
        expect(new Map(predictions.map(({ id, verdict }) => [id, verdict]))).toEqual(new Map(verdicts));
        count++;
      }
      return count;
    };
    const reached = provingGround(plan).outcomes();
    for (const { token, ledger } of reached) {
      expect(evaluate(plan, ledger!.rows, "full").outcome).toBe(token);
      expect(proved([ledger!])).toBe(1);
    }
    // Three verdicts of each prediction that the row names, of all of them beside the other outcomes.
    expect(reached.map(({ neighbours }) => proved(neighbours()))).toEqual([9, 6, 9]);
  });

  test("tells a wider row of the table only with the ledgers beside it (control)", () => {
    const plan = sharing(), ground = provingGround(plan);
    const mutant = mutantsOf(plan).find(({ description }) => description === '"HOLDS" also with P3 FAIL')!;
    const at = ground.outcomes().map(({ ledger }) => ledger!.rows);
    const beside = ground.outcomes().flatMap(({ neighbours }) => [...neighbours()].map(({ rows }) => rows));
    expect(changedOn(ground, mutant, at)).toBe(false);
    expect(changedOn(ground, mutant, beside)).toBe(true);
  });

  test("refuses an outcome whose verdicts contradict each other, and accepts it where they do not", () => {
    const small = { estimand: { measure: "gap", aggregate: "mean" }, comparison: "<=", threshold: 0.1 } as const;
    expect(refusalsOf(pair(small, { ...small, comparison: ">=", threshold: 0.5 }))).toEqual([{
      rule: "outcomes",
      kind: "no-witness",
      statement: 'no rows give the outcome "BOTH"',
      witness: expect.stringContaining("mean gap ≤ 0.1 beside the others"),
      rows: [],
    }]);
    expect(refusalsOf(pair(small, { ...small, comparison: ">=", threshold: 0.05 }))).toEqual([]);
  });

  test("refuses an outcome that needs a rule to fail which another that passes implies", () => {
    const wide = { estimand: { measure: "gap", aggregate: "max" }, comparison: "<=", threshold: 0.5 } as const;
    const plan = pair({ ...wide, threshold: 0.1 }, wide);
    const table = { outcomes: [{ token: "ODD", when: { P1: ["PASS"], P2: ["FAIL"] } }] } as const;
    expect(refusalsOf({ ...plan, ...table }).map(({ statement }) => statement)).toEqual([
      'no rows give the outcome "ODD"',
    ]);
    expect(refusalsOf(plan)).toEqual([]);
  });

  test("says of an outcome for which no ledger was found that none was found, and why its mutants survive", () => {
    const most = {
      estimand: { measure: "gap", aggregate: "count", within: { comparison: ">", threshold: 0.5 } },
      comparison: ">=",
      threshold: 3,
    } as const;
    const plan = pair(most, {
      estimand: { measure: "gap", aggregate: "median" },
      comparison: "<=",
      threshold: 0.2,
    });
    expect(outcomesOf(plan)).toEqual([
      "NOT-CHECKED outcome BOTH: no ledger was found that has it",
      "PASS outcome NOT-BOTH: P1 FAIL, P2 PASS",
    ]);
    expect(examine(plan).mutants.survivors).toContainEqual({
      rule: "outcomes",
      mutant: '"BOTH" also with P1 NOT-CHECKED',
      reason: "no ledger was found on which they differ, as with P1 NOT-CHECKED, P2 PASS",
    });
  });
});
