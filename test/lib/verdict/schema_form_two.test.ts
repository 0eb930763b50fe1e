import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { checkPreregistration } from "../../../lib/verdict/mod.ts";
import { clause, gate, type Loose, prediction, registration } from "./fixtures.ts";
import { bound, formTwo } from "./form_two_fixture.ts";

const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, strictTuples: false });
const file = new URL("../../../lib/verdict/registration/preregistration.schema.json", import.meta.url);
const schema = ajv.compile(JSON.parse(readFileSync(file, "utf8")));

type Case = [what: string, change: (plan: Loose) => void];

/** Every field of form 2 in use. */
function fullPlan(): Loose {
  const grouped = bound({ aggregate: "median", by: ["K"], where: { checkpoint: ["c50", "c25"] } }, 8, {
    basis: { full: 8, quick: 2, per: ["t", "K"] },
    requires: ["uncensored", "window-50-tau", "burn-in-5-tau", "reference", "fresh-weights"],
  });
  const beats = clause(8, {
    estimand: { measure: "x", aggregate: "mean", by: ["K"] },
    comparison: ">",
    threshold: { measure: "y", aggregate: "mean", by: ["K"] },
  });
  const single = clause(2, {
    estimand: { measure: "x", aggregate: "single", by: ["K"] },
    comparison: "<",
    threshold: 1,
  });
  const { estimand, basis } = clause(2, {
    estimand: { measure: "size", aggregate: "max" },
    comparison: "<",
    threshold: 1,
  });
  const measured = { estimand, basis, requires: ["reference"] } as const;
  return structuredClone(formTwo({
    samplingSeeds: ["patterns"],
    budget: { capSeconds: 60, projectionAt: 0.5 },
    crossings: { parameter: "checkpoint", registered: ["c50", "c25", 3] },
    predictions: [
      { ...prediction("P1", grouped, beats, single), caution: "averages hide K", after: ["V", "M"] },
      { ...prediction("M"), measureOnly: true, clauses: [measured] },
    ],
    gates: [{ ...gate("V", bound({ aggregate: "every" }, 2)), after: ["M"] }],
    otherwise: null,
  }));
}

const good: Case[] = [
  ["the whole plan", () => {}],
  ["no sampling seeds", (plan) => delete plan.samplingSeeds],
  ["no crossings", (plan) => delete plan.crossings],
  ["no projection", (plan) => delete plan.budget.projectionAt],
  ["an outcome for the rest", (plan) => plan.otherwise = "OPEN"],
  ["a range of one value", (plan) => plan.measures.x.range = [0, 0]],
  ["a measure that no rule reads", (plan) => plan.measures.other = { unit: "s", values: ["a"], plannedError: 0.1 }],
  ["a threshold common to all groups", (plan) => delete plan.predictions[0].clauses[1].threshold.by],
  ["a measure named like an inherited field", (plan) => {
    plan.measures.constructor = plan.measures.x;
    plan.predictions[0].clauses[0].estimand.measure = "constructor";
  }],
];

