import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { checkLedger, checkPreregistration, evaluate } from "../../../lib/verdict/mod.ts";
import { clause, gate, type Loose, prediction, registration, row } from "./fixtures.ts";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../lib/verdict/${name}`, import.meta.url), "utf8"));
const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, strictTuples: false });
const schemas = {
  preregistration: ajv.compile(read("registration/preregistration.schema.json")),
  ledger: ajv.compile(read("ledger/ledger.schema.json")),
};

function accepts(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

type Case = [what: string, change: (base: Loose) => void];

const within = { comparison: "in", threshold: [0, 1] };

function fullPlan(): Loose {
  const every = clause(3, {
    estimand: { measure: "gap", where: { m: [4, 5], h: 0 }, aggregate: "every" },
    comparison: "<=",
    threshold: 0.1,
  });
  const share = clause(3, {
    estimand: {
      measure: "ratio",
      given: { measure: "size", comparison: "<=", threshold: 2 },
      aggregate: "share",
      within: { comparison: "in", threshold: [0.5, 2] },
    },
    comparison: ">",
    threshold: { measure: "other", aggregate: "max" },
  });
  const { estimand, basis } = clause(1, {
    estimand: { measure: "t", aggregate: "single" },
    comparison: "<",
    threshold: 1,
  });
  const plan = registration({
    predictions: [prediction("P1", every, share), {
      ...prediction("M"),
      measureOnly: true,
      clauses: [{ estimand, basis }],
    }],
    gates: [gate("V", every)],
  });
  return structuredClone(plan);
}

const goodPlans: Case[] = [
  ["the whole plan", () => {}],
  ["no halt rules", (plan) => delete plan.haltRules],
  ["measureOnly false", (plan) => plan.predictions[0].measureOnly = false],
  ["a text for ==", (plan) => Object.assign(plan.predictions[0].clauses[0], { comparison: "==", threshold: "odd" })],
  ["a pair for in", (plan) => Object.assign(plan.predictions[0].clauses[0], { comparison: "in", threshold: [0, 1] })],
  ["a quick basis", (plan) => plan.predictions[0].clauses[0].basis.quick = 1],
  ["a text as condition", (plan) =>
    plan.predictions[0].clauses[1].estimand.given = {
      measure: "parity",
      comparison: "==",
      threshold: "odd",
    }],
  [
    "spearman",
    (plan) => plan.predictions[0].clauses[0].estimand = { measure: "a", aggregate: "spearman", against: "b" },
  ],
  ["no outcomes", (plan) => plan.outcomes = []],
  ["a free grid", (plan) => plan.grid = { any: { thing: [null, true] } }],
];

const badPlans: Case[] = [
  ...["schemaVersion", "experiment", "question", "grid", "seeds", "budget", "predictions", "gates", "otherwise"].map((
    field,
  ): Case => [`no ${field}`, (plan) => delete plan[field]]),
  ["an unknown field", (plan) => plan.note = "x"],
  ["another version", (plan) => plan.schemaVersion = 3],
  ["an empty question", (plan) => plan.question = " "],
  ["an experiment that is a path", (plan) => plan.experiment = "../01"],
  ["a seed that is no whole number", (plan) => plan.seeds.patterns = 1.5],
  ["a negative seed", (plan) => plan.seeds.patterns = -1],
  ["a seed beyond the exact integers", (plan) => plan.seeds.patterns = 2 ** 53],
  ["a grid that is a list", (plan) => plan.grid = []],
  ["a cap of nothing", (plan) => plan.budget.capSeconds = 0],
  ["no predictions", (plan) => plan.predictions = []],
  ["no clauses", (plan) => plan.predictions[0].clauses = []],
  ["an unknown mark", (plan) => plan.predictions[0].mark = ["X"]],
  ["no mark", (plan) => plan.predictions[0].mark = []],
  ["a published value that is a number", (plan) => plan.predictions[0].published = 3],
  ["an id with a space", (plan) => plan.predictions[0].id = "P 1"],
  ["an unknown comparison", (plan) => plan.predictions[0].clauses[0].comparison = "!="],
  ["no comparison", (plan) => delete plan.predictions[0].clauses[0].comparison],
  ["no threshold", (plan) => delete plan.predictions[0].clauses[0].threshold],
  ["a text for <=", (plan) => plan.predictions[0].clauses[0].threshold = "odd"],
  ["a pair for <=", (plan) => plan.predictions[0].clauses[0].threshold = [0, 1]],
  ["a number for in", (plan) => plan.predictions[0].clauses[0].comparison = "in"],
  [
    "a triple for in",
    (plan) => Object.assign(plan.predictions[0].clauses[0], { comparison: "in", threshold: [0, 1, 2] }),
  ],
  ["an estimand for in", (plan) => plan.predictions[0].clauses[1].comparison = "in"],
  ["every as a threshold", (plan) => plan.predictions[0].clauses[1].threshold.aggregate = "every"],
  ["an unknown aggregate", (plan) => plan.predictions[0].clauses[0].estimand.aggregate = "mode"],
  ["share without condition", (plan) => delete plan.predictions[0].clauses[1].estimand.within],
  ["every with condition", (plan) => plan.predictions[0].clauses[0].estimand.within = within],
  [
    "max against another",
    (plan) => Object.assign(plan.predictions[0].clauses[0].estimand, { aggregate: "max", against: "b" }),
  ],
  ["spearman against nothing", (plan) => plan.predictions[0].clauses[0].estimand.aggregate = "spearman"],
  ["where with an empty list", (plan) => plan.predictions[0].clauses[0].estimand.where.m = []],
  ["where with a record", (plan) => plan.predictions[0].clauses[0].estimand.where.m = {}],
  ["a condition without measure", (plan) => delete plan.predictions[0].clauses[1].estimand.given.measure],
  ["a basis of no rows", (plan) => plan.predictions[0].clauses[0].basis.full = 0],
  ["no quick basis", (plan) => delete plan.predictions[0].clauses[0].basis.quick],
  ["single over three rows", (plan) => plan.predictions[1].clauses[0].basis.full = 3],
  ["a comparison in a measurement", (plan) => plan.predictions[1].clauses[0].comparison = "<="],
  ["every in a measurement", (plan) => plan.predictions[1].clauses[0].estimand.aggregate = "every"],
  ["a verdict from a measurement's clause", (plan) => delete plan.predictions[1].measureOnly],
  ["a gate that only measures", (plan) => plan.gates[0].measureOnly = true],
  ["HALT as a registered outcome", (plan) => plan.outcomes[0].token = "HALT"],
  ["HALT otherwise", (plan) => plan.otherwise = "HALT"],
  ["an outcome that always matches", (plan) => plan.outcomes[0].when = {}],
  ["an unknown verdict", (plan) => plan.outcomes[0].when.P1 = ["MAYBE"]],
  ["no verdict", (plan) => plan.outcomes[0].when.P1 = []],
];

/** What JSON Schema cannot say: only the library refuses it. */
const crossReferences: Case[] = [
  ["two rules with one id", (plan) => plan.gates[0].id = "P1"],
  ["an outcome over an unknown prediction", (plan) => plan.outcomes[0].when = { P9: ["PASS"] }],
  ["an outcome over a gate", (plan) => plan.outcomes[0].when = { V: ["PASS"] }],
  ["one token twice", (plan) => plan.outcomes.push(plan.outcomes[0])],
  [
    "an empty interval",
    (plan) => Object.assign(plan.predictions[0].clauses[0], { comparison: "in", threshold: [1, 0] }),
  ],
];

describe("preregistration.schema.json and checkPreregistration() agree", () => {
  const verdicts = (change: Case[1]) => {
    const plan = fullPlan();
    change(plan);
    return [schemas.preregistration(plan), accepts(() => checkPreregistration(plan))];
  };
  test.each(goodPlans)("both accept %s", (_, change) => expect(verdicts(change)).toEqual([true, true]));
  test.each(badPlans)("both refuse %s", (_, change) => expect(verdicts(change)).toEqual([false, false]));
  test.each(crossReferences)(
    "the library alone refuses %s",
    (_, change) => expect(verdicts(change)).toEqual([true, false]),
  );
});

function ledger(): Loose {
  const plan = registration();
  const rows = [0.01, 0.02, 0.03].map((gap, i) => row("gap", { i, family: "sk" }, gap, { mcse: 0.001, n: 400 }));
  const digest = `sha256:${"0".repeat(64)}`;
  return structuredClone({
    schemaVersion: 1,
    experiment: "90-example",
    mode: "full",
    preregistration: { digest, registration: plan },
    digests: { code: digest, lock: digest, weights: null },
    seeds: { patterns: 5 },
    device: { cpu: "a processor", cores: 2, gpu: null },
    versions: { deno: "2.9.6" },
    startedAt: "2026-01-31T12:00:00.000Z",
    finishedAt: "2026-01-31T12:01:00Z",
    rows,
    displays: [{ cell: 3, count: 2 }],
    timings: [{ cell: 3, seconds: 0.25 }],
    totals: { seconds: 60 },
    verdict: evaluate(plan, rows, "full"),
  });
}

const goodLedgers: Case[] = [
  ["the whole ledger", () => {}],
  ["an infinite value", (one) => one.rows[0].value = "-Infinity"],
  ["a text", (one) => one.rows[0].value = "odd"],
  ["a censored row", (one) => Object.assign(one.rows[0], { status: "censored", reason: "at the ceiling" })],
  [
    "a row that was not run",
    (one) => Object.assign(one.rows[0], { status: "not-run", reason: "quick", value: null, n: 0 }),
  ],
  [
    "NaN in a row that is not ok",
    (one) => Object.assign(one.rows[0], { status: "inadmissible", reason: "0/0", value: "NaN" }),
  ],
  ["no registration", (one) => Object.assign(one, { preregistration: null, verdict: null })],
  ["a digest not yet known", (one) => one.preregistration.digest = null],
  ["a device not yet known", (one) => one.device = null],
  ["no rows", (one) => one.rows = []],
];

const badLedgers: Case[] = [
  ...Object.keys(ledger()).map((field): Case => [`no ${field}`, (one) => delete one[field]]),
  ...Object.keys(ledger().rows[0]).map((field): Case => [`a row without ${field}`, (one) => delete one.rows[0][field]]),
  ["an unknown field", (one) => one.note = 1],
  ["an unknown field in a row", (one) => one.rows[0].note = 1],
  ["another version", (one) => one.schemaVersion = 2],
  ["another mode", (one) => one.mode = "fast"],
  ["a digest cut short", (one) => one.digests.code = "sha256:00"],
  ["another hash", (one) => one.preregistration.digest = `md5:${"0".repeat(64)}`],
  ["a broken registration", (one) => delete one.preregistration.registration.question],
  ["an unknown status", (one) => one.rows[0].status = "fine"],
  ["ok without value", (one) => one.rows[0].value = null],
  ["ok with NaN", (one) => one.rows[0].value = "NaN"],
  ["ok with a reason", (one) => one.rows[0].reason = "because"],
  ["a status without reason", (one) => one.rows[0].status = "censored"],
  ["a value that is a boolean", (one) => one.rows[0].value = true],
  ["a negative error", (one) => one.rows[0].mcse = -1],
  ["an error that is a text", (one) => one.rows[0].mcse = "Infinity"],
  ["half a sample", (one) => one.rows[0].n = 0.5],
  ["no unit", (one) => one.rows[0].unit = ""],
  ["a parameter that is a list", (one) => one.rows[0].params.i = [1]],
  ["a time without zone", (one) => one.startedAt = "2026-01-31 12:00"],
  ["negative seconds", (one) => one.timings[0].seconds = -1],
  ["an unknown verdict", (one) => one.verdict.predictions[0].verdict = "MAYBE"],
  ["a verdict without outcome", (one) => delete one.verdict.outcome],
  ["a threshold of three", (one) => one.verdict.predictions[0].clauses[0].threshold = [1, 2, 3]],
];

/** What JSON Schema cannot say: only the library refuses it. */
const identities: Case[] = [
  ["a row twice", (one) => one.rows.push(one.rows[0])],
  ["an id of other parameters", (one) => one.rows[0].params.i = 7],
];

describe("ledger.schema.json and checkLedger() agree", () => {
  const verdicts = (change: Case[1]) => {
    const one = ledger();
    change(one);
    return [schemas.ledger(one), accepts(() => checkLedger(one))];
  };
  test.each(goodLedgers)("both accept %s", (_, change) => {
    const found = verdicts(change);
    // The id follows from the parameters, so a case that keeps them keeps it.
    expect(found).toEqual([true, true]);
  });
  test.each(badLedgers)("both refuse %s", (_, change) => expect(verdicts(change)).toEqual([false, false]));
  test.each(identities)("the library alone refuses %s", (_, change) => expect(verdicts(change)).toEqual([true, false]));
});

test("checkPreregistration() tells all problems in one line", () => {
  const plan = fullPlan();
  plan.predictions[0].mark = ["X"];
  plan.budget.capSeconds = "60";
  delete plan.question;
  const check = () => checkPreregistration(plan);
  expect(check).toThrow('predictions[0].mark[0]: expected one of "P", "C", "O", got "X"');
  expect(check).toThrow('budget.capSeconds: expected a finite number of at least 1, got "60"');
  expect(check).toThrow("question: missing");
  expect(check).not.toThrow(/\n/);
});
