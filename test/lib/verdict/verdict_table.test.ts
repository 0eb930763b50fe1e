import { describe, expect, test } from "vitest";
import { compareEvaluations, evaluate, verdictTable } from "../../../lib/verdict/mod.ts";
import { clause, gate, prediction, registration, row, rowsOf } from "./fixtures.ts";

const plan = registration({
  predictions: [
    {
      ...prediction(
        "P1",
        clause(2, { estimand: { measure: "overlap", aggregate: "every" }, comparison: "<=", threshold: 1e-13 }),
        clause(2, { estimand: { measure: "ratio", aggregate: "min" }, comparison: ">", threshold: 1e20 }),
      ),
      mark: ["P", "O"],
      published: "PASS (10²⁶–10³⁰)",
    },
    prediction(
      "P2",
      clause(1, { estimand: { measure: "mse", aggregate: "single" }, comparison: "in", threshold: [-1, 3] }),
    ),
  ],
  gates: [gate("V", clause(1, { estimand: { measure: "sum", aggregate: "max" }, comparison: "<", threshold: 2 }))],
});
const rows = [
  ...rowsOf("overlap", [0, 3.14159e-14]),
  ...rowsOf("ratio", [Infinity, Infinity]),
  row("mse", {}, -0.5, { mcse: 0.25, n: 400 }),
  row("sum", {}, 1),
];
const evaluation = evaluate(plan, rows, "full");

describe("verdictTable()", () => {
  test("shows every clause, the error, the threshold, what was published and the mark", () => {
    expect(verdictTable(evaluation)).toEqual([
      {
        id: "P1",
        statement: "Statement of P1",
        measure: "every overlap 3.142e−14; min ratio ∞",
        threshold: "≤ 1e−13; > 1e20",
        verdict: "PASS",
        published: "PASS (10²⁶–10³⁰)",
        mark: "[P, O]",
        reason: "",
      },
      {
        id: "P2",
        statement: "Statement of P2",
        measure: "mse −0.5 ± 0.25",
        threshold: "∈ [−1, 3]",
        verdict: "PASS",
        published: "–",
        mark: "[O]",
        reason: "",
      },
      {
        id: "V",
        statement: "Statement of V",
        measure: "max sum 1",
        threshold: "< 2",
        verdict: "PASS",
        published: "met",
        mark: "[P]",
        reason: "",
      },
    ]);
  });

  test("shows a dash and the reason where nothing was measured", () => {
    const [first] = verdictTable(evaluate(plan, rows.slice(1), "full"));
    expect([first!.verdict, first!.measure]).toEqual(["NOT-CHECKED", "every overlap –; min ratio ∞"]);
    expect(first!.reason).toBe("1 of 2 rows of overlap");
  });
});

describe("compareEvaluations()", () => {
  test("finds no difference after a round trip through JSON", () => {
    expect(compareEvaluations(JSON.parse(JSON.stringify(evaluation)), evaluation)).toEqual([]);
  });

  test("names what differs: measure, threshold, a clause, a rule that is gone, the outcome", () => {
    const [first, second] = evaluation.predictions;
    const fields = (changed: typeof evaluation) =>
      compareEvaluations(changed, evaluation).map((one) => `${one.id} ${one.field}`);
    expect(fields({ ...evaluation, predictions: [first!, { ...second!, measure: -0.4 }] })).toEqual(["P2 measure"]);
    expect(fields({ ...evaluation, predictions: [first!, { ...second!, threshold: "∈ [0, 3]" }] })).toEqual([
      "P2 threshold",
    ]);
    const clauses = [{ ...first!.clauses[0]!, measure: 0 }, first!.clauses[1]!];
    expect(fields({ ...evaluation, predictions: [{ ...first!, clauses }, second!] })).toEqual(["P1 clauses"]);
    expect(fields({ ...evaluation, predictions: [first!] })).toEqual(["P2 presence"]);
    expect(fields({ ...evaluation, gates: [] })).toEqual(["V presence"]);
    expect(fields({ ...evaluation, outcome: "OPEN" })).toEqual(["null outcome"]);
  });
});
