import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Clause, evaluate, type LedgerRow } from "../../../lib/verdict/mod.ts";
import { clause, prediction, row, rowsOf } from "./fixtures.ts";
import { bound, formTwo } from "./form_two_fixture.ts";

const SEED = 6901;

function verdictOf(only: Clause, rows: readonly LedgerRow[]) {
  return evaluate(formTwo({ predictions: [prediction("P1", only)] }), rows, "full").predictions[0]!;
}

/** One row per (t, K), its value by K. */
function cells(values: Readonly<Record<number, readonly number[]>>, more: Partial<LedgerRow> = {}): LedgerRow[] {
  return Object.entries(values).flatMap(([K, list]) =>
    list.map((value, t) => row("x", { t, K: Number(K) }, value, more))
  );
}

describe("groups", () => {
  const median = bound({ aggregate: "median", by: ["K"] }, 6);

  test("evaluate() asks every group and reports the worst", () => {
    const passed = verdictOf(median, cells({ 100: [0.1, 0.2, 9], 1000: [0.5, 0.9, 0.9] }));
    expect([passed.verdict, passed.measure, passed.reason]).toEqual(["PASS", 0.9, null]);
    expect(passed.clauses[0]!.label).toBe("median x, worst at K=1000");
    // Over both groups together the median is 0.7, which would pass.
    const failed = verdictOf(median, cells({ 100: [0.1, 0.2, 0.3], 1000: [1.1, 1.2, 1.3] }));
    expect([failed.verdict, failed.measure]).toEqual(["FAIL", 1.2]);
    expect(failed.reason).toBe("does not hold in 1 of 2 groups, worst at K=1000");
  });

  test("evaluate() does not group rows that lack the parameter", () => {
    const rows = [...cells({ 100: [0.1, 0.2, 0.3, 0.4, 0.5] }), row("x", { t: 9 }, 0.1)];
    const found = verdictOf(median, rows);
    expect([found.verdict, found.reason]).toEqual([
      "NOT-CHECKED",
      "row x(t=9): averaged over K, which is registered per cell",
    ]);
  });

  test("evaluate() keeps the rows apart under every, max, share and single", () => {
    const rows = cells({ 100: [0.1, 0.2], 1000: [0.3, 2] });
    const every = verdictOf(bound({ aggregate: "every", by: ["K"] }, 4), rows);
    expect([every.verdict, every.measure, every.clauses[0]!.row]).toEqual(["FAIL", 2, "x(K=1000, t=1)"]);
    const within = { comparison: "<=", threshold: 1 } as const;
    const share = bound({ aggregate: "share", within, by: ["K"] }, 4, { comparison: ">=", threshold: 0.75 });
    // 2 of 2 and 1 of 2; over all rows 3 of 4, which would pass.
    expect([verdictOf(share, rows).verdict, verdictOf(share, rows).measure]).toEqual(["FAIL", 0.5]);
    const { by: _, ...ungrouped } = share.estimand;
    expect(verdictOf({ ...share, estimand: ungrouped }, rows).verdict).toBe("PASS");
    const single = bound({ aggregate: "single", by: ["t", "K"] }, 4);
    expect(verdictOf(single, rows).clauses[0]!.label).toBe("x, worst at K=1000, t=1");
    expect(verdictOf(bound({ aggregate: "single", by: ["K"] }, 4), rows).reason).toBe(
      "2 rows where one is needed at K=100",
    );
  });

  test("evaluate() compares each group with its own threshold where that is grouped", () => {
    const beats = clause(4, {
      estimand: { measure: "x", aggregate: "max", by: ["K"] },
      comparison: "<",
      threshold: { measure: "y", aggregate: "max", by: ["K"] },
    });
    const rows = cells({ 100: [1, 2], 1000: [10, 20] });
    const y = (bars: readonly number[]) =>
      [100, 1000].flatMap((K, k) => [0, 1].map((t) => row("y", { t, K }, bars[k]! - t)));
    const passed = verdictOf(beats, [...rows, ...y([3, 30])]);
    // The larger value is further from its own bar.
    expect([passed.verdict, passed.measure, passed.threshold]).toEqual(["PASS", 2, "< 3"]);
    const failed = verdictOf(beats, [...rows, ...y([1.5, 30])]);
    expect([failed.verdict, failed.measure, failed.threshold]).toEqual(["FAIL", 2, "< 1.5"]);
    const common = { ...beats, threshold: { measure: "y", aggregate: "max" } } as const;
    expect(verdictOf(common, [...rows, ...y([1.5, 30])]).verdict).toBe("PASS");
  });

  test("evaluate() does not check a threshold that lacks a group", () => {
    const beats = clause(2, {
      estimand: { measure: "x", aggregate: "max", by: ["K"] },
      comparison: "<",
      threshold: { measure: "y", aggregate: "max", by: ["K"] },
    });
    const found = verdictOf(beats, [
      ...cells({ 100: [1], 1000: [1] }),
      row("y", { K: 100 }, 2),
      row("y", { K: 10 }, 2),
    ]);
    expect([found.verdict, found.reason]).toEqual(["NOT-CHECKED", "threshold: no rows of y at K=1000"]);
  });

  test("evaluate() orders infinite groups", () => {
    const max = bound({ aggregate: "max", by: ["K"] }, 2);
    const found = verdictOf(max, cells({ 100: [Infinity], 1000: [5] }));
    expect([found.verdict, found.measure]).toEqual(["FAIL", "Infinity"]);
  });
});

