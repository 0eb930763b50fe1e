import { describe, expect, test } from "vitest";
import {
  type Clause,
  examine,
  type OutcomeRow,
  type PlannedMeasure,
  type Preregistration,
  type Refusal,
  refusalsOf,
  RefusedRuleError,
} from "../../../../lib/verdict/mod.ts";
import { clause, gate, prediction, registration } from "../fixtures.ts";

const MEASURES: Readonly<Record<string, PlannedMeasure>> = {
  ratio: { unit: "1", range: [0, "Infinity"], plannedError: 0.1 },
  exact: { unit: "1", range: [0, "Infinity"], plannedError: 0 },
  lengthOverTau: { unit: "1", range: [6, "Infinity"], plannedError: 0 },
  parity: { unit: "parity", values: ["odd", "even"], plannedError: 0 },
  flag: { unit: "1", range: [0, 1], plannedError: 0 },
};

function plan(clauses: readonly Clause[], parts: Partial<Preregistration> = {}): Preregistration {
  return registration({
    schemaVersion: 2,
    measures: MEASURES,
    predictions: [prediction("P1", ...clauses)],
    outcomes: [{ token: "YES", when: { P1: ["PASS"] } }],
    otherwise: "NO",
    ...parts,
  });
}

function of(...clauses: Clause[]): readonly Refusal[] {
  return refusalsOf(plan(clauses));
}

const kinds = (refusals: readonly Refusal[]): string[] => refusals.map(({ kind }) => kind);

const every = (measure: string, comparison: Clause["comparison"], threshold: Clause["threshold"], rows = 4): Clause =>
  clause(rows, { estimand: { measure, aggregate: "every" }, comparison, threshold });

const share = (comparison: Clause["comparison"], threshold: number, bound: number): Clause =>
  clause(10, {
    estimand: { measure: "exact", aggregate: "share", within: { comparison: "<=", threshold: bound } },
    comparison,
    threshold,
  });

