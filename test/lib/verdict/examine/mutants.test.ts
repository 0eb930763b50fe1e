import { describe, expect, test } from "vitest";
import { evaluate } from "../../../../lib/verdict/mod.ts";
import { examine, mutantsOf, mutantSummary, type Preregistration, witnessesOf } from "../../../../lib/verdict/mod.ts";
import { changedOn, summarise } from "../../../../lib/verdict/examine/mutant_summary.ts";
import { provingGround } from "../../../../lib/verdict/examine/proving_ground.ts";
import { clause, prediction, registration } from "../fixtures.ts";
import { lifted01, lifted05 } from "./lifted.ts";
import { rich } from "./rich.ts";

const PLANS: readonly (readonly [string, () => Preregistration])[] = [
  ["experiment 01", lifted01],
  ["experiment 05", lifted05],
  ["a registration with all of form 2", rich],
];

describe("witnessesOf()", () => {
  test.each(PLANS)("proves that each rule of %s can pass and can fail", (_name, make) => {
    const plan = make();
    const witnesses = witnessesOf(plan);
    for (const { rule, verdict, rows } of witnesses) {
      const { predictions, gates } = evaluate(plan, rows, "full");
      expect([rule, [...predictions, ...gates].find(({ id }) => id === rule)!.verdict]).toEqual([rule, verdict]);
    }
    const proved = new Set(witnesses.map(({ rule, verdict }) => `${rule} ${verdict}`));
    for (const rule of [...plan.gates, ...plan.predictions]) {
      const wanted = "measureOnly" in rule && rule.measureOnly === true ? ["MEASURED"] : ["PASS", "FAIL"];
      expect(wanted.filter((verdict) => !proved.has(`${rule.id} ${verdict}`))).toEqual([]);
    }
  });
});

describe("mutantSummary()", () => {
  test.each(PLANS)("tells at least 95 of 100 mutants of %s from the registration", (_name, make) => {
    const { count, changed, survivors } = examine(make()).mutants;
    console.log(`${changed} of ${count} mutants change a verdict or the outcome`);
    expect(count).toBeGreaterThan(100);
    expect(changed / count).toBeGreaterThanOrEqual(0.95);
    expect(changed + survivors.length).toBe(count);
    for (const { reason } of survivors) expect(reason).toMatch(/^equivalent: |^no rank correlation of /);
  });

  test("falls where the only ledger is one on which everything passes (control)", () => {
    const plan = lifted01();
    const ground = provingGround(plan);
    const passing = witnessesOf(plan).find(({ verdict }) => verdict === "PASS")!;
    const { count, changed } = summarise(plan, (mutant) => changedOn(ground, mutant, [passing.rows]));
    console.log(`${changed} of ${count} mutants without the other ledgers`);
    expect(changed / count).toBeLessThan(0.8);
  });

  test("lists a mutant that is the same rule in other words", () => {
    const plan = registration({
      schemaVersion: 2,
      measures: { flag: { unit: "1", range: [0, 1], plannedError: 0 } },
      predictions: [
        prediction(
          "P1",
          clause(2, { estimand: { measure: "flag", aggregate: "every" }, comparison: "==", threshold: 1 }),
        ),
      ],
    });
    expect(mutantSummary(plan).survivors).toContainEqual({
      rule: "P1",
      mutant: "every flag = 1: = becomes ≥",
      reason: "equivalent: no value that every flag can take tells them apart",
    });
  });
});

describe("mutantsOf()", () => {
  const descriptions = (rule: string): string[] =>
    mutantsOf(rich()).filter((mutant) => mutant.rule === rule).map(({ description }) => description);

  test("alters comparison, threshold, aggregate, basis and scope of a clause", () => {
    const median = 'median quotient (checkpoint=["c50","c25"]) ≥ 1.5: ';
    const own = descriptions("P2").filter((one) => one.startsWith(median)).map((one) => one.slice(median.length));
    // The threshold moves by two standard errors of the median of eight rows: 2 sqrt(pi/2) 0.1/sqrt(8) = 0.0886.
    expect(own).toEqual([
      "≥ becomes >",
      "≥ becomes ≤",
      "1.5 becomes 1.41137730745",
      "1.5 becomes 1.58862269255",
      'not only checkpoint=["c50","c25"]',
      'without checkpoint="c50"',
      'without checkpoint="c25"',
      "median becomes mean",
      "8 rows become 7",
      "8 rows become 9",
    ]);
    expect(descriptions("P2").at(-1)).toBe("quotient: not per arm");
  });

  test("takes away what the rows stand on, the order, the gates and the rows of the table", () => {
    expect(descriptions("P5").filter((one) => /not|mean/.test(one))).toEqual([
      ...descriptions("P5").filter((one) => one.startsWith("mean tau")),
      "tau: not per K",
      "tau: does not require uncensored",
      "tau: does not require window-50-tau",
      "tau: does not require burn-in-5-tau",
      "tau: does not require fresh-weights",
      "not after A6",
    ]);
    expect(descriptions("V2").at(-1)).toBe("the gate is removed");
    expect(descriptions("budget")).toEqual(["the gate is removed"]);
    expect(descriptions("outcomes")[0]).toBe('"STEERS" and "DOES-NOT-STEER" change places');
  });
});