const bad: Case[] = [
  ["no measures", (plan) => delete plan.measures],
  ["measures in a list", (plan) => plan.measures = []],
  ["a measure without unit", (plan) => delete plan.measures.x.unit],
  ["a measure without planned error", (plan) => delete plan.measures.x.plannedError],
  ["a negative planned error", (plan) => plan.measures.x.plannedError = -1],
  ["neither range nor values", (plan) => delete plan.measures.x.range],
  ["range and values", (plan) => plan.measures.x.values = ["a"]],
  ["a range of three", (plan) => plan.measures.x.range = [0, 1, 2]],
  ["a range from NaN", (plan) => plan.measures.x.range = ["NaN", 1]],
  ["a range of other words", (plan) => plan.measures.x.range = ["zero", 1]],
  ["no values", (plan) => plan.measures.parity.values = []],
  ["a value twice", (plan) => plan.measures.parity.values = ["odd", "odd"]],
  ["a value that is a number in words", (plan) => plan.measures.parity.values = ["odd", "NaN"]],
  ["an unknown field of a measure", (plan) => plan.measures.x.scale = "log"],
  ["a measure whose name has a space", (plan) => plan.measures["a b"] = plan.measures.x],
  ["no sampling seed", (plan) => plan.samplingSeeds = []],
  ["a sampling seed twice", (plan) => plan.samplingSeeds = ["patterns", "patterns"]],
  ["a projection at the start", (plan) => plan.budget.projectionAt = 0],
  ["a projection at the end", (plan) => plan.budget.projectionAt = 1],
  ["crossings without parameter", (plan) => delete plan.crossings.parameter],
  ["no crossing", (plan) => plan.crossings.registered = []],
  ["a crossing twice", (plan) => plan.crossings.registered = ["c50", "c50"]],
  ["a crossing that is a record", (plan) => plan.crossings.registered = [{}]],
  ["no group", (plan) => plan.predictions[0].clauses[0].estimand.by = []],
  ["a group that is a number", (plan) => plan.predictions[0].clauses[0].estimand.by = [3]],
  ["groups in a measurement", (plan) => plan.predictions[1].clauses[0].estimand.by = ["K"]],
  ["groups in a condition", (plan) => {
    plan.predictions[0].clauses[0].estimand.given = { measure: "size", comparison: "<", threshold: 2, by: ["K"] };
  }],
  ["no parameter that tells cells apart", (plan) => plan.predictions[0].clauses[0].basis.per = []],
  ["an unknown requirement", (plan) => plan.predictions[0].clauses[0].requires = ["converged"]],
  ["no requirement", (plan) => plan.predictions[0].clauses[0].requires = []],
  ["a requirement twice", (plan) => plan.predictions[0].clauses[0].requires = ["reference", "reference"]],
  ["an empty caution", (plan) => plan.predictions[0].caution = " "],
  ["after nothing", (plan) => plan.predictions[0].after = []],
  ["after a rule twice", (plan) => plan.predictions[0].after = ["V", "V"]],
  ["HALT otherwise", (plan) => plan.otherwise = "HALT"],
  ["a single without groups over two rows", (plan) => delete plan.predictions[0].clauses[2].estimand.by],
  ["a third form", (plan) => plan.schemaVersion = 3],
];

/** What JSON Schema cannot say: only the library refuses it. Each with what the message names. */
const crossReferences: [...Case, told: string][] = [
  ["an empty range", (plan) => plan.measures.x.range = [1, 0], "measures.x.range: [1,0] is empty"],
  [
    "an empty range of infinities",
    (plan) => plan.measures.x.range = ["Infinity", "-Infinity"],
    "write the smaller end first",
  ],
  ["a measure that is not planned", (plan) => delete plan.measures.x, "measures.x: missing, and P1 reads it"],
  ["a threshold's measure that is not planned", (plan) => delete plan.measures.y, "measures.y: missing, and P1 reads"],
  ["a condition's measure that is not planned", (plan) => {
    plan.predictions[0].clauses[0].estimand.given = { measure: "toString", comparison: "<", threshold: 2 };
  }, "measures.toString: missing"],
  ["a paired measure that is not planned", (plan) => {
    plan.predictions[0].clauses[0].estimand = { measure: "x", aggregate: "spearman", against: "z" };
  }, "measures.z: missing"],
  ["a sampling seed that is none", (plan) => plan.samplingSeeds = ["chains"], '"chains" is no seed'],
  [
    "after a rule that is none",
    (plan) => plan.predictions[0].after = ["P9"],
    '"P9" is neither a prediction nor a gate',
  ],
  ["after itself", (plan) => plan.predictions[0].after = ["P1"], "P1 → P1 is a cycle"],
  ["after each other", (plan) => plan.predictions[1].after = ["P1"], "is a cycle, so none of them is ever read"],
  ["a rule with the id of the projection's gate", (plan) => plan.gates[0].id = "budget", "the projection's own gate"],
  [
    "a threshold of other groups",
    (plan) => plan.predictions[0].clauses[1].threshold.by = ["t"],
    "P1.clauses[1].threshold.by",
  ],
];

