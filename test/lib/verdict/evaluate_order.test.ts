import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareEvaluations, evaluate, type LedgerRow, verdictTable } from "../../../lib/verdict/mod.ts";
import { clause, gate, prediction, row } from "./fixtures.ts";
import { bound, formTwo } from "./form_two_fixture.ts";

const SEED = 612;

const change = clause(1, { estimand: { measure: "y", aggregate: "single" }, comparison: "<", threshold: 0.15 });
const cut = bound({ aggregate: "single" }, 1, { comparison: ">=", threshold: 5 });

describe("rules that are read only after others", () => {
  // Experiment 12: the τ_max cut (14–22×) is read only after A6, whose failure is the outcome F.
  const plan = formTwo({
    predictions: [{ ...prediction("P2", cut), after: ["A6"] }, prediction("A6", change)],
    outcomes: [
      { token: "Outcome F", when: { A6: ["FAIL"] } },
      { token: "CUTS", when: { A6: ["PASS"], P2: ["PASS"] } },
      { token: "DOES-NOT-CUT", when: { A6: ["PASS"], P2: ["FAIL"] } },
    ],
  });
  const at = (y: number | null) => [row("x", {}, 14), ...(y === null ? [] : [row("y", {}, y)])];

  test("evaluate() reads them when those pass, wherever they stand", () => {
    const found = evaluate(plan, at(0.1), "full");
    expect([found.predictions[0]!.verdict, found.outcome]).toEqual(["PASS", "CUTS"]);
  });

  test("evaluate() does not check them when those fail or were not checked", () => {
    const failed = evaluate(plan, at(0.2), "full");
    expect(failed.predictions[0]).toMatchObject({
      verdict: "NOT-CHECKED",
      reason: "A6 is FAIL, and P2 is read only after it passes",
    });
    expect(failed.outcome).toBe("Outcome F");
    const missing = evaluate(plan, at(null), "full");
    expect(missing.predictions[0]!.reason).toBe("A6 is NOT-CHECKED, and P2 is read only after it passes");
    expect(missing.outcome).toBe("OPEN");
  });

  test("evaluate() passes on along a chain, and names all that stand in the way", () => {
    const chain = formTwo({
      predictions: [
        { ...prediction("P3", cut), after: ["P2", "A6", "M"] },
        { ...prediction("P2", cut), after: ["A6"] },
        prediction("A6", change),
        { ...prediction("M"), measureOnly: true, clauses: [{ estimand: cut.estimand, basis: cut.basis }] },
      ],
      outcomes: [],
    });
    const verdicts = (rows: LedgerRow[]) => evaluate(chain, rows, "full").predictions.map((one) => one.verdict);
    expect(verdicts(at(0.1))).toEqual(["PASS", "PASS", "PASS", "MEASURED"]);
    expect(verdicts(at(0.2))).toEqual(["NOT-CHECKED", "NOT-CHECKED", "FAIL", "MEASURED"]);
    expect(evaluate(chain, at(0.2), "full").predictions[0]!.reason).toBe(
      "P2 is NOT-CHECKED, A6 is FAIL, and P3 is read only after they pass",
    );
  });

  test("evaluate() lets a gate wait for a prediction", () => {
    const waiting = formTwo({
      predictions: [prediction("A6", change)],
      gates: [{ ...gate("V", cut), after: ["A6"] }],
      outcomes: [],
    });
    expect(evaluate(waiting, at(0.1), "full").gates[0]!.verdict).toBe("PASS");
    const barred = evaluate(waiting, at(0.2), "full");
    expect([barred.gates[0]!.verdict, barred.predictions[0]!.verdict]).toEqual(["NOT-CHECKED", "NOT-CHECKED"]);
  });

  test("evaluate() refuses rules that wait for each other", () => {
    const circle = { ...plan, predictions: plan.predictions.map((one) => ({ ...one, after: ["P2"] })) };
    expect(() => evaluate(circle, at(0.1), "full")).toThrow("P2 → P2 wait for each other");
  });
});