describe("refusalsOf() of rules that cannot fail or cannot pass", () => {
  test("refuses what the ceiling of the estimator decides, and takes its neighbour", () => {
    const [refusal, ...more] = of(every("lengthOverTau", ">=", 5));
    expect(more).toEqual([]);
    expect(refusal).toMatchObject({
      rule: "P1",
      kind: "cannot-fail",
      witness: "the smallest value it can take is 6, which passes",
    });
    expect(refusal!.rows.map((row) => row.value)).toEqual([6]);
    expect(of(every("lengthOverTau", ">=", 7))).toEqual([]);
    expect(of(every("lengthOverTau", "<", 6))[0]).toMatchObject({
      kind: "cannot-pass",
      witness: "the smallest value it can take is 6, which fails",
    });
  });

  test("knows the range of counts, shares and rank correlations", () => {
    const count = (threshold: number): Clause =>
      clause(4, {
        estimand: { measure: "exact", aggregate: "count", within: { comparison: ">", threshold: 1 } },
        comparison: ">=",
        threshold,
      });
    expect(kinds(of(count(0)))).toEqual(["cannot-fail"]);
    expect(kinds(of(count(5)))).toEqual(["cannot-pass"]);
    expect(kinds(of(count(4)))).toEqual([]);
    expect(kinds(of(share(">", 1, 3)))).toEqual(["cannot-pass"]);
    expect(kinds(of(share(">=", 1, 3)))).toEqual([]);
    expect(kinds(of(share(">=", 0.5, -1)))).toEqual(["cannot-pass"]);
    const ranked = (threshold: number, rows = 4): Clause =>
      clause(rows, {
        estimand: { measure: "exact", against: "flag", aggregate: "spearman" },
        comparison: ">=",
        threshold,
      });
    expect(kinds(of(ranked(-1)))).toEqual(["cannot-fail"]);
    expect(kinds(of(ranked(1.1)))).toEqual(["cannot-pass"]);
    expect(kinds(of(ranked(0.7, 1)))).toEqual(["cannot-be-checked"]);
    expect(kinds(of(ranked(0.7)))).toEqual([]);
  });

  test("knows the texts of a measure", () => {
    expect(kinds(of(every("parity", "==", "none")))).toEqual(["cannot-pass"]);
    expect(kinds(of(every("parity", "==", "odd")))).toEqual([]);
    expect(kinds(of(every("parity", "<=", 1)))).toEqual(["cannot-be-checked"]);
    expect(kinds(of(every("exact", "==", "odd")))).toEqual(["cannot-be-checked"]);
    const only = plan([every("parity", "==", "odd")], {
      measures: { parity: { unit: "parity", values: ["odd"], plannedError: 0 } },
    });
    expect(kinds(refusalsOf(only))).toEqual(["cannot-fail"]);
  });

  test("compares an estimated threshold by the ranges of both", () => {
    const than = (measure: string): Clause =>
      clause(3, {
        estimand: { measure: "flag", aggregate: "max" },
        comparison: "<=",
        threshold: { measure, aggregate: "max" },
      });
    expect(kinds(of(than("lengthOverTau")))).toEqual(["cannot-fail"]);
    expect(of(than("flag"))[0]).toMatchObject({ kind: "cannot-fail", witness: "it is compared with itself" });
    expect(kinds(of(than("exact")))).toEqual([]);
  });

  test("reads the condition that an estimand is given", () => {
    const given = (threshold: number): Clause =>
      clause(3, {
        estimand: { measure: "exact", aggregate: "every", given: { measure: "flag", comparison: ">=", threshold } },
        comparison: "<=",
        threshold: 1,
      });
    expect(kinds(of(given(2)))).toEqual(["cannot-be-checked"]);
    expect(kinds(of(given(1)))).toEqual([]);
  });

  test("finds clauses of one rule that contradict or imply each other", () => {
    expect(kinds(of(every("exact", "<=", 1), every("exact", ">", 2)))).toEqual(["cannot-pass", "cannot-pass"]);
    const median = clause(4, { estimand: { measure: "exact", aggregate: "median" }, comparison: "<=", threshold: 2 });
    expect(of(every("exact", "<=", 1), median)).toMatchObject([
      {
        kind: "cannot-fail",
        witness: "where the other clauses hold, the largest value it can take is 1, which passes",
      },
    ]);
    expect(of(every("exact", "<=", 3), median)).toEqual([]);
    const part = clause(2, {
      estimand: { measure: "exact", where: { m: 4 }, aggregate: "max" },
      comparison: "<=",
      threshold: 2,
    });
    expect(kinds(of(every("exact", "<=", 1), part))).toEqual(["cannot-fail"]);
    expect(kinds(of(every("exact", "<=", 3), part))).toEqual([]);
  });

  test("finds a prediction that its gates decide already", () => {
    const behind = (threshold: number): readonly Refusal[] =>
      refusalsOf(plan([every("exact", "<=", 2)], { gates: [gate("V", every("exact", "<=", threshold))] }));
    expect(kinds(behind(1))).toEqual(["cannot-fail"]);
    expect(kinds(behind(3))).toEqual([]);
  });
});

describe("refusalsOf() of bases", () => {
  test("refuses two rules that want another number of the same rows", () => {
    const refusals = of(every("exact", "<=", 1, 4), every("exact", "<=", 1, 5), every("flag", "<=", 0.5));
    expect(kinds(refusals).filter((kind) => kind === "cannot-be-checked")).toHaveLength(2);
    const inside = clause(9, {
      estimand: { measure: "exact", where: { m: 4 }, aggregate: "max" },
      comparison: ">",
      threshold: 0.5,
    });
    expect(of(every("exact", "<=", 1, 4), inside)[0]!.witness).toBe(
      "its 9 rows are among those of every exact in P1, of which 4 are registered",
    );
  });
});

