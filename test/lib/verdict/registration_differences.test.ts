import { describe, expect, test } from "vitest";
import { type ComparedLink, registrationDifferences } from "../../../lib/verdict/mod.ts";
import { clause, gate, type Loose, prediction, registration, reversed } from "./fixtures.ts";

function plan(): Loose {
  const every = clause(3, { estimand: { measure: "gap", aggregate: "every" }, comparison: "<=", threshold: 0.1 });
  const share = clause(48, {
    estimand: {
      measure: "ratio",
      where: { model: "hopfield", m: [4, 5] },
      given: { measure: "size", comparison: "<=", threshold: 2 },
      aggregate: "count",
      within: { comparison: "in", threshold: [0.3, 3] },
    },
    comparison: ">=",
    threshold: 43,
  });
  const above = clause(48, {
    estimand: { measure: "ratio", aggregate: "max" },
    comparison: ">",
    threshold: { measure: "other", aggregate: "max" },
  });
  return structuredClone(registration({
    grid: { beta: [0.5, 1, 2], field: 0, deep: [{ families: ["sk"] }] } as Loose,
    constants: { band: [0.3, 3], bar: 1e-13 } as Loose,
    predictions: [prediction("P1", every), prediction("P2", every), prediction("P4", share, above)],
    gates: [gate("V1", every), gate("V3", every)],
    outcomes: [{ token: "HOLDS", when: { P1: ["PASS"] } }, { token: "FAILS", when: { P1: ["FAIL", "NOT-CHECKED"] } }],
  }));
}

const link = (data: Loose, source = "the cell"): ComparedLink => ({ source, amendment: null, registration: data });

/** What each bending must be called. */
const bent: [message: string, bend: (plan: Loose) => void][] = [
  ["P4 clause 1 threshold: frozen 43, the cell has 42", (plan) => plan.predictions[2].clauses[0].threshold = 42],
  ['P1 clause 1 comparison: frozen "<=", the cell has "<"', (plan) => plan.predictions[0].clauses[0].comparison = "<"],
  [
    'P1 clause 1 estimand.aggregate: frozen "every", the cell has "median"',
    (plan) => plan.predictions[0].clauses[0].estimand.aggregate = "median",
  ],
  [
    'P4 clause 1 estimand.where.model: frozen "hopfield", the cell has "sk"',
    (plan) => plan.predictions[2].clauses[0].estimand.where.model = "sk",
  ],
  [
    "P4 clause 1 estimand.where.m[0]: removed, frozen 4",
    (plan) => plan.predictions[2].clauses[0].estimand.where.m = [5],
  ],
  [
    "P4 clause 1 estimand.given.threshold: frozen 2, the cell has 3",
    (plan) => plan.predictions[2].clauses[0].estimand.given.threshold = 3,
  ],
  [
    "P4 clause 1 estimand.within.threshold[1]: frozen 3, the cell has 4",
    (plan) => plan.predictions[2].clauses[0].estimand.within.threshold[1] = 4,
  ],
  [
    'P4 clause 2 threshold.aggregate: frozen "max", the cell has "min"',
    (plan) => plan.predictions[2].clauses[1].threshold.aggregate = "min",
  ],
  ["P4 clause 1 basis.full: frozen 48, the cell has 40", (plan) => plan.predictions[2].clauses[0].basis.full = 40],
  ["P4 clause 1 basis.quick: frozen null, the cell has 1", (plan) => plan.predictions[2].clauses[0].basis.quick = 1],
  [
    'P4 clause 2: removed, frozen {"estimand":',
    (plan) => plan.predictions[2].clauses.pop(),
  ],
  ['P1 statement: frozen "Statement of P1", the cell has "Other"', (plan) => plan.predictions[0].statement = "Other"],
  ['P1 mark[0]: frozen "O", the cell has "P"', (plan) => plan.predictions[0].mark = ["P"]],
  ['P1 published: frozen null, the cell has "PASS"', (plan) => plan.predictions[0].published = "PASS"],
  ["P1 measureOnly: added, the cell has true", (plan) => plan.predictions[0].measureOnly = true],
  ['P1 caution: added, the cell has "beware"', (plan) => plan.predictions[0].caution = "beware"],
  ['P1 after: added, the cell has ["V1"]', (plan) => plan.predictions[0].after = ["V1"]],
  ["P2: removed", (plan) => plan.predictions.splice(1, 1)],
  ["P9: added, it was not frozen", (plan) => plan.predictions.push({ ...plan.predictions[0], id: "P9" })],
  ["order of predictions: frozen P1, P2, P4, the cell has P4, P2, P1", (plan) => plan.predictions.reverse()],
  ["gate V3: removed", (plan) => plan.gates.pop()],
  ["gate V1 clause 1 threshold: frozen 0.1, the cell has 0.2", (plan) => plan.gates[0].clauses[0].threshold = 0.2],
  ["order of gates: frozen V1, V3, the cell has V3, V1", (plan) => plan.gates.reverse()],
  ["seeds.patterns: frozen 5, the cell has 6", (plan) => plan.seeds.patterns = 6],
  ["seeds.more: added, the cell has 7", (plan) => plan.seeds.more = 7],
  ["seeds.patterns: removed, frozen 5", (plan) => delete plan.seeds.patterns],
  ["grid.beta[2]: frozen 2, the cell has 3", (plan) => plan.grid.beta[2] = 3],
  ["grid.beta[1]: removed, frozen 1", (plan) => plan.grid.beta.splice(1, 1)],
  ["grid.beta[3]: added, the cell has 4", (plan) => plan.grid.beta.push(4)],
  [
    'grid.deep[0].families[0]: frozen "sk", the cell has "hopfield"',
    (plan) => plan.grid.deep[0].families[0] = "hopfield",
  ],
  ["constants.band[1]: frozen 3, the cell has 3.5", (plan) => plan.constants.band[1] = 3.5],
  ["constants.bar: frozen 1e-13, the cell has 1e-12", (plan) => plan.constants.bar = 1e-12],
  ['constants.bar: frozen 1e-13, the cell has "1e-13"', (plan) => plan.constants.bar = "1e-13"],
  ["quick.beta[0]: frozen 1, the cell has 0.5", (plan) => plan.quick.beta[0] = 0.5],
  ["budget.capSeconds: frozen 60, the cell has 61", (plan) => plan.budget.capSeconds = 61],
  ["budget.projectionAt: added, the cell has 0.5", (plan) => plan.budget.projectionAt = 0.5],
  ["schemaVersion: frozen 1, the cell has 2", (plan) => plan.schemaVersion = 2],
  ['measures: added, the cell has {"gap":{}}', (plan) => plan.measures = { gap: {} }],
  ['kernel: frozen "single-site heat-bath", the cell has "metropolis"', (plan) => plan.kernel = "metropolis"],
  ['unit: frozen "single-site steps", the cell has "sweeps"', (plan) => plan.unit = "sweeps"],
  ['haltRules: removed, frozen "none beyond the gates"', (plan) => delete plan.haltRules],
  ['outcomes[0].token: frozen "HOLDS", the cell has "OTHER"', (plan) => plan.outcomes[0].token = "OTHER"],
  ['outcomes[1].when.P1[0]: frozen "FAIL", the cell has "PASS"', (plan) => plan.outcomes[1].when.P1[0] = "PASS"],
  ["outcomes[0].when.P2: added, the cell has", (plan) => plan.outcomes[0].when.P2 = ["PASS"]],
  ["outcomes[1]: removed, frozen", (plan) => plan.outcomes.pop()],
  ['otherwise: frozen "OPEN", the cell has "HOLDS"', (plan) => plan.otherwise = "HOLDS"],
  ['otherwise: frozen "OPEN", the cell has null', (plan) => plan.otherwise = null],
  ['question: frozen "Does the example hold?", the cell has "Another?"', (plan) => plan.question = "Another?"],
];

