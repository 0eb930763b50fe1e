import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { checkClaims } from "../../../lib/verdict/claims/check_claims.ts";
import { claimProblems, type KnownExperiment } from "../../../lib/verdict/claims/claim_problems.ts";
import { readClaims } from "../../../lib/verdict/claims/claims_file.ts";
import type { Loose } from "./fixtures.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const FILE = at("data/claims.json");
const committed = (): Loose => JSON.parse(readFileSync(FILE, "utf8"));
const schema = new Ajv({ strict: true, strictRequired: false, strictTypes: false })
  .compile(JSON.parse(readFileSync(at("lib/verdict/claims/claims.schema.json"), "utf8")));

function reads(value: unknown): boolean {
  try {
    checkClaims(value);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).not.toContain("\n");
    return false;
  }
}

type Change = (claims: Loose) => unknown;
type Case = [what: string, change: Change, message?: RegExp];

const find = (claims: Loose, id: string): Loose =>
  [...claims.claims, ...claims.obligations].find((one: Loose) => one.id === id);

describe("data/claims.json", () => {
  test("readClaims() reads the program's two tiers: conditional solid, operational conjectured, nothing validated", async () => {
    const claims = await readClaims(FILE);
    const tags = Object.fromEntries(claims.claims.map(({ id, tag }) => [id, tag]));
    expect(tags).toEqual({
      "q-op": "solid",
      "conditional-factorization": "solid",
      "operational-factorization": "conjectured",
      "single-gap-product": "conjectured",
      "O1.a": "solid",
      "O1.b": "solid",
      "O1.c": "proven-here",
    });
    expect(claims.obligations.map(({ tag }) => tag)).toEqual(Array.from({ length: 6 }, () => "solid"));
    expect(JSON.stringify(claims)).not.toContain('"validated"');
    for (const { date } of claims.conferrals) expect(date).toBe("2026-06-01");
    expect(claims.risks.map(({ id, status }) => [id, status]))
      .toEqual([1, 2, 3, 4, 5, 6].map((k) => [`R${k}`, "open"]));
  });

  test("claimProblems() finds every experiment and rule among the published ones", () => {
    const known = readdirSync(at("data/published")).filter((name) => name.endsWith(".json")).map((name) => {
      const { experiment, registration } = JSON.parse(readFileSync(at(`data/published/${name}`), "utf8"));
      return { experiment, rules: [...registration.predictions, ...registration.gates].map((rule: Loose) => rule.id) };
    });
    expect(claimProblems(checkClaims(committed()), known)).toEqual([]);
  });
});

const STRUCTURE: Case[] = [
  ["another version", (c) => c.schemaVersion = 2],
  ["no conferrals", (c) => delete c.conferrals],
  ["no claims", (c) => c.claims = []],
  ["an unknown field", (c) => c.note = 1],
  ["an unknown tag", (c) => find(c, "q-op").tag = "proven", /claims\[0\]\.tag: expected one of .* got "proven"/],
  ["an unknown initial tag", (c) => find(c, "O3").initialTag = "open"],
  ["an unknown tier", (c) => find(c, "q-op").tier = "main"],
  ["a claim without source", (c) => delete find(c, "q-op").source],
  ["evidence without source", (c) => find(c, "q-op").evidence[0].source = " "],
  ["evidence that supports perhaps", (c) => find(c, "q-op").evidence[0].supports = "maybe"],
  ["a statement that is empty", (c) => c.risks[0].statement = ""],
  ["an assumption that does not exist", (c) => find(c, "q-op").assumptions = ["A10"]],
  ["a closed risk", (c) => c.risks[0].status = "closed", /risks\[0\]\.status: expected "open"/],
  ["a conferral without reason", (c) => delete c.conferrals[0].reason],
  ["a conferral to an unknown tag", (c) => c.conferrals[0].to = "true"],
  ["a day in words", (c) => c.conferrals[0].date = "1.VI.2026"],
  ["a list for the whole", (c) => c.claims = {}],
];

/** What JSON Schema cannot say, or says of lengths only. */
const MEANING: Case[] = [
  [
    "a tag moved by hand",
    (c) => find(c, "operational-factorization").tag = "validated",
    /the tag of "operational-factorization" is "validated", but the conferrals leave it at "conjectured"/,
  ],
  [
    "the tag of an obligation moved by hand",
    (c) => find(c, "O4").tag = "proven-here",
    /the tag of "O4" is "proven-here", but .* "solid"/,
  ],
  ["a conferral taken out", (c) => c.conferrals.pop(), /the tag of "O1.c" is "proven-here", but .* at "solid"/],
  [
    "a conferral that does not connect",
    (c) => c.conferrals[0].from = "proven-here",
    /conferrals\[0\]: it moves "conditional-factorization" from "proven-here", but its tag is "conjectured" by then/,
  ],
  [
    "a conferral that moves nothing",
    (c) => c.conferrals.push({ ...c.conferrals[0], from: "solid", to: "solid" }),
    /conferrals\[2\]: it leaves "conditional-factorization" at "solid"/,
  ],
  [
    "a conferral before the one that it follows",
    (c) => {
      c.conferrals.push({ ...c.conferrals[0], from: "solid", to: "validated", date: "2026-05-01" });
      find(c, "conditional-factorization").tag = "validated";
    },
    /conferrals\[2\]: it is of 2026-05-01, before the conferral of 2026-06-01/,
  ],
  ["a conferral of no claim", (c) => c.conferrals[0].claim = "q", /conferrals\[0\]\.claim: "q" is no claim/],
  ["a claim twice", (c) => c.claims.push(c.claims[0]), /the id "q-op" stands twice/],
  ["a claim named like an obligation", (c) => c.claims[0].id = "O2", /the id "O2" stands twice/],
  ["a day that is none", (c) => c.conferrals[0].date = "2026-02-30", /expected a day .* got "2026-02-30"/],
  [
    "a risk in the place of another",
    (c) => c.risks[5].id = "R1",
    /risks: expected R1, R2, R3, R4, R5, R6 in this order, got R1, R2, R3, R4, R5, R1/,
  ],
];