describe("refusalsOf() at matched crossings", () => {
  const crossings = { parameter: "checkpoint", registered: ["c50", "c25"] } as const;
  const median = (where?: Clause["estimand"]["where"]): Clause => ({
    estimand: { measure: "ratio", aggregate: "median", ...(where === undefined ? {} : { where }) },
    comparison: ">=",
    threshold: 1.5,
    basis: { full: 8, quick: null },
  });

  test("refuses a clause that would read final values, by such a row", () => {
    const [refusal] = refusalsOf(plan([median()], { crossings }));
    expect(refusal).toMatchObject({
      kind: "reads-beyond-crossings",
      witness: 'it would read the row ratio(checkpoint="final")',
    });
    expect(refusal!.rows[0]!.params).toEqual({ checkpoint: "final" });
    expect(kinds(refusalsOf(plan([median({ checkpoint: ["c50", "final"] })], { crossings })))).toEqual([
      "reads-beyond-crossings",
    ]);
    expect(refusalsOf(plan([median({ checkpoint: ["c50", "c25"] })], { crossings }))).toEqual([]);
    expect(refusalsOf(plan([median({ checkpoint: "c25" })], { crossings }))).toEqual([]);
  });

  test("looks into estimated thresholds", () => {
    const than = (where: Clause["estimand"]["where"]): Clause =>
      clause(8, {
        estimand: { measure: "ratio", where: { checkpoint: "c50" }, aggregate: "median" },
        comparison: ">",
        threshold: { measure: "exact", aggregate: "median", ...(where === undefined ? {} : { where }) },
      });
    expect(refusalsOf(plan([than(undefined)], { crossings }))[0]!.statement).toMatch(/reads in its threshold exact/);
    expect(refusalsOf(plan([than({ checkpoint: "c50" })], { crossings }))).toEqual([]);
  });
});

describe("refusalsOf() against the planned error", () => {
  const aggregated = (aggregate: "mean" | "median" | "max", comparison: "<=" | "in", threshold: Clause["threshold"]) =>
    clause(4, { estimand: { measure: "ratio", aggregate }, comparison, threshold });

  // The planned error of one row is 0.1: of the mean of four 0.05, of their median sqrt(pi/2) times that, 0.0627.
  test.each(
    [
      ["max", [1, 1.39], 1],
      ["max", [1, 1.41], 0],
      ["mean", [1, 1.19], 1],
      ["mean", [1, 1.21], 0],
      ["median", [1, 1.25], 1],
      ["median", [1, 1.26], 0],
    ] as const,
  )("judges the interval of a %s, %j", (aggregate, threshold, refused) => {
    expect(kinds(of(aggregated(aggregate, "in", threshold)))).toEqual(
      refused === 1 ? ["finer-than-error"] : [],
    );
  });

  test("asks for room on both sides of a one-sided bound", () => {
    expect(of(aggregated("max", "<=", 0.19))[0]!.witness).toBe(
      "passing values lie at most 0.19 from the bound, which is under 2 times the standard error 0.1",
    );
    expect(of(aggregated("max", "<=", 0.21))).toEqual([]);
    const bounded = (threshold: number): readonly Refusal[] =>
      refusalsOf(plan([aggregated("max", "<=", threshold)], {
        measures: { ratio: { unit: "1", range: [0, 1], plannedError: 0.1 } },
      }));
    expect(bounded(0.81)[0]!.witness).toMatch(/^failing values lie at most 0\.18\d+ from the bound/);
    expect(bounded(0.79)).toEqual([]);
  });

  test("judges the rows of a count by their own error, and exact values not at all", () => {
    const count = (measure: string, width: number): Clause =>
      clause(10, {
        estimand: { measure, aggregate: "count", within: { comparison: "in", threshold: [1, 1 + width] } },
        comparison: ">=",
        threshold: 5,
      });
    expect(kinds(of(count("ratio", 0.39)))).toEqual(["finer-than-error"]);
    expect(kinds(of(count("ratio", 0.41)))).toEqual([]);
    expect(kinds(of(count("exact", 1e-9)))).toEqual([]);
    expect(kinds(of(every("ratio", "==", 1)))).toEqual(["finer-than-error"]);
    expect(kinds(of(every("exact", "==", 1)))).toEqual([]);
  });
});

