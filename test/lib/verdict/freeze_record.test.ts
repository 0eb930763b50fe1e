import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import {
  checkFreezeRecord,
  formatFreezeRecord,
  type FreezeRecord,
  FreezeRecordError,
  readFreezeRecord,
  sealOf,
  verifyFreezeRecord,
  writeFreezeRecord,
} from "../../../lib/verdict/mod.ts";
import { frozenOf, threeCells } from "./amendment_fixture.ts";
import { type Loose, reversed } from "./fixtures.ts";

const SEED = 2718;
const record = frozenOf(threeCells());
const text = formatFreezeRecord(record);
const copy = (): Loose => structuredClone(record);
const folder = mkdtempSync(join(tmpdir(), "freeze-record-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, "record.json");
  writeFileSync(path, content);
  return path;
}

/** The problems of an edited record, wherever they are found. */
function problemsOf(edited: Loose): string {
  try {
    return verifyFreezeRecord(checkFreezeRecord(edited)).join("; ");
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
}

interface Leaf {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

function leaves(value: unknown, path: readonly (string | number)[] = []): Leaf[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  const keys = Array.isArray(value) ? value.map((_, i) => i) : Object.keys(value);
  return keys.flatMap((key) => leaves((value as Loose)[key], [...path, key]));
}

function edited(path: readonly (string | number)[], edit: (parent: Loose, key: string | number) => void): Loose {
  const whole = copy();
  const parent = path.slice(0, -1).reduce((at: Loose, key) => at[key], whole);
  edit(parent, path.at(-1)!);
  return whole;
}

describe("sealOf()", () => {
  test("is SHA-256 over the canonical JSON of the link without its seal", () => {
    // Keys sorted by hand, as RFC 8785 asks.
    const canonical = '{"digest":"sha256:d","examination":null,"previous":null}';
    const seal = `sha256:${createHash("sha256").update(canonical).digest("hex")}`;
    const link = { previous: null, examination: null, digest: "sha256:d" } as Loose;
    expect(sealOf(link)).toBe(seal);
    expect(sealOf({ ...link, seal: "sha256:other" } as Loose)).toBe(seal);
  });
});

describe("verifyFreezeRecord()", () => {
  test("finds nothing wrong with what was frozen", () => {
    expect(record.links.map(({ examination }) => examination === null)).toEqual([true, true, false]);
    expect(verifyFreezeRecord(record)).toEqual([]);
  });

  const all = leaves(record);
  test(`finds each of its ${all.length} values when it is edited, and names the link`, () => {
    for (const { path, value } of all) {
      const other = typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `${value ?? ""}x`;
      const problems = problemsOf(edited(path, (parent, key) => parent[key] = other));
      const place = path[0] === "links"
        ? new RegExp(`link ${+path[1]! + 1}:|links\\[${path[1]}\\]`)
        : /experiment|schema/;
      expect(problems, path.join(".")).toMatch(place);
    }
  });

  test("finds each value when it is removed", () => {
    for (const { path } of all) {
      const remove = (parent: Loose, key: string | number) =>
        Array.isArray(parent) ? parent.splice(+key, 1) : delete parent[key];
      expect(problemsOf(edited(path, remove)), path.join(".")).not.toBe("");
    }
  });

  test("names what was bent, also when the link was sealed again", () => {
    const bent = copy();
    bent.links[0].registration.predictions[0].clauses[0].threshold = 1e-12;
    expect(problemsOf(bent)).toMatch(/link 1: its seal is/);
    bent.links[0].seal = sealOf(bent.links[0]);
    expect(problemsOf(bent)).toContain("link 1: P1 clause 1 threshold is 1e-12, its source gives 1e-13");
    expect(problemsOf(bent)).toContain("link 2: its previous is");
  });

  test("finds links that are swapped, doubled, left out or cyclic", () => {
    const swapped = copy();
    swapped.links.reverse();
    expect(problemsOf(swapped)).not.toBe("");
    const doubled = copy();
    doubled.links.push(doubled.links[2]);
    expect(problemsOf(doubled)).toMatch(/link 4: its previous/);
    const shorter = copy();
    shorter.links.splice(1, 1);
    expect(problemsOf(shorter)).toMatch(/link 2: its previous/);
    const self = copy();
    self.links[1].previous = self.links[1].seal;
    expect(problemsOf(self)).toMatch(/link 2: the chain is cyclic, its previous link is itself/);
    const later = copy();
    later.links[0].previous = later.links[2].seal;
    expect(problemsOf(later)).toMatch(
      /link 1: the chain is cyclic, its previous link is link 3, which stands behind it/,
    );
  });

  test("finds a record without its head (a control: only the history can)", () => {
    // Dropping the newest link leaves a shorter record that holds by itself; the notebook and the history tell.
    const shorter = copy();
    shorter.links.pop();
    expect(problemsOf(shorter)).toBe("");
  });
});

describe("readFreezeRecord() and writeFreezeRecord()", () => {
  test("give back what was written, byte for byte", async () => {
    const path = join(folder, "made", "record.json");
    await writeFreezeRecord(path, record);
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(await readFreezeRecord(path)).toEqual(record);
    expect(readdirSync(join(folder, "made"))).toEqual(["record.json"]);
    expect(formatFreezeRecord(await readFreezeRecord(path))).toBe(text);
  });

  test("accept Windows line ends", async () => {
    expect(await readFreezeRecord(file(text.replaceAll("\n", "\r\n")))).toEqual(record);
  });

  test("write equal records in equal bytes", () => {
    expect(formatFreezeRecord(reversed(record))).toBe(text);
  });

  test(`find any byte that was edited (seed ${SEED})`, async () => {
    const edit = fc.tuple(
      fc.nat({ max: text.length - 1 }),
      fc.constantFrom("replace", "insert", "delete"),
      fc.constantFrom(" ", "0", "7", "a", "\n", ".", "-", '"', ",", "{", "\\"),
    );
    await fc.assert(
      fc.asyncProperty(edit, async ([at, kind, character]) => {
        const other = text.slice(0, at) + (kind === "delete" ? "" : character) +
          text.slice(kind === "insert" ? at : at + 1);
        fc.pre(other !== text);
        await expect(readFreezeRecord(file(other))).rejects.toThrow(InputError);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  const hostile: [string, () => string, RegExp][] = [
    ["empty", () => "", /empty/],
    ["cut in half", () => text.slice(0, text.length / 2), /not valid JSON at line \d+/],
    [
      "a key that stands twice",
      () => text.replace('{\n  "schemaVersion": 1,', '{\n  "schemaVersion": 1,\n  "schemaVersion": 1,'),
      /"schemaVersion" is repeated/,
    ],
    ["an unknown field", () => JSON.stringify({ ...record, note: 1 }), /note: unknown field/],
    [
      "a prototype as a field",
      () => text.replace('"schemaVersion": 1,', '"schemaVersion": 1, "__proto__": {"links": []},'),
      /__proto__/,
    ],
    [
      "a constructor as a field",
      () => text.replace('"schemaVersion": 1,', '"schemaVersion": 1, "constructor": 1,'),
      /constructor: unknown field/,
    ],
    ["no links", () => JSON.stringify({ ...record, links: [] }), /links: expected a list of at least 1/],
    ["a list", () => "[]", /expected a record/],
    [
      "not a number as a text",
      () => text.replace('"capSeconds": 60', '"capSeconds": "NaN"'),
      /capSeconds: expected a finite number/,
    ],
    ["not a number", () => text.replace('"capSeconds": 60', '"capSeconds": NaN'), /a JSON value must stand here/],
    [
      "deep nesting",
      () => text.replace('"capSeconds": 60', `"capSeconds": ${"[".repeat(1e5)}${"]".repeat(1e5)}`),
      /nesting deeper/,
    ],
    [
      "another version",
      () => text.replace('"schemaVersion": 1', '"schemaVersion": 2'),
      /schemaVersion: expected 1, got 2/,
    ],
    [
      "other keys first",
      () => JSON.stringify({ links: record.links, experiment: record.experiment, schemaVersion: 1 }, null, 2),
      /line 2: its layout/,
    ],
    ["other indentation", () => JSON.stringify(JSON.parse(text), null, 4), /line 2: its layout/],
    ["one line more", () => `${text}\n`, /its layout/],
  ];
  test.each(hostile)("refuse a file that is %s", async (_, content, message) => {
    const path = file(content());
    await expect(readFreezeRecord(path)).rejects.toThrow(InputError);
    await expect(readFreezeRecord(path)).rejects.toThrow(message);
    await expect(readFreezeRecord(path)).rejects.not.toThrow(/\n/);
  });

  test("refuse a file beyond 16 MiB unread, a missing one and a folder", async () => {
    const path = file(text);
    truncateSync(path, 16 * 2 ** 20 + 1);
    await expect(readFreezeRecord(path)).rejects.toThrow(/holds 16777217 bytes; a freeze record has at most 16 MiB/);
    await expect(readFreezeRecord(join(folder, "none.json"))).rejects.toThrow(/no such file; lab freeze makes it/);
    await expect(readFreezeRecord(folder)).rejects.toThrow(InputError);
  });

  test("write nothing that does not hold", async () => {
    const path = join(folder, "never.json");
    const bent: FreezeRecord = { ...record, links: [{ ...record.links[0]!, libraryVersion: "9.9.9" }] };
    await expect(writeFreezeRecord(path, bent)).rejects.toThrow(FreezeRecordError);
    await expect(writeFreezeRecord(path, { ...bent, links: [] })).rejects.toThrow(InputError);
    expect(readdirSync(folder)).not.toContain("never.json");
  });
});

describe("freeze_record.schema.json and checkFreezeRecord() agree", () => {
  const schema = (name: string) =>
    JSON.parse(readFileSync(new URL(`../../../lib/verdict/${name}`, import.meta.url), "utf8"));
  const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, strictTuples: false });
  ajv.addSchema(schema("registration/preregistration.schema.json"));
  const validate = ajv.compile(schema("freeze/freeze_record.schema.json"));
  const both = (change: (record: Loose) => void) => {
    const one = copy();
    change(one);
    let accepted = true;
    try {
      checkFreezeRecord(one);
    } catch {
      accepted = false;
    }
    return [validate(one), accepted];
  };

  test.each<[string, (record: Loose) => void]>([
    ["the whole record", () => {}],
    ["one link", (record) => record.links.length = 1],
    ["survivors", (record) => record.links[2].examination.mutants.survivors = []],
    ["a removal", (record) => record.links[2].amendment.changes.push({ op: "remove", path: "/haltRules" })],
    ["any value", (record) => record.links[2].amendment.changes.push({ op: "add", path: "/grid/x", value: null })],
  ])("both accept %s", (_, change) => expect(both(change)).toEqual([true, true]));

  test.each<[string, (record: Loose) => void]>([
    ...["digest", "previous", "libraryVersion", "seeds", "source", "amendment", "registration", "examination", "seal"]
      .map((
        field,
      ): [string, (record: Loose) => void] => [`a link without ${field}`, (record) => delete record.links[1][field]]),
    ["no experiment", (record) => delete record.experiment],
    ["another version", (record) => record.schemaVersion = 2],
    ["an experiment that is a path", (record) => record.experiment = "../a"],
    ["an unknown field of a link", (record) => record.links[0].note = 1],
    ["a short digest", (record) => record.links[0].digest = "sha256:00"],
    ["a digest in capitals", (record) => record.links[0].seal = record.links[0].seal.toUpperCase()],
    ["a previous that is no digest", (record) => record.links[1].previous = "first"],
    ["a negative seed", (record) => record.links[0].seeds.patterns = -1],
    ["an empty source", (record) => record.links[0].source = " "],
    ["an empty version", (record) => record.links[0].libraryVersion = ""],
    ["a registration without seeds", (record) => delete record.links[0].registration.seeds],
    ["an amendment without reason", (record) => delete record.links[1].amendment.reason],
    ["an amendment that saw nothing in words", (record) => record.links[1].amendment.seen = ""],
    ["an amendment without changes", (record) => record.links[1].amendment.changes = []],
    ["another operation", (record) => record.links[1].amendment.changes[0].op = "copy"],
    ["a change of the whole", (record) => record.links[1].amendment.changes[0].path = ""],
    ["a change without value", (record) => delete record.links[1].amendment.changes[0].value],
    ["an unknown verdict", (record) => record.links[2].examination.witnesses[0].verdict = "MAYBE"],
    ["a witness without words", (record) => record.links[2].examination.witnesses[0].statement = ""],
    ["half a mutant", (record) => record.links[2].examination.mutants.count = 0.5],
    ["a survivor without reason", (record) => delete record.links[2].examination.mutants.survivors[0].reason],
  ])("both refuse %s", (_, change) => expect(both(change)).toEqual([false, false]));
});
