import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { checkPublished, InputError } from "../../../mod.ts";
import type { Loose } from "./fixtures.ts";
import { published, publishedNames, publishedPath } from "./published_fixture.ts";

const schema = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../lib/verdict/${name}`, import.meta.url), "utf8"));
const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, strictTuples: false });
for (const name of ["registration/preregistration.schema.json", "ledger/ledger.schema.json"]) {
  ajv.addSchema(schema(name));
}
const fits = ajv.compile(schema("published/published.schema.json"));

function message(value: unknown): string | null {
  try {
    checkPublished(value, "the case");
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
}

const file = (): Loose => JSON.parse(readFileSync(publishedPath("09-q-objective"), "utf8"));

test.each(publishedNames)(
  "published.schema.json and checkPublished() accept %s, and its text is its data",
  async (name) => {
    const text = readFileSync(publishedPath(name), "utf8");
    const value: unknown = JSON.parse(text);
    expect(fits(value), JSON.stringify(fits.errors)).toBe(true);
    const checked = await published(name);
    expect(checked).toEqual(value);
    expect(checked.experiment).toBe(name);
    expect(`${JSON.stringify(value, null, 2)}\n`).toBe(text);
  },
);

type Case = [what: string, change: (value: Loose) => void, told: RegExp];

const both: Case[] = [
  ["an unknown field", (v) => v.author = "x", /author: unknown field/],
  ["no source", (v) => delete v.source, /source: missing/],
  ["another version", (v) => v.schemaVersion = 2, /schemaVersion: expected 1/],
  ["a path as name", (v) => v.experiment = "../x", /experiment: expected a file name/],
  ["a date in words", (v) => v.source.date = "11 June", /source\.date: expected a day/],
  ["an empty title", (v) => v.source.title = " ", /source\.title/],
  ["no rows", (v) => v.rows = [], /rows: expected a list of at least 1/],
  ["a row without value", (v) => v.rows[0].value = null, /rows\[0\]\.value/],
  ["a row without source", (v) => delete v.rows[0].source, /rows\[0\]\.source: missing/],
  [
    "a rule without clauses",
    (v) => v.registration.predictions[0].clauses = [],
    /registration\.predictions\[0\]\.clauses/,
  ],
  ["an unknown verdict", (v) => v.expected.predictions.P1 = "MAYBE", /expected\.predictions\.P1/],
  ["no outcome", (v) => v.expected.outcome = "", /expected\.outcome/],
  ["no gates", (v) => delete v.expected.gates, /expected\.gates: missing/],
  ["a number as note", (v) => v.expected.note = 3, /expected\.note/],
  ["a list in place of it all", (v) => v.rows = { 0: v.rows[0] }, /rows: expected a list/],
];

const readerOnly: Case[] = [
  [
    "another experiment inside",
    (v) => v.registration.experiment = "08-x",
    /registration\.experiment: expected "09-q-objective"/,
  ],
  ["a row twice", (v) => v.rows.push(v.rows[0]), /stands twice/],
  [
    "a row of no measure",
    (v) => Object.assign(v.rows[0], { measure: "other", id: 'other(checkpoint="c50+c25")' }),
    /"other" is not registered/,
  ],
  ["a row in another unit", (v) => v.rows[0].unit = "s", /registered in "runs"/],
  ["a rule without expected verdict", (v) => delete v.expected.predictions.P2, /expected\.predictions\.P2: missing/],
  ["a gate without expected verdict", (v) => delete v.expected.gates.P4, /expected\.gates\.P4: missing/],
  ["a verdict of no rule", (v) => v.expected.predictions.P9 = "PASS", /"P9" is no rule/],
  ["a prediction among the gates", (v) => v.expected.gates.P1 = "PASS", /"P1" is no rule/],
  ["a verdict of an inherited name", (v) => v.expected.predictions.toString = "PASS", /"toString" is no rule/],
];

describe("checkPublished() and published.schema.json", () => {
  test.each(both)("both refuse %s", (_what, change, told) => {
    const value = file();
    change(value);
    expect(fits(value)).toBe(false);
    expect(message(value)).toMatch(told);
  });

  test("both refuse a registration of form 1", () => {
    const value = file();
    const { measures: _measures, crossings: _crossings, ...rest } = value.registration;
    value.registration = { ...rest, schemaVersion: 1 };
    for (const rule of [...rest.predictions, ...rest.gates]) {
      for (const clause of rule.clauses) delete clause.basis.per;
    }
    expect(fits(value)).toBe(false);
    expect(message(value)).toMatch(/registration\.schemaVersion: expected 2, got 1/);
  });

  test.each(readerOnly)("the reader alone refuses %s", (_what, change, told) => {
    const value = file();
    change(value);
    expect(fits(value), JSON.stringify(fits.errors)).toBe(true);
    expect(message(value)).toMatch(told);
  });
});