/** What both refuse, the schema by counting. */
const COUNTS: Case[] = [
  ["a risk missing", (c) => c.risks.pop(), /risks: expected R1, .*, R6 in this order, got R1, R2, R3, R4, R5/],
  ["no risks", (c) => c.risks = [], /got none/],
  ["a seventh risk", (c) => c.risks.push({ ...c.risks[0], id: "R7" }), /risks: expected/],
  ["an assumption missing", (c) => c.assumptions.splice(8, 1), /assumptions: expected A1/],
  ["an obligation missing", (c) => c.obligations.splice(0, 1), /obligations: expected O1/],
];

describe("claims.schema.json and checkClaims() agree", () => {
  const verdicts = (change: Change): [boolean, boolean] => {
    const claims = committed();
    change(claims);
    return [schema(claims), reads(claims)];
  };
  test("both accept the committed claims, with fields changed that may change", () => {
    expect([schema(committed()), reads(committed())]).toEqual([true, true]);
    expect(verdicts((c) => c.claims[0].evidence[0].prediction = null)).toEqual([true, true]);
    expect(verdicts((c) => {
      c.conferrals.push({ ...c.conferrals[1], from: "proven-here", to: "validated", date: "2027-01-31" });
      find(c, "O1.c").tag = "validated";
    })).toEqual([true, true]);
  });
  test.each<Case>([...STRUCTURE, ...COUNTS])(
    "both refuse %s",
    (_, change) => expect(verdicts(change)).toEqual([false, false]),
  );
  test.each<Case>(MEANING)(
    "the reader alone refuses %s",
    (_, change) => expect(verdicts(change)).toEqual([true, false]),
  );
  test.each<Case>([...STRUCTURE, ...MEANING, ...COUNTS].filter(([, , message]) => message !== undefined))(
    "checkClaims() says what is wrong with %s",
    (_, change, message) => {
      const claims = committed();
      change(claims);
      expect(() => checkClaims(claims)).toThrow(message!);
    },
  );
});

describe("claimProblems()", () => {
  const known = (claims: Loose): KnownExperiment[] => {
    const rules = new Map<string, Set<string>>();
    const add = ({ experiment, prediction = null }: Loose): void => {
      const found = rules.get(experiment) ?? new Set();
      rules.set(experiment, prediction === null ? found : found.add(prediction));
    };
    for (const { evidence } of [...claims.claims, ...claims.risks]) evidence.forEach(add);
    for (const { experiments } of [...claims.assumptions, ...claims.obligations]) experiments.forEach(add);
    return [...rules].map(([experiment, ids]) => ({ experiment, rules: [...ids] }));
  };

  test.each<[string, (claims: Loose) => unknown, RegExp]>([
    ["in the evidence of a claim", (c) => c.claims[0].evidence[0].experiment = "99-none", /^q-op: .*"99-none" is not/],
    ["of an assumption", (c) => c.assumptions[0].experiments[0].experiment = "99-none", /^A1: .*"99-none"/],
    ["of an obligation", (c) => c.obligations[0].experiments[0].experiment = "99-none", /^O1: .*"99-none"/],
    ["of a risk", (c) => c.risks[0].evidence[0].experiment = "99-none", /^R1: .*"99-none"/],
    ["a rule", (c) => c.claims[0].evidence[0].prediction = "P77", /^q-op: .* has no rule "P77"; its rules are .*P4/],
  ])("claimProblems() names what is unknown: %s", (_, change, message) => {
    const claims = committed(), names = known(claims);
    expect(claimProblems(checkClaims(claims), names)).toEqual([]);
    change(claims);
    const problems = claimProblems(checkClaims(claims), names);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  test("claimProblems() adds up the rules of an experiment that is known twice", () => {
    const claims = checkClaims(committed());
    const halves = known(committed()).flatMap(({ experiment, rules }) => [
      { experiment, rules: rules.slice(1) },
      { experiment, rules: rules.slice(0, 1) },
    ]);
    expect(claimProblems(claims, halves)).toEqual([]);
  });
});

describe("readClaims()", () => {
  test.each<[string, (text: string) => string, RegExp]>([
    ["an empty file", () => "", /empty/],
    ["a file cut in half", (text) => text.slice(0, text.length / 2), /./],
    [
      "a key twice",
      (text) => text.replace('"schemaVersion": 1,', '"schemaVersion": 1, "schemaVersion": 1,'),
      /schemaVersion/,
    ],
    ["a prototype as a key", (text) => text.replace("{", '{ "__proto__": {},'), /__proto__/],
    ["a missing risk", (text) => text.replace('"id": "R6"', '"id": "R9"'), /risks: expected R1/],
  ])("readClaims() refuses %s in one line with the path", async (_, change, message) => {
    const folder = await mkdtemp(join(tmpdir(), "thermolab-claims-"));
    try {
      const path = join(folder, "claims.json");
      await writeFile(path, change(readFileSync(FILE, "utf8")));
      const error = await readClaims(path).then(() => null, (reason: unknown) => reason as Error);
      expect(error).toBeInstanceOf(InputError);
      expect(error!.message).toMatch(message);
      expect(error!.message).toContain(JSON.stringify(path));
      expect(error!.message).not.toContain("\n");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
