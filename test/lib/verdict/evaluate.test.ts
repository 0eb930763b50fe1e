import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate, type LedgerRow, type Prediction } from "../../../lib/verdict/mod.ts";
import { clause, gate, prediction, registration, row, rowsOf } from "./fixtures.ts";

const SEED = 8785;

const small = clause(2, { estimand: { measure: "x", aggregate: "every" }, comparison: "<=", threshold: 1 });
const odd = clause(2, { estimand: { measure: "parity", aggregate: "every" }, comparison: "==", threshold: "odd" });
const valid = clause(1, { estimand: { measure: "residual", aggregate: "single" }, comparison: "<=", threshold: 1e-10 });

const plan = registration({
  predictions: [prediction("P1", small), prediction("P2", small, odd)],
  gates: [gate("V", valid)],
  outcomes: [
    { token: "BOTH", when: { P1: ["PASS"], P2: ["PASS"] } },
    { token: "FIRST", when: { P1: ["PASS"], P2: ["FAIL", "NOT-CHECKED"] } },
  ],
  otherwise: "OPEN",
});
const rows = [...rowsOf("x", [0.5, 1]), ...rowsOf("parity", ["odd", "odd"]), row("residual", {}, 1e-12)];

function changed(id: string, value: number | string): LedgerRow[] {
  return rows.map((one) => one.id === id ? { ...one, value } : one);
}

function verdicts(ledger: readonly LedgerRow[]): string {
  const { predictions, gates, outcome } = evaluate(plan, ledger, "full");
  return [...predictions, ...gates].map((rule) => rule.verdict).join(" ") + ` → ${outcome}`;
}

