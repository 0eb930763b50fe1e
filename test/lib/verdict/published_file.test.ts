import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { InputError, readPublished } from "../../../mod.ts";
import { publishedPath } from "./published_fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "published-"));
afterAll(() => rmSync(folder, { recursive: true }));

const text = readFileSync(publishedPath("16-operational-validation"), "utf8");

const broken: [what: string, content: string, told: RegExp][] = [
  ["nothing", "", /failed: the file is empty/],
  ["half of itself", text.slice(0, text.length >> 1), /failed: it is not JSON/],
  ["NaN as a number", text.replace('"value": 0.99', '"value": NaN'), /it is not JSON at line \d+/],
  ["NaN as text", text.replace('"value": 0.99', '"value": "NaN"'), /rows\[0\]\.value: "NaN" cannot be ok/],
  ["a key twice", text.replace("{", '{ "experiment": "16-operational-validation",'), /"experiment" is repeated/],
  ["a prototype", text.replace("{", '{ "__proto__": {},'), /__proto__/],
  ["another shape", "[]", /the whole: expected a record/],
];

describe("readPublished()", () => {
  test("reads the file that the broken ones are made of", async () => {
    const path = join(folder, "whole.json");
    writeFileSync(path, text);
    expect((await readPublished(path)).expected.outcome).toBe("WITHDRAWN");
  });

  test.each(broken)("refuses %s in one line", async (what, content, told) => {
    const path = join(folder, `${what.replaceAll(" ", "-")}.json`);
    writeFileSync(path, content);
    const error = await readPublished(path).then(() => null, (e: unknown) => e);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(told);
    expect((error as Error).message).not.toContain("\n");
  });

  test("refuses a file that is not there, and says where the published ones are", async () => {
    await expect(readPublished(join(folder, "none.json"))).rejects.toThrow(/there is no such file; .* data\/published/);
  });
});
