import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { checkLedger, createLedger, formatLedger } from "../../../lib/verdict/mod.ts";
import { makeRow } from "../../../lib/verdict/ledger/recording.ts";
import { type Loose, row } from "./fixtures.ts";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../lib/verdict/${name}`, import.meta.url), "utf8"));
const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, strictTuples: false });
ajv.addSchema(read("registration/preregistration.schema.json"));
const schema = ajv.compile(read("ledger/ledger.schema.json"));

const adequacy = { window: 1000, tau: 20, length: 4000, burnIn: 100, referenceChange: 0.02, weightsUsed: "sha256:1" };

function ledger(change: (one: Loose) => void = () => {}): Loose {
  const one: Loose = {
    schemaVersion: 1,
    experiment: "90-example",
    mode: "full",
    preregistration: null,
    digests: { code: null, lock: null, weights: null },
    seeds: {},
    device: null,
    versions: {},
    startedAt: "2026-01-31T12:00:00.000Z",
    finishedAt: "2026-01-31T12:01:00Z",
    rows: [row("x", { i: 1 }, 1), structuredClone({ ...row("x", { i: 0 }, 1), adequacy, source: "a page, table 2" })],
    displays: [],
    timings: [],
    totals: { seconds: 60 },
    verdict: null,
  };
  change(one.rows[1]);
  return one;
}

describe("a row's source and adequacy", () => {
  test("makeRow() keeps them, and leaves them out where there are none", () => {
    const recorded = makeRow({ measure: "x", value: 1, unit: "1", n: 8, source: "a page", adequacy: { tau: 2 } });
    expect([recorded.source, recorded.adequacy]).toEqual(["a page", { tau: 2 }]);
    expect(Object.keys(makeRow({ measure: "x", value: 1, unit: "1", n: 1 }))).toEqual([
      "id",
      "params",
      "measure",
      "value",
      "mcse",
      "n",
      "unit",
      "status",
      "reason",
    ]);
    const open = createLedger({ registration: null });
    expect(open.record({ measure: "x", value: 1, unit: "1", n: 1, adequacy: { tau: 2 } }).adequacy).toEqual({ tau: 2 });
  });

  test("formatLedger() writes them last, the numbers by name, and nothing in their place", () => {
    const [bare, full] = JSON.parse(formatLedger(checkLedger(ledger()))).rows;
    expect(Object.keys(bare).at(-1)).toBe("reason");
    expect(Object.keys(full).slice(-3)).toEqual(["reason", "source", "adequacy"]);
    expect(Object.keys(full.adequacy)).toEqual(Object.keys(adequacy).sort());
  });

  test.each<[string, (row: Loose) => void]>([
    ["an empty source", (one) => one.source = ""],
    ["a source that is a list", (one) => one.source = ["a page"]],
    ["an adequacy that says nothing", (one) => one.adequacy = {}],
    ["an unknown number", (one) => one.adequacy.ess = 3],
    ["a negative time", (one) => one.adequacy.tau = -1],
    ["a time in words", (one) => one.adequacy.tau = "Infinity"],
    ["a digest that is a number", (one) => one.adequacy.weightsRegistered = 7],
  ])("schema and reader refuse %s", (_, change) => {
    expect(schema(ledger(change))).toBe(false);
    expect(() => checkLedger(ledger(change))).toThrow("Checking the ledger failed");
    expect([schema(ledger()), checkLedger(ledger()).rows.length]).toEqual([true, 2]);
  });
});
