import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Aggregate,
  type Clause,
  type Comparison,
  evaluate,
  type LedgerRow,
  type Preregistration,
  refusalsOf,
  witnessesOf,
} from "../../../../lib/verdict/mod.ts";
import { prediction, registration, row } from "../fixtures.ts";

const SEED = 4202;
const RUNS = 300;

const bound = fc.constantFrom(-1, 0, 0.25, 0.5, 0.75, 1, 2, 3, 4, 5);
const oneSided = fc.constantFrom<Comparison>("<=", "<", ">=", ">", "==");
const condition = fc.oneof(
  fc.record({ comparison: oneSided, threshold: bound }),
  fc.tuple(bound, bound).map(([a, b]) => ({
    comparison: "in" as const,
    threshold: [Math.min(a, b), Math.max(a, b)] as const,
  })),
);
const aggregates: Aggregate[] = ["every", "max", "min", "median", "mean", "count", "share", "single", "spearman"];
const range = fc.constantFrom<[number, number]>([0, 1], [1, 3], [0, 4], [-1, 0.5]);
const lattice = (lo: number, hi: number) => Array.from({ length: 9 }, (_, i) => lo + (hi - lo) * i / 8);

/** A registration of one clause over the measures x, y and z, with four rows of each. */
const plans = fc.record({
  aggregate: fc.constantFrom(...aggregates),
  decisive: condition,
  within: condition,
  given: fc.option(condition, { nil: undefined }),
  by: fc.boolean(),
  ranges: fc.tuple(range, range),
}).map(({ aggregate, decisive, within, given, by, ranges }) => {
  const counts = aggregate === "count" || aggregate === "share";
  const clause: Clause = {
    estimand: {
      measure: "x",
      aggregate,
      ...(counts ? { within } : {}),
      ...(aggregate === "spearman" ? { against: "y" } : {}),
      ...(given === undefined ? {} : { given: { ...given, measure: "z" } }),
      ...(by && aggregate !== "single" ? { by: ["group"] } : {}),
    },
    ...decisive,
    basis: { full: aggregate === "single" ? 1 : 4, quick: null },
  };
  const plan = registration({
    schemaVersion: 2,
    measures: {
      x: { unit: "1", range: ranges[0], plannedError: 0 },
      y: { unit: "1", range: [0, 1], plannedError: 0 },
      z: { unit: "1", range: ranges[1], plannedError: 0 },
    },
    predictions: [prediction("P1", clause)],
  });
  return { plan, aggregate, by, ranges, rows: clause.basis.full };
});

const picks = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 12, maxLength: 12 });

function rowsOf(ranges: readonly (readonly [number, number])[], count: number, pick: readonly number[]): LedgerRow[] {
  const spans = [ranges[0]!, [0, 1] as const, ranges[1]!];
  return ["x", "y", "z"].flatMap((measure, m) =>
    Array.from(
      { length: count },
      (_, i) => row(measure, { i, group: i % 2 }, lattice(...spans[m] as [number, number])[pick[4 * m + i]!]!),
    )
  );
}

function verdict(plan: Preregistration, rows: readonly LedgerRow[]): string {
  return evaluate(plan, rows, "full").predictions[0]!.verdict;
}

describe("refusalsOf()", () => {
  test(`refuses no rule that rows within the ranges decide the other way (seed ${SEED})`, () => {
    let refused = 0;
    fc.assert(
      fc.property(
        plans,
        fc.array(picks, { minLength: 20, maxLength: 20 }),
        ({ plan, aggregate, by, ranges, rows }, ledgers) => {
          const kinds = refusalsOf(plan).map(({ kind }) => kind);
          refused += kinds.length;
          const verdicts = new Set(ledgers.map((pick) => verdict(plan, rowsOf(ranges, rows, pick))));
          if (kinds.includes("cannot-fail")) expect(verdicts).not.toContain("FAIL");
          if (kinds.includes("cannot-pass")) expect(verdicts).not.toContain("PASS");
          if (kinds.includes("cannot-be-checked")) expect([...verdicts]).toEqual(["NOT-CHECKED"]);
          // Few pairs have few rank correlations, and groups of two few counts, so not every interval holds one.
          const coarse = aggregate === "spearman" || (by && (aggregate === "count" || aggregate === "share"));
          if (!coarse) expect(kinds).not.toContain("no-witness");
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
    expect(refused).toBeGreaterThan(RUNS / 10);
  });

  test(`takes only rules with rows on which they pass and on which they fail (seed ${SEED})`, () => {
    let taken = 0;
    fc.assert(
      fc.property(plans, ({ plan }) => {
        if (refusalsOf(plan).length > 0) return;
        taken++;
        const witnesses = witnessesOf(plan);
        expect(witnesses.map((witness) => witness.verdict)).toEqual(["PASS", "FAIL"]);
        for (const witness of witnesses) expect(verdict(plan, witness.rows)).toBe(witness.verdict);
      }),
      { seed: SEED + 1, numRuns: RUNS },
    );
    expect(taken).toBeGreaterThan(RUNS / 10);
  });
});
