import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Adequacy, type Clause, evaluate, type LedgerRow, type Requirement } from "../../../lib/verdict/mod.ts";
import { clause, prediction, registration, row } from "./fixtures.ts";
import { bound, formTwo } from "./form_two_fixture.ts";

const SEED = 720;

function verdictOf(only: Clause, rows: readonly LedgerRow[]) {
  return evaluate(formTwo({ predictions: [prediction("P1", only)] }), rows, "full").predictions[0]!;
}

const x = (L: number, adequacy?: Adequacy): LedgerRow =>
  row("x", { L }, 0.5, adequacy === undefined ? {} : { adequacy });

function reasonOf(requirement: Requirement, adequacy?: Adequacy): string | null {
  return verdictOf(bound({ aggregate: "single" }, 1, { requires: [requirement] }), [x(1000, adequacy)]).reason;
}

const old = `sha256:${"0".repeat(64)}`, trained = `sha256:${"1".repeat(64)}`;

describe("requirements", () => {
  // [requirement, met on the bar, missed by a little, the sentence]. Bars: 0.12·1000, 50·20, 5·20, 0.10.
  const cases: [Requirement, Adequacy, Adequacy, string][] = [
    [
      "uncensored",
      { tau: 120, length: 1000 },
      { tau: 166.7, length: 1000 },
      "row x(L=1000): censored: tau 166.7 exceeds 0.12 L = 120",
    ],
    [
      "window-50-tau",
      { tau: 20, window: 1000 },
      { tau: 20, window: 999 },
      "row x(L=1000): short window: 999 is under 50 tau = 1000",
    ],
    [
      "burn-in-5-tau",
      { tau: 20, burnIn: 100 },
      { tau: 20, burnIn: 0 },
      "row x(L=1000): short burn-in: 0 is under 5 tau = 100",
    ],
    [
      "reference",
      { referenceChange: 0.1 },
      { referenceChange: 0.1000001 },
      "row x(L=1000): unequilibrated reference: its change 0.1000001 exceeds 0.1",
    ],
    [
      "fresh-weights",
      { weightsRegistered: trained, weightsUsed: trained },
      { weightsRegistered: trained, weightsUsed: old },
      `row x(L=1000): stale weights: the sampler ran on ${old}, registered are ${trained}`,
    ],
  ];

  test.each(cases)("evaluate() checks %s", (requirement, met, missed, sentence) => {
    expect(reasonOf(requirement, met)).toBeNull();
    expect(reasonOf(requirement, missed)).toBe(sentence);
  });

  test.each(cases)("evaluate() does not read a row under %s whose numbers were not recorded", (requirement, met) => {
    const needs = Object.keys(met);
    const all = `row x(L=1000): "${requirement}" is required and ${needs.join(" and ")}`;
    expect(reasonOf(requirement)).toBe(`${all} ${needs.length === 1 ? "was" : "were"} not recorded`);
    if (needs.length === 1) return;
    expect(reasonOf(requirement, { [needs[0]!]: met[needs[0] as keyof Adequacy] })).toBe(
      `row x(L=1000): "${requirement}" is required and ${needs[1]} was not recorded`,
    );
  });

  test("evaluate() asks nothing that is not required, but for the weights", () => {
    const plain = bound({ aggregate: "single" }, 1);
    const poor = { tau: 900, length: 1000, window: 1, burnIn: 0, referenceChange: 5 };
    expect(verdictOf(plain, [x(1, poor)]).verdict).toBe("PASS");
    const stale = verdictOf(plain, [x(1, { weightsRegistered: trained, weightsUsed: old })]);
    expect([stale.verdict, stale.reason]).toEqual([
      "NOT-CHECKED",
      `row x(L=1): stale weights: the sampler ran on ${old}, registered are ${trained}`,
    ]);
    expect(verdictOf(plain, [x(1, { weightsUsed: old })]).verdict).toBe("PASS");
  });

  test("evaluate() refuses stale weights in form 1 as well", () => {
    const plan = registration({ predictions: [prediction("P1", bound({ aggregate: "single" }, 1))] });
    const found = evaluate(plan, [x(1, { weightsRegistered: trained, weightsUsed: old })], "full");
    expect(found.predictions[0]!.reason).toContain("stale weights");
  });

  test("evaluate() asks the rows of the paired measure and of a threshold, not those of the condition", () => {
    const fine = { tau: 1, length: 1000 }, poor = { tau: 500, length: 1000 };
    const y = (L: number, adequacy: Adequacy) => row("y", { L }, 1 / L, { adequacy });
    const paired = clause(2, {
      estimand: { measure: "x", aggregate: "spearman", against: "y" },
      comparison: "<=",
      threshold: 1,
    });
    const required: Clause = { ...paired, requires: ["uncensored"] };
    expect(verdictOf(required, [x(1, fine), x(2, fine), y(1, fine), y(2, poor)]).reason).toContain("row y(L=2): cens");
    const beats: Clause = {
      ...bound({ aggregate: "max" }, 1, { requires: ["uncensored"] }),
      threshold: { measure: "y", aggregate: "max" },
    };
    expect(verdictOf(beats, [x(1, fine), y(1, poor)]).reason).toContain("threshold: row y(L=1): censored");
    const given = { measure: "size", comparison: "<", threshold: 2 } as const;
    const conditioned = bound({ aggregate: "max", given }, 1, { requires: ["uncensored"] });
    expect(verdictOf(conditioned, [x(1, fine), row("size", { L: 1 }, 1)]).verdict).toBe("PASS");
    const stale = { weightsRegistered: trained, weightsUsed: old };
    expect(verdictOf(conditioned, [x(1, fine), row("size", { L: 1 }, 1, { adequacy: stale })]).reason).toContain(
      "row size(L=1): stale weights",
    );
  });

  test("evaluate() requires of measurements too", () => {
    const { estimand, basis } = bound({ aggregate: "max" }, 1);
    const plan = formTwo({
      predictions: [{
        ...prediction("M"),
        measureOnly: true,
        clauses: [{ estimand, basis, requires: ["reference"] }],
      }],
      outcomes: [],
    });
    const verdict = (adequacy: Adequacy) => evaluate(plan, [x(1, adequacy)], "full").predictions[0]!.verdict;
    expect([verdict({ referenceChange: 0.05 }), verdict({ referenceChange: 0.5 })]).toEqual([
      "MEASURED",
      "NOT-CHECKED",
    ]);
  });
});