describe("registrationDifferences()", () => {
  test.each(bent)("says %s", (message, bend) => {
    const current = plan();
    bend(current);
    const found = registrationDifferences(link(plan()), link(current));
    expect(found).toHaveLength(1);
    expect(found[0]!.message.startsWith(message), found[0]!.message).toBe(true);
    expect(found[0]!.message.startsWith(found[0]!.path)).toBe(true);
  });

  test("names both rows of a swapped decision table", () => {
    const current = plan();
    const [a, b] = current.outcomes;
    [a.token, b.token] = [b.token, a.token];
    expect(registrationDifferences(link(plan()), link(current)).map(({ path }) => path)).toEqual([
      "outcomes[0].token",
      "outcomes[1].token",
    ]);
  });

  test("finds nothing between equals, whatever the order of keys", () => {
    expect(registrationDifferences(link(plan()), link(reversed(plan())))).toEqual([]);
  });

  test("says that the source differs when the data do not, but for line ends", () => {
    const found = registrationDifferences(link(plan(), "a\nb"), link(plan(), "a\n b"));
    expect(found.map(({ message }) => message)).toEqual(["its source differs (comments or layout)"]);
    expect(registrationDifferences(link(plan(), "a\nb"), link(plan(), "a\r\nb"))).toEqual([]);
  });

  test("names what an amendment bends by what it does to the registration", () => {
    const amendment = (value: number, parts: Loose = {}): Loose => ({
      schemaVersion: 1,
      amends: "sha256:…",
      reason: "a reason",
      seen: "nothing",
      changes: [{ op: "replace", path: "/budget/capSeconds", value }],
      ...parts,
    });
    const amended = (value: number, parts: Loose = {}): ComparedLink => ({
      source: "",
      amendment: amendment(value, parts),
      registration: { ...plan(), budget: { capSeconds: value } },
    });
    const messages = (current: ComparedLink) =>
      registrationDifferences(amended(90), current).map(({ message }) => message);
    expect(messages(amended(90))).toEqual([]);
    expect(messages(amended(91))).toEqual(["budget.capSeconds: frozen 90, the cell has 91"]);
    expect(messages(amended(90, { seen: "all" }))).toEqual(['seen: frozen "nothing", the cell has "all"']);
    const longer = amendment(90).changes.concat({ op: "replace", path: "/budget/capSeconds", value: 90 });
    expect(messages(amended(90, { changes: longer }))).toEqual([
      'changes[1]: added, the cell has {"op":"replace","path":"/budget/capSeconds","value":90}',
    ]);
  });
});