describe("refusalsOf() of the decision table", () => {
  const two = [every("exact", "<=", 1), every("flag", "<=", 0.5)] as const;
  const table = (outcomes: readonly OutcomeRow[], otherwise: string | null, after?: string): readonly Refusal[] =>
    refusalsOf(plan([], {
      predictions: [
        prediction("P1", two[0]),
        { ...prediction("P2", two[1]), ...(after === undefined ? {} : { after: [after] }) },
        {
          id: "M",
          statement: "s",
          mark: ["O"],
          published: null,
          measureOnly: true,
          clauses: [{ estimand: { measure: "parity", aggregate: "single" }, basis: { full: 1, quick: 1 } }],
        },
      ],
      outcomes,
      otherwise,
    }));

  test("refuses rows that match at once, by the combination", () => {
    const overlapping = [
      { token: "A", when: { P1: ["PASS"] } },
      { token: "B", when: { P2: ["PASS"] } },
    ] as const;
    expect(table(overlapping, "C")).toMatchObject([
      { rule: "outcomes", statement: 'the rows "A" and "B" match at once', witness: "P1 PASS, P2 PASS" },
    ]);
    const apart = [overlapping[0], { token: "B", when: { P1: ["FAIL"], P2: ["PASS"] } }] as const;
    expect(table(apart, "C")).toEqual([]);
  });

  test("refuses combinations that are left over", () => {
    const rows = [{ token: "A", when: { P1: ["PASS"] } }, { token: "B", when: { P1: ["FAIL"] } }] as const;
    expect(table(rows, null)).toMatchObject([{ witness: "P1 NOT-CHECKED" }]);
    expect(table(rows, "C")).toEqual([]);
    expect(table([rows[0], { token: "B", when: { P1: ["FAIL", "NOT-CHECKED"] } }], null)).toEqual([]);
  });

  test("refuses rows that never match", () => {
    const measured = { token: "A", when: { M: ["PASS"] } } as const;
    expect(table([measured], "C").map(({ witness }) => witness)).toEqual([
      "the verdicts of M there are MEASURED, NOT-CHECKED",
      "none of the 2 combinations reaches it",
    ]);
    expect(table([{ token: "A", when: { M: ["MEASURED"] } }], "C")).toEqual([]);
    expect(table([{ token: "A", when: { P1: ["HALT"] } }], "C")[0]!.statement).toMatch(/names HALT for P1/);
    const barred = [{ token: "A", when: { P1: ["FAIL"], P2: ["PASS"] } }] as const;
    expect(table(barred, "C", "P1")).toMatchObject([{ statement: 'the row "A" never matches' }]);
    expect(table(barred, "C")).toEqual([]);
  });

  test("refuses a token that is used twice", () => {
    expect(table([{ token: "A", when: { P1: ["PASS"] } }], "A")).toMatchObject([
      { statement: 'the token "A" is used twice' },
    ]);
  });

  test("refuses more combinations than can be enumerated", () => {
    const many = Array.from({ length: 13 }, (_, i) => prediction(`P${i}`, every("exact", "<=", 1)));
    const when = Object.fromEntries(many.map(({ id }) => [id, ["PASS"] as const]));
    const found = refusalsOf(plan([], { predictions: many, outcomes: [{ token: "A", when }], otherwise: "C" }));
    expect(found).toMatchObject([{ witness: "1594323 combinations where at most 1000000 are enumerated" }]);
  });
});

describe("examine()", () => {
  test("throws every refusal at once, as bad input", () => {
    const bad = plan([every("lengthOverTau", ">=", 5), every("ratio", "==", 1)]);
    let error: unknown = null;
    try {
      examine(bad);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(RefusedRuleError);
    const { message, refusals } = error as RefusedRuleError;
    expect(kinds(refusals)).toEqual(["cannot-fail", "finer-than-error"]);
    expect(message).toMatch(
      /^Freezing "90-example" was refused: P1: clause 1, every lengthOverTau ≥ 5, can never fail/,
    );
  });

  test("refuses nothing of form 1, which says nothing of its measures", () => {
    expect(refusalsOf(registration())).toEqual([]);
  });
});
