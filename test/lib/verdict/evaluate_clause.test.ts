import { describe, expect, test } from "vitest";
import type { Clause, Comparison, Estimand, LedgerRow, Threshold } from "../../../lib/verdict/mod.ts";
import { clause, row, rowsOf, verdictOf } from "./fixtures.ts";

function rule(aggregate: Estimand["aggregate"], comparison: Comparison, threshold: Threshold, count: number): Clause {
  return clause(count, { estimand: { measure: "x", aggregate }, comparison, threshold });
}

describe("comparisons", () => {
  // [comparison, threshold, a value that holds, a value that does not]
  const cases: [Comparison, Threshold, number | string, number | string][] = [
    ["<=", 0.1, 0.1, 0.1000001],
    ["<", 0.1, 0.0999999, 0.1],
    [">=", 0.7, 0.7, 0.6999999],
    [">", 1e20, Infinity, 1e20],
    [">", 1e20, 1e26, -Infinity],
    ["in", [0.5, 1.05], 0.5, 0.4999999],
    ["in", [0.5, 1.05], 1.05, Infinity],
    ["==", 4, 4, 4.0000001],
    ["==", "odd", "odd", "even"],
    ["==", "Infinity", Infinity, -Infinity],
    ["==", 0, -0, 1e-300],
  ];
  test.each(cases)("evaluate() reads %s %j as a bound that flips", (comparison, threshold, inside, outside) => {
    for (const aggregate of ["single", "every"] as const) {
      expect(verdictOf(rule(aggregate, comparison, threshold, 1), rowsOf("x", [inside])).verdict).toBe("PASS");
      expect(verdictOf(rule(aggregate, comparison, threshold, 1), rowsOf("x", [outside])).verdict).toBe("FAIL");
    }
  });

  test("evaluate() does not compare a text with a number", () => {
    const found = verdictOf(rule("every", "<=", 1e-13, 2), rowsOf("x", [0, "odd"]));
    expect(found.verdict).toBe("NOT-CHECKED");
    expect(found.reason).toContain('"odd"');
    expect(verdictOf(rule("single", "==", "odd", 1), rowsOf("x", [3])).verdict).toBe("NOT-CHECKED");
    expect(verdictOf(rule("max", "<=", 1, 2), rowsOf("x", [0, "odd"])).verdict).toBe("NOT-CHECKED");
  });
});