describe("cells", () => {
  const perCell = bound({ aggregate: "every" }, 4, { basis: { full: 4, quick: null, per: ["t", "K"] } });

  test("evaluate() does not read an average where cells are registered", () => {
    const good = cells({ 100: [0.1, 0.2], 1000: [0.3, 0.4] });
    expect(verdictOf(perCell, good).verdict).toBe("PASS");
    const averaged = good.with(3, row("x", { t: 7 }, 0.4));
    expect(verdictOf(perCell, averaged).reason).toBe("row x(t=7): averaged over K, which is registered per cell");
  });

  test("evaluate() says that what is missing was averaged, also where the selection passes it over", () => {
    const only = bound({ aggregate: "every", where: { K: [100, 1000] } }, 4, {
      basis: { full: 4, quick: null, per: ["t", "K"] },
    });
    const averages = [0, 1, 2, 3].map((t) => row("x", { t }, 0.1));
    expect(verdictOf(only, averages).reason).toBe(
      "0 of 4 rows of x; row x(t=0): averaged over K, which is registered per cell",
    );
    expect(verdictOf(only, cells({ 100: [0.1] })).reason).toBe("1 of 4 rows of x");
  });

  test("evaluate() leaves an average alone that the rule does not select", () => {
    const only = bound({ aggregate: "every", where: { K: [100, 1000] } }, 4, {
      basis: { full: 4, quick: null, per: ["t", "K"] },
    });
    const rows = [...cells({ 100: [0.1, 0.2], 1000: [0.3, 0.4] }), row("x", { t: 0 }, 9)];
    expect(verdictOf(only, rows).verdict).toBe("PASS");
  });
});

describe("count under a condition", () => {
  const given = { measure: "size", comparison: "<=", threshold: 2 } as const;
  const within = { comparison: ">", threshold: 1 } as const;
  const count = (by?: readonly string[]) =>
    bound({ aggregate: "count", given, within, ...(by === undefined ? {} : { by }) }, 4, {
      comparison: ">=",
      threshold: 1,
    });

  test("evaluate() counts 0 where no cell satisfies it, and still shares nothing", () => {
    const none = verdictOf(count(), rowsOf("size", [9, 9, 9, 9]));
    expect([none.verdict, none.measure]).toEqual(["FAIL", 0]);
    const share = bound({ aggregate: "share", given, within }, 4);
    expect(verdictOf(share, rowsOf("size", [9, 9, 9, 9])).reason).toBe("no cell satisfies the condition on size");
  });

  test("evaluate() counts 0 in a group that has no such cell", () => {
    const sizes = [1, 1, 9, 9].map((size, i) => row("size", { i, K: i < 2 ? 100 : 1000 }, size));
    const x = [0, 1].map((i) => row("x", { i, K: 100 }, 5));
    const found = verdictOf(count(["K"]), [...sizes, ...x]);
    expect([found.verdict, found.measure, found.clauses[0]!.label]).toEqual(["FAIL", 0, "count x, worst at K=1000"]);
    const max = bound({ aggregate: "max", given, by: ["K"] }, 4);
    expect(verdictOf(max, [...sizes, ...x]).reason).toBe("no cell satisfies the condition on size at K=1000");
  });
});

describe("the published averages of experiment 3, P3a", () => {
  // The printed ratio is a median over t and K together.
  test("pass on the average and are not checked per K", () => {
    const averaged = clause(1, {
      estimand: { measure: "x", aggregate: "single" },
      comparison: "in",
      threshold: [1 / 3, 3],
    });
    const printed = [row("x", {}, 1.624)];
    expect(verdictOf(averaged, printed).verdict).toBe("PASS");
    const perK = { ...averaged, basis: { full: 1, quick: null, per: ["K"] } };
    expect(verdictOf(perK, printed).reason).toBe("row x: averaged over K, which is registered per cell");
  });
});

const value = fc.oneof(fc.double({ min: 0, max: 2, noNaN: true }), fc.constant(Infinity), fc.constant(1));
const aggregates = ["every", "max", "min", "mean", "median"] as const;

test(`evaluate() by one group is evaluate() without groups (seed ${SEED})`, () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 5, maxLength: 5 }),
      fc.constantFrom(...aggregates),
      (values, aggregate) => {
        const rows = cells({ 100: values }, { mcse: 0.1 });
        const plain = verdictOf(bound({ aggregate }, 5), rows).clauses[0]!;
        const grouped = verdictOf(bound({ aggregate, by: ["K"] }, 5), rows).clauses[0]!;
        const { label: _, reason: __, ...rest } = plain;
        expect(grouped).toMatchObject(rest);
      },
    ),
    { seed: SEED, numRuns: 200 },
  );
});

test(`evaluate() by groups is the conjunction of the groups, rows in any order (seed ${SEED})`, () => {
  const groups = fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });
  const shuffled = groups.chain((values) => {
    const all = cells(Object.fromEntries(values.entries()));
    return fc.tuple(fc.constant(values), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }));
  });
  fc.assert(
    fc.property(shuffled, fc.constantFrom(...aggregates), ([values, rows], aggregate) => {
      const found = verdictOf(bound({ aggregate, by: ["K"] }, 9), rows);
      const sorted = verdictOf(bound({ aggregate, by: ["K"] }, 9), cells(Object.fromEntries(values.entries())));
      expect(found).toEqual(sorted);
      const each = values.map((list) => verdictOf(bound({ aggregate }, 3), cells({ 0: list })).verdict);
      expect(found.verdict).toBe(each.every((verdict) => verdict === "PASS") ? "PASS" : "FAIL");
    }),
    { seed: SEED, numRuns: 200 },
  );
});