describe("crossings", () => {
  const crossings = { parameter: "checkpoint", registered: ["c50", "c25"] };
  const plan = formTwo({ crossings, predictions: [prediction("P1", bound({ aggregate: "every" }, 2))] });
  const at = (...names: string[]) => names.map((checkpoint) => row("x", { checkpoint }, 0.5));

  test("evaluate() does not read final values where matched crossings are registered", () => {
    expect(evaluate(plan, at("c50", "c25"), "full").predictions[0]!.verdict).toBe("PASS");
    const found = evaluate(plan, at("c50", "final"), "full").predictions[0]!;
    expect([found.verdict, found.reason]).toEqual([
      "NOT-CHECKED",
      'row x(checkpoint="final"): read at checkpoint="final", and registered are the crossings "c50", "c25"',
    ]);
  });

  test("evaluate() reads rows that belong to no crossing", () => {
    expect(evaluate(plan, [x(1), x(2)], "full").predictions[0]!.verdict).toBe("PASS");
  });
});

test(`evaluate() gives neither PASS nor FAIL over a row made stale (seed ${SEED})`, () => {
  const values = fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 6, maxLength: 6 });
  const aggregate = fc.constantFrom("every", "max", "min", "mean", "median", "spearman", "count", "share" as const);
  fc.assert(
    fc.property(values, aggregate, fc.nat(5), fc.boolean(), (list, kind, at, grouped) => {
      const within = { comparison: "<", threshold: 1 } as const;
      const only = bound({
        aggregate: kind,
        ...(kind === "count" || kind === "share" ? { within } : {}),
        ...(kind === "spearman" ? { against: "y" } : {}),
        ...(grouped ? { by: ["K"] } : {}),
      }, 6);
      const rows = list.flatMap((value, i) =>
        ["x", "y"].map((measure) => row(measure, { i, K: i % 2 }, measure === "x" ? value : i))
      );
      const fresh = verdictOf(only, rows).verdict;
      // Equal values have no rank correlation.
      if (kind !== "spearman") expect(["PASS", "FAIL"]).toContain(fresh);
      const adequacy = { weightsRegistered: trained, weightsUsed: old };
      const read = kind === "spearman" ? 2 * at + 1 : 2 * at;
      const found = verdictOf(only, rows.map((one, i) => i === read ? { ...one, adequacy } : one));
      expect(found.verdict).toBe("NOT-CHECKED");
      expect(found.reason).toContain("stale weights");
    }),
    { seed: SEED, numRuns: 200 },
  );
});