function changed(change: Case[1], plan: Loose = fullPlan()): Loose {
  change(plan);
  return plan;
}

function problemOf(plan: Loose): string | null {
  try {
    checkPreregistration(plan);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("preregistration.schema.json and checkPreregistration() agree on form 2", () => {
  test.each(good)("both accept %s", (_, change) => {
    const plan = changed(change);
    expect([schema(plan), problemOf(plan)]).toEqual([true, null]);
  });
  test.each(bad)("both refuse %s", (_, change) => {
    const plan = changed(change);
    expect([schema(plan), problemOf(plan) === null]).toEqual([false, false]);
  });
  test.each(crossReferences)("the library alone refuses %s", (_, change, told) => {
    const plan = changed(change);
    expect(schema(plan)).toBe(true);
    expect(problemOf(plan)).toContain(told);
  });
});

test("checkPreregistration() lets a rule read the decision of the budget unplanned", () => {
  const measure = "budgetDecision";
  const proceed = clause(1, { estimand: { measure, aggregate: "single" }, comparison: "==", threshold: "PROCEED" });
  expect(problemOf(formTwo({ predictions: [prediction("P1", proceed)] }))).toBeNull();
});

test("checkPreregistration() finds a cycle through ten thousand rules", () => {
  const rules = Array.from({ length: 10_000 }, (_, i) => ({
    ...prediction(`P${i}`, bound({ aggregate: "every" }, 2)),
    after: [`P${(i + 1) % 10_000}`],
  }));
  const plan = { ...structuredClone(formTwo()), predictions: rules, outcomes: [] };
  expect(problemOf(plan)).toContain("is a cycle");
});

describe("a registration of form 1", () => {
  const fields: [path: string, change: Case[1]][] = [
    ["measures", (plan) => plan.measures = { gap: { unit: "1", range: [0, 1], plannedError: 0 } }],
    ["samplingSeeds", (plan) => plan.samplingSeeds = ["patterns"]],
    ["crossings", (plan) => plan.crossings = { parameter: "checkpoint", registered: ["c50"] }],
    ["budget.projectionAt", (plan) => plan.budget.projectionAt = 0.5],
    ["predictions[0].caution", (plan) => plan.predictions[0].caution = "an average"],
    ["gates[0].after", (plan) => plan.gates[0].after = ["P1"]],
    ["predictions[0].clauses[0].requires", (plan) => plan.predictions[0].clauses[0].requires = ["reference"]],
    ["predictions[0].clauses[0].estimand.by", (plan) => plan.predictions[0].clauses[0].estimand.by = ["K"]],
    ["gates[0].clauses[0].basis.per", (plan) => plan.gates[0].clauses[0].basis.per = ["K"]],
    ["predictions[0].clauses[0].threshold.by", (plan) => {
      plan.predictions[0].clauses[0].threshold = { measure: "y", aggregate: "max", by: ["K"] };
    }],
  ];
  const plan = (): Loose => structuredClone(registration({ gates: [gate("V", bound({ aggregate: "max" }, 2))] }));

  test.each(fields)("may not use %s, by schema and reader", (path, change) => {
    const found = changed(change, plan());
    expect(schema(found)).toBe(false);
    expect(problemOf(found)).toContain(`${path}: a field of form 2; set schemaVersion to 2`);
  });

  test("needs an outcome for the rest, by schema and reader", () => {
    const found = changed((one) => one.otherwise = null, plan());
    expect(schema(found)).toBe(false);
    expect(problemOf(found)).toContain("otherwise: null is of form 2; set schemaVersion to 2");
    expect([schema(plan()), problemOf(plan())]).toEqual([true, null]);
  });
});