describe("evaluate()", () => {
  test("asks every clause of a prediction", () => {
    expect(verdicts(rows)).toBe("PASS PASS PASS → BOTH");
    expect(verdicts(changed("parity(i=1)", "even"))).toBe("PASS FAIL PASS → FIRST");
    expect(verdicts(changed("x(i=0)", 1.5))).toBe("FAIL FAIL PASS → OPEN");
  });

  test("makes a prediction NOT-CHECKED by one clause, even beside one that fails", () => {
    const missing = rows.filter((one) => one.id !== "parity(i=0)");
    expect(verdicts(missing)).toBe("PASS NOT-CHECKED PASS → FIRST");
    const both = changed("x(i=0)", 1.5).filter((one) => one.id !== "parity(i=0)");
    expect(verdicts(both)).toBe("FAIL NOT-CHECKED PASS → OPEN");
  });

  test("halts everything when a gate fails", () => {
    const found = evaluate(plan, changed("residual", 1e-9), "full");
    expect(found.predictions.map((rule) => [rule.verdict, rule.reason])).toEqual([
      ["HALT", "gate V failed"],
      ["HALT", "gate V failed"],
    ]);
    expect(found.predictions[0]!.measure).toBe(1);
    expect([found.gates[0]!.verdict, found.outcome]).toEqual(["FAIL", "HALT"]);
  });

  test("checks nothing when a gate cannot be checked", () => {
    const found = evaluate(plan, rows.slice(0, -1), "full");
    expect(found.predictions.map((rule) => rule.reason)).toEqual([
      "gate V was not checked",
      "gate V was not checked",
    ]);
    expect(found.predictions.every((rule) => rule.verdict === "NOT-CHECKED")).toBe(true);
    expect(found.outcome).toBe("OPEN");
  });

  test("lets a failed gate win over one that cannot be checked", () => {
    const other = { ...valid, estimand: { measure: "rowSum", aggregate: "single" } } as const;
    const two = registration({ ...plan, gates: [gate("V0", other), gate("V", valid)] });
    expect(evaluate(two, changed("residual", 1), "full").outcome).toBe("HALT");
    expect(evaluate(two, rows, "full").outcome).toBe("OPEN");
  });

  test("takes the first row of the decision table that matches", () => {
    const outcomes = [{ token: "A", when: { P1: ["PASS"] } }, { token: "B", when: { P1: ["PASS"] } }] as const;
    expect(evaluate(registration({ ...plan, outcomes }), rows, "full").outcome).toBe("A");
    expect(evaluate(registration({ ...plan, outcomes: outcomes.toReversed() }), rows, "full").outcome).toBe("B");
  });

  test("measures without a verdict only where the registration says so", () => {
    const { estimand, basis } = clause(2, {
      estimand: { measure: "x", aggregate: "max" },
      comparison: "<=",
      threshold: 1,
    });
    const measured: Prediction = {
      id: "M",
      statement: "What is the largest x?",
      mark: ["P"],
      published: null,
      measureOnly: true,
      clauses: [{ estimand, basis }],
    };
    const only = registration({ predictions: [measured], outcomes: [{ token: "DONE", when: { M: ["MEASURED"] } }] });
    const found = evaluate(only, rows, "full");
    expect([found.predictions[0]!.verdict, found.predictions[0]!.measure, found.outcome]).toEqual([
      "MEASURED",
      1,
      "DONE",
    ]);
    expect(found.predictions[0]!.threshold).toBeNull();
    expect(evaluate(only, rows.slice(1), "full").predictions[0]!.verdict).toBe("NOT-CHECKED");
  });

  test(`gives the same verdict for rows in any order (seed ${SEED})`, () => {
    const values = fc.array(
      fc.oneof(fc.double({ min: 0, max: 2, noNaN: true }), fc.constant(Infinity), fc.constant(1)),
      { minLength: 5, maxLength: 5 },
    );
    const clauses = (["every", "max", "min", "mean", "median"] as const).map((aggregate) =>
      clause(5, { estimand: { measure: "x", aggregate }, comparison: "<=", threshold: 1 })
    );
    const spearman = clause(5, {
      estimand: { measure: "x", aggregate: "spearman", against: "y" },
      comparison: ">=",
      threshold: 0.5,
    });
    const any = registration({ predictions: [...clauses, spearman].map((one, i) => prediction(`P${i + 1}`, one)) });
    const shuffled = values.chain((x) =>
      values.chain((y) => {
        const all = [...rowsOf("x", x), ...rowsOf("y", y)];
        return fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        );
      })
    );
    fc.assert(
      fc.property(shuffled, ([a, b]) => {
        expect(evaluate(any, b, "full")).toEqual(evaluate(any, a, "full"));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test(`flips from PASS to FAIL when one value passes its threshold (seed ${SEED})`, () => {
    const position = fc.nat({ max: 5 });
    const inside = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });
    const beyond = fc.oneof(fc.double({ min: 1, max: 1e9, minExcluded: true, noNaN: true }), fc.constant(Infinity));
    const bound = clause(6, { estimand: { measure: "x", aggregate: "every" }, comparison: "<=", threshold: 1 });
    const one = registration({ predictions: [prediction("P1", bound)] });
    fc.assert(
      fc.property(inside, position, beyond, (values, at, mutated) => {
        expect(evaluate(one, rowsOf("x", values), "full").outcome).toBe("HOLDS");
        const found = evaluate(one, rowsOf("x", values.with(at, mutated)), "full");
        expect([found.outcome, found.predictions[0]!.clauses[0]!.row]).toEqual(["OPEN", `x(i=${at})`]);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});

describe("evaluate() on the program's printed numbers gives the printed verdict", () => {
  test("experiment 5, P1: the gap collapses at β = 3 but for m = 4, M = 4 (and m = 5, M = 4; m = 6, M = 2 to 4)", () => {
    const gaps: Record<number, number[]> = {
      4: [.648, .050, .010, .658],
      5: [.648, .006, .025, .629],
      6: [.647, .076, .405, .076],
    };
    const ledger = Object.entries(gaps).flatMap(([m, [first, ...rest]]) =>
      rest.map((gap, i) => row("gapRatio", { m: Number(m), patterns: i + 2 }, gap / first!))
    );
    const collapse = clause(9, {
      estimand: { measure: "gapRatio", aggregate: "every" },
      comparison: "<=",
      threshold: 0.1,
    });
    const found = evaluate(registration({ predictions: [prediction("P1", collapse)] }), ledger, "full");
    expect(found.predictions[0]!.verdict).toBe("FAIL");
    expect(found.predictions[0]!.measure).toBeCloseTo(.658 / .648, 12);
  });

  test("experiment 3, P1 and P2: the central limit fails, F4 passes", () => {
    // Medians over the four checkpoints: F4 by its printed values, the central limit ratio as printed.
    const f4 = clause(4, { estimand: { measure: "f4", aggregate: "median" }, comparison: "<=", threshold: 0.3 });
    const clt = clause(1, { estimand: { measure: "f1", aggregate: "single" }, comparison: "in", threshold: [0.5, 2] });
    const found = evaluate(
      registration({ predictions: [prediction("P1", clt), prediction("P2", f4)] }),
      [row("f1", {}, 2.125), ...rowsOf("f4", [0.032, 0.030, 0.069, 0.059])],
      "full",
    );
    expect(found.predictions.map((rule) => rule.verdict)).toEqual(["FAIL", "PASS"]);
    // Printed as 0.046.
    expect(found.predictions[1]!.measure).toBeCloseTo(0.0455, 12);
  });

  test("experiment 9: the median does not steer although 7 of 8 pairs rise: outcome 3", () => {
    const single = (measure: string, threshold: number) =>
      clause(1, { estimand: { measure, aggregate: "single" }, comparison: ">=", threshold });
    const plan9 = registration({
      predictions: [prediction("P2", single("medianRatio", 1.5), single("risingPairs", 6))],
      outcomes: [{ token: "Outcome 1", when: { P2: ["PASS"] } }, { token: "Outcome 3", when: { P2: ["FAIL"] } }],
    });
    const found = evaluate(plan9, [row("medianRatio", {}, 1.125), row("risingPairs", {}, 7)], "full");
    expect(found.predictions[0]!.clauses.map((one) => one.verdict)).toEqual(["FAIL", "PASS"]);
    expect(found.outcome).toBe("Outcome 3");
  });
});