describe("aggregates", () => {
  // By hand from 3, 1, 10, 2.
  const values = [3, 1, 10, 2];
  test.each([["max", 10], ["min", 1], ["median", 2.5], ["mean", 4]] as const)("%s is %d", (aggregate, expected) => {
    const found = verdictOf(rule(aggregate, "==", expected, 4), rowsOf("x", values));
    expect(found.measure).toBe(expected);
    expect(found.verdict).toBe("PASS");
    expect(verdictOf(rule(aggregate, "==", expected, 4), rowsOf("x", [3, 1, 11, 0])).verdict).toBe("FAIL");
  });

  test("median of an odd number of values is the middle one", () => {
    expect(verdictOf(rule("median", "==", 3, 3), rowsOf("x", [10, 1, 3])).verdict).toBe("PASS");
  });

  test("count and share count the rows in the inner condition", () => {
    const within = { comparison: "in", threshold: [1 / 3, 3] } as const;
    const share = (threshold: number) =>
      clause(4, { estimand: { measure: "x", aggregate: "share", within }, comparison: ">=", threshold });
    expect(verdictOf(share(0.75), rowsOf("x", values)).measure).toBe(0.75);
    expect(verdictOf(share(0.75), rowsOf("x", values)).verdict).toBe("PASS");
    expect(verdictOf(share(0.75), rowsOf("x", [3, 1, 10, 3.0001])).verdict).toBe("FAIL");
    const count = clause(4, { estimand: { measure: "x", aggregate: "count", within }, comparison: ">=", threshold: 3 });
    expect(verdictOf(count, rowsOf("x", values)).measure).toBe(3);
    expect(verdictOf(count, rowsOf("x", [3, "odd", 10, 2])).verdict).toBe("NOT-CHECKED");
  });

  test("every reports the worst row", () => {
    const up = verdictOf(rule("every", "<=", 1e-13, 4), rowsOf("x", [0, 3e-14, 9e-14, 1e-14]));
    expect([up.verdict, up.measure, up.clauses[0]!.row]).toEqual(["PASS", 9e-14, "x(i=2)"]);
    const down = verdictOf(rule("every", ">", 1e20, 3), rowsOf("x", [Infinity, 1e26, 1e30]));
    expect([down.verdict, down.measure]).toEqual(["PASS", 1e26]);
    const band = verdictOf(rule("every", "in", [0.5, 1], 3), rowsOf("x", [0.7, 0.2, 1.1]));
    expect([band.verdict, band.measure]).toEqual(["FAIL", 0.2]);
    expect(band.reason).toBe("does not hold in 2 of 3 rows, worst x(i=1)");
    const text = verdictOf(rule("every", "==", "odd", 3), rowsOf("x", ["odd", "none", "odd"]));
    expect([text.verdict, text.measure]).toEqual(["FAIL", "none"]);
  });

  test("a non-finite worst value stays readable in JSON", () => {
    const found = verdictOf(rule("max", "<=", 1, 2), rowsOf("x", [0, Infinity]));
    expect([found.verdict, found.measure]).toEqual(["FAIL", "Infinity"]);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  test("an aggregate that is not defined is not checked", () => {
    const found = verdictOf(rule("mean", "<=", 1, 2), rowsOf("x", [Infinity, -Infinity]));
    expect([found.verdict, found.reason]).toEqual(["NOT-CHECKED", "the aggregate is not defined (NaN)"]);
  });

  test("the standard error is the row's, or that of a mean or median of independent rows", () => {
    const rows = [row("x", { i: 0 }, 1, { mcse: 0.3 }), row("x", { i: 1 }, 5, { mcse: 0.4 })];
    expect(verdictOf(rule("max", "<=", 9, 2), rows).error).toBe(0.4);
    // √(0.3² + 0.4²)/2
    expect(verdictOf(rule("mean", "<=", 9, 2), rows).error).toBeCloseTo(0.25, 15);
    expect(verdictOf(rule("median", "<=", 9, 2), rows).error).toBeCloseTo(0.25, 15);
    // √(π/2) √(3² + 4² + 12²)/3 = 1.2533… · 13/3, independent normal errors.
    const three = [3, 4, 12].map((mcse, i) => row("x", { i }, i, { mcse }));
    expect(verdictOf(rule("median", "<=", 9, 3), three).error).toBeCloseTo(1.2533141373155 * 13 / 3, 12);
    expect(verdictOf(rule("median", "<=", 9, 3), three.with(0, row("x", { i: 0 }, 0))).error).toBeNull();
    expect(verdictOf(rule("mean", "<=", 9, 2), [rows[0]!, row("x", { i: 1 }, 5)]).error).toBeNull();
  });

  test("spearman pairs rows by their parameters", () => {
    const spearman = clause(4, {
      estimand: { measure: "x", aggregate: "spearman", against: "y" },
      comparison: ">=",
      threshold: 0.7,
    });
    const x = rowsOf("x", [1, 2, 3, 4]), y = rowsOf("y", [10, 20, 30, 40]);
    const found = verdictOf(spearman, [...x, ...y.toReversed()]);
    expect([found.verdict, found.measure]).toEqual(["PASS", 1]);
    expect(verdictOf(spearman, [...x, ...rowsOf("y", [40, 30, 20, 10])]).verdict).toBe("FAIL");
    expect(verdictOf(spearman, [...x, ...y.slice(1)]).reason).toBe("row y(i=0) is missing");
    expect(verdictOf(spearman, [...x, ...rowsOf("y", [1, 1, 1, 1])]).reason).toContain("not defined");
    const censored = [...y.slice(1), row("y", { i: 0 }, 10, { status: "censored", reason: "ceiling" })];
    expect(verdictOf(spearman, [...x, ...censored]).verdict).toBe("NOT-CHECKED");
  });
});

describe("basis", () => {
  const every = rule("every", "<=", 0.1, 3);
  const good = rowsOf("x", [0.01, 0.02, 0.03]);

  test("evaluate() needs exactly the registered number of rows", () => {
    expect(verdictOf(every, good).verdict).toBe("PASS");
    expect(verdictOf(every, good.slice(1)).reason).toBe("2 of 3 rows of x");
    expect(verdictOf(every, []).reason).toBe("0 of 3 rows of x");
    expect(verdictOf(every, rowsOf("x", [0, 0, 0, 0])).reason).toBe("4 rows of x where 3 are registered");
    expect(verdictOf(every, [good[0]!, good[1]!, good[1]!]).reason).toBe("row x(i=1) stands twice");
  });

  test("evaluate() does not check in a mode without basis", () => {
    expect(verdictOf(every, good, "quick").reason).toBe("not registered for this mode");
    const both: Clause = { ...every, basis: { full: 9, quick: 3 } };
    expect(verdictOf(both, good, "quick").verdict).toBe("PASS");
    expect(verdictOf(both, good, "full").verdict).toBe("NOT-CHECKED");
  });

  const bad: [string, Partial<LedgerRow>][] = [
    ["censored", { status: "censored", reason: "τ at the ceiling" }],
    ["inadmissible", { status: "inadmissible", reason: "window under 50 τ" }],
    ["not-checked", { status: "not-checked", reason: "no GPU", value: null }],
    ["not-run", { status: "not-run", reason: "quick mode", value: null }],
  ];
  test.each(bad)("evaluate() does not check over a row that is %s", (status, change) => {
    const found = verdictOf(every, [...good.slice(1), { ...good[0]!, ...change }]);
    expect([found.verdict, found.reason]).toEqual(["NOT-CHECKED", `row x(i=0) is ${status}: ${change.reason}`]);
  });

  test("evaluate() does not check over NaN", () => {
    expect(verdictOf(every, rowsOf("x", [0, NaN, 0])).reason).toBe("row x(i=1) is NaN");
    expect(verdictOf(every, [...good.slice(1), { ...good[0]!, value: null }]).verdict).toBe("NOT-CHECKED");
  });

  test("where takes a value or a list and knows no inherited names", () => {
    const rows = [4, 5, 6].flatMap((m) => ["fwd", "sym"].map((kernel) => row("x", { m, kernel }, m)));
    const only = (where: Estimand["where"], count: number) =>
      verdictOf(
        clause(count, { estimand: { measure: "x", aggregate: "max", where: where! }, comparison: "<=", threshold: 5 }),
        rows,
      );
    expect(only({ m: [4, 5] }, 4).verdict).toBe("PASS");
    expect(only({ m: [4, 6], kernel: "sym" }, 2).verdict).toBe("FAIL");
    expect(only({ m: "4" }, 2).reason).toBe("0 of 2 rows of x");
    expect(only({ toString: 4 }, 1).reason).toBe("0 of 1 rows of x");
  });
});

describe("given", () => {
  const given = { measure: "clusterSize", comparison: "<=", threshold: 2 } as const;
  const rule = clause(3, {
    estimand: { measure: "share", aggregate: "every", given },
    comparison: "in",
    threshold: [0.5, 1.05],
  });
  const sizes = rowsOf("clusterSize", [1, 80, 2]);

  test("evaluate() reads only the cells that satisfy the condition", () => {
    const found = verdictOf(rule, [...sizes, row("share", { i: 0 }, 0.9), row("share", { i: 2 }, 0.6)]);
    expect([found.verdict, found.measure]).toEqual(["PASS", 0.6]);
    const low = verdictOf(rule, [...sizes, row("share", { i: 0 }, 0.9), row("share", { i: 2 }, 0.4)]);
    expect(low.verdict).toBe("FAIL");
  });

  test("evaluate() misses a cell that satisfies it and has no row", () => {
    expect(verdictOf(rule, [...sizes, row("share", { i: 0 }, 0.9)]).reason).toBe("row share(i=2) is missing");
  });

  test("evaluate() counts the basis on the condition's rows", () => {
    const shares = [row("share", { i: 0 }, 0.9), row("share", { i: 2 }, 0.9)];
    expect(verdictOf(rule, [...sizes.slice(1), ...shares]).reason).toBe("2 of 3 rows of clusterSize");
  });

  test("evaluate() does not pass over no cell at all", () => {
    const found = verdictOf(rule, rowsOf("clusterSize", [9, 9, 9]));
    expect([found.verdict, found.reason]).toEqual(["NOT-CHECKED", "no cell satisfies the condition on clusterSize"]);
  });
});

describe("a threshold that is an estimand", () => {
  const within = { comparison: "in", threshold: [1 / 3, 3] } as const;
  const beats = clause(3, {
    estimand: { measure: "multi", aggregate: "count", within },
    comparison: ">",
    threshold: { measure: "single", aggregate: "count", within },
  });
  const multi = rowsOf("multi", [1, 1, 9]);

  test("evaluate() compares with its value on the same basis", () => {
    const found = verdictOf(beats, [...multi, ...rowsOf("single", [1, 9, 9])]);
    expect([found.verdict, found.measure, found.threshold]).toEqual(["PASS", 2, "> 1"]);
    expect(verdictOf(beats, [...multi, ...rowsOf("single", [1, 1, 9])]).verdict).toBe("FAIL");
  });

  test("evaluate() does not check when it cannot be formed", () => {
    const found = verdictOf(beats, [...multi, ...rowsOf("single", [1, 9])]);
    expect([found.verdict, found.reason]).toEqual(["NOT-CHECKED", "threshold: 2 of 3 rows of single"]);
  });
});