describe("the gate of a registered projection", () => {
  const plan = formTwo({ budget: { capSeconds: 100, projectionAt: 0.5 } });
  const rows = [0, 1].map((i) => row("x", { i }, 0.5));
  const decision = (value: string) => row("budgetDecision", {}, value, { unit: "decision" });
  const seconds = (value: number) => row("projectedSeconds", {}, value, { unit: "s" });
  const summary = (ledger: readonly LedgerRow[], mode: "full" | "quick" = "full") => {
    const { gates, predictions, outcome } = evaluate(plan, ledger, mode);
    return [...gates, ...predictions].map((rule) => `${rule.id} ${rule.verdict}`).join(", ") + ` → ${outcome}`;
  };

  test("evaluate() goes on after PROCEED and halts after HALT", () => {
    expect(summary([...rows, decision("PROCEED"), seconds(100)])).toBe("budget PASS, P1 PASS → HOLDS");
    expect(summary([...rows, decision("PROCEED")])).toBe("budget PASS, P1 PASS → HOLDS");
    expect(summary([...rows, decision("HALT"), seconds(120)])).toBe("budget FAIL, P1 HALT → HALT");
    expect(summary([...rows, decision("HALT")])).toBe("budget FAIL, P1 HALT → HALT");
  });

  test("evaluate() does not believe a decision against its own projection", () => {
    expect(summary([...rows, decision("PROCEED"), seconds(100.5)])).toBe("budget FAIL, P1 HALT → HALT");
  });

  test("evaluate() checks nothing without the decision", () => {
    expect(summary(rows)).toBe("budget NOT-CHECKED, P1 NOT-CHECKED → OPEN");
    expect(evaluate(plan, rows, "full").predictions[0]!.reason).toBe("gate budget was not checked");
    expect(summary([...rows, row("budgetDecision", {}, 1)])).toContain("budget NOT-CHECKED");
  });

  test("evaluate() has no such gate in quick mode, nor without a projection", () => {
    expect(evaluate(plan, rows, "quick").gates).toEqual([]);
    expect(evaluate(formTwo(), rows, "full").gates).toEqual([]);
  });
});

describe("a registered caution", () => {
  const caution = "An average over K hides the cells";
  const plan = formTwo({ predictions: [{ ...prediction("P1", bound({ aggregate: "mean" }, 2)), caution }] });
  const reason = (values: number[]) => {
    const evaluation = evaluate(plan, values.map((value, i) => row("x", { i }, value, { mcse: 0.3 })), "full");
    expect(compareEvaluations(JSON.parse(JSON.stringify(evaluation)), evaluation)).toEqual([]);
    return verdictTable(evaluation)[0]!;
  };

  test("verdictTable() shows it beside a PASS and behind the reason of a FAIL", () => {
    expect([reason([0.5, 0.5]).verdict, reason([0.5, 0.5]).reason]).toEqual(["PASS", caution]);
    expect(reason([2, 2]).reason).toBe(`the comparison does not hold; ${caution}`);
    // √(0.3² + 0.3²)/2
    expect(reason([0.5, 0.5]).measure).toBe("mean x 0.5 ± 0.2121");
  });

  test("compareEvaluations() finds one that was changed", () => {
    const evaluation = evaluate(plan, [0, 1].map((i) => row("x", { i }, 0.5)), "full");
    const silent = { ...evaluation, predictions: [{ ...evaluation.predictions[0]!, caution: "none" }] };
    expect(compareEvaluations(silent, evaluation).map((one) => one.field)).toEqual(["caution"]);
  });
});

test("verdictTable() names the worst group", () => {
  const grouped = bound({ aggregate: "median", by: ["K"] }, 2);
  const rows = [100, 1000].map((K) => row("x", { K }, K / 500, { mcse: 0.25 }));
  const evaluation = evaluate(formTwo({ predictions: [prediction("P1", grouped)] }), rows, "full");
  expect(verdictTable(evaluation)[0]).toMatchObject({
    measure: "median x, worst at K=1000 2 ± 0.25",
    reason: "does not hold in 1 of 2 groups, worst at K=1000",
  });
});

test("evaluate() leaves the outcome open where the decision table has no row and nothing otherwise", () => {
  const plan = formTwo({ otherwise: null });
  expect(evaluate(plan, [], "full").outcome).toBe("UNDECIDED");
});

test(`evaluate() of rules in any order gives each the same verdict (seed ${SEED})`, () => {
  const rules = Array.from({ length: 6 }, (_, i) => ({
    ...prediction(`P${i}`, bound({ aggregate: "single", where: { i } }, 1)),
    ...(i === 0 ? {} : { after: [`P${3 % i}`] }),
  }));
  const order = fc.shuffledSubarray(rules, { minLength: 6, maxLength: 6 });
  const values = fc.array(fc.constantFrom(0, 2), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(order, values, (shuffled, list) => {
      const rows = list.map((value, i) => row("x", { i }, value));
      const verdicts = (predictions: typeof rules) => {
        const found = evaluate(formTwo({ predictions, outcomes: [] }), rows, "full").predictions;
        return Object.fromEntries(found.map((rule) => [rule.id, rule.verdict]));
      };
      const found = verdicts(shuffled);
      expect(found).toEqual(verdicts(rules));
      for (const { id, after = [] } of rules) {
        if (after.some((other) => found[other] !== "PASS")) expect(found[id]).toBe("NOT-CHECKED");
      }
    }),
    { seed: SEED, numRuns: 200 },
  );
});
