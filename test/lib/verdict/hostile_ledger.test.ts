import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { parseJson } from "../../../lib/verdict/data/json_file.ts";
import { readLedger } from "../../../lib/verdict/ledger/ledger_file.ts";
import { gap, journalPath, openUnder } from "./journal_fixture.ts";

async function savedText(): Promise<{ path: string; text: string }> {
  const ledger = openUnder();
  ledger.record(gap(4));
  ledger.record(gap(5));
  await ledger.save();
  return { path: ledger.path, text: readFileSync(ledger.path, "utf8") };
}

async function problemOf(path: string): Promise<string> {
  const error = await readLedger(path).then(() => null, (reason: unknown) => reason as Error);
  expect(error).toBeInstanceOf(InputError);
  expect(error!.message).toContain(JSON.stringify(path));
  expect(error!.message).not.toContain("\n");
  return error!.message;
}

const hostile: [string, (text: string) => string | Uint8Array, RegExp][] = [
  [
    "repeats a key at the top",
    (text) => text.replace('"mode"', '"mode": "quick", "mode"'),
    /line 4, column 20: the key "mode" is repeated/,
  ],
  [
    "repeats a row's value",
    (text) => text.replace('"value": 0.25,', '"value": 0.25, "value": 9,'),
    /line \d+, column \d+: the key "value" is repeated/,
  ],
  ["repeats a key through an escape", (text) => text.replace('"mode"', '"m\\u006fde": "quick", "mode"'), /is repeated/],
  [
    "holds NaN as a number",
    (text) => text.replace("0.25", "NaN"),
    /it is not JSON at line \d+, column \d+: a JSON value must stand here/,
  ],
  ["holds Infinity as a number", (text) => text.replace("0.25", "-Infinity"), /it is not JSON at line/],
  [
    "nests too deep",
    (text) => text.replace("0.25", "[".repeat(1e6)),
    /nests deeper than 64 here/,
  ],
  ["nests records too deep", () => '{"a":'.repeat(1e5), /line 1, column \d+: it nests deeper than 64/],
  [
    "holds one huge text",
    (text) => text.replace('"90-example"', `"${"x".repeat(2 ** 23)}"`),
    /a text of more than 4194304 characters/,
  ],
  ["is empty", () => "", /the file is empty; run the notebook again/],
  ["is only spaces", () => " \n\t", /the file is empty/],
  [
    "is not UTF-8",
    (text) => Uint8Array.from([...new TextEncoder().encode(text.slice(0, 20)), 0xff, 0xfe]),
    /it is not UTF-8/,
  ],
  ["is followed by another", (text) => text + text, /the end of the text must stand here/],
  [
    "holds keys named as prototypes",
    (text) => text.replace('"seeds": {', '"seeds": {"constructor": "x",'),
    /seeds.constructor: expected a whole number/,
  ],
  ["says __proto__", (text) => text.replace('"seeds": {', '"seeds": {"__proto__": 1,'), /"__proto__" is not data/],
];
test.each(hostile)("readLedger() refuses a file that %s", async (_, change, message) => {
  const { path, text } = await savedText();
  writeFileSync(path, change(text));
  expect(await problemOf(path)).toMatch(message);
});

test("readLedger() refuses a file cut anywhere, and never with another error", async () => {
  const { path, text } = await savedText();
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 3), async (length) => {
      writeFileSync(path, text.slice(0, length));
      expect(await problemOf(path)).toMatch(/perhaps cut off|is empty/);
    }),
    { numRuns: 100 },
  );
});

test("readLedger() refuses any changed byte with a typed error, or reads the file", async () => {
  const { path, text } = await savedText();
  const bytes = new TextEncoder().encode(text);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, byte) => {
      writeFileSync(path, bytes.with(at, byte));
      await readLedger(path).catch((error: unknown) => expect(error).toBeInstanceOf(InputError));
    }),
    { numRuns: 200 },
  );
});

test("readLedger() does not read a file of more than 256 MiB, nor a folder", async () => {
  const path = join(journalPath(), "..", "huge.json");
  closeSync(openSync(path, "w"));
  truncateSync(path, 256 * 2 ** 20 + 1);
  expect(await problemOf(path)).toContain("it has 268435457 bytes, more than 268435456");
  mkdirSync(`${path}.d`);
  expect(await problemOf(`${path}.d`)).toContain("it is not a file");
});

test("parseJson() gives what JSON.parse() gives on any JSON", () => {
  fc.assert(fc.property(fc.json({ maxDepth: 8 }), (text) => {
    expect(parseJson(text, "it", "write another")).toEqual(JSON.parse(text));
  }));
});
