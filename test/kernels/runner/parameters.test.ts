import process from "node:process";
import { describe, expect, test } from "vitest";
import { formatNotebook, type NotebookDocument, parametersOf, parseSettings } from "../../../kernels/runner/mod.ts";
import { InputError } from "../../../lib/errors.ts";
import { DENO } from "../guard/deno_path.ts";
import { code, notebook } from "./cells.ts";
import { execute, outputs } from "./fixture.ts";

const CALL = `import { parameters } from "./lib/notebook/parameters.ts";
const p = await parameters({ beta: { value: 3, min: 0 }, chains: { value: 32, integer: true }, flag: false });`;

const notebookWithUse = (): NotebookDocument =>
  notebook(code(CALL), code("console.log(p.beta, typeof p.beta, p.flag)"));

describe("parseSettings()", () => {
  test("parseSettings() takes what stands after the first = as it is", () => {
    expect(parseSettings([])).toEqual({});
    expect(parseSettings(["beta=2.5", "label=a=b c", "empty="])).toEqual({
      beta: "2.5",
      label: "a=b c",
      empty: "",
    });
  });

  test.each([
    [["beta"], 'Cannot set "beta": write it as name=value'],
    [["=3"], 'Cannot set "=3": a parameter\'s name is made of letters'],
    [["2x=3"], 'Cannot set "2x=3"'],
    [["__proto__=3"], 'Cannot set "__proto__=3"'],
    [[" beta=3"], 'Cannot set " beta=3"'],
    [["beta=1", "beta=2"], 'Cannot set "beta" twice'],
  ])("parseSettings() refuses %j", (texts, message) => {
    expect(() => parseSettings(texts)).toThrow(InputError);
    expect(() => parseSettings(texts)).toThrow(message);
  });
});

describe.skipIf(DENO === null)("executeNotebook(), parameters", () => {
  test("executeNotebook() sets typed parameters and records them", async () => {
    const document = notebookWithUse();
    const report = await execute(document, { parameters: { beta: "2.5", flag: "true" } });
    expect(report.failure).toBeNull();
    expect(outputs(report, 1)).toMatchObject([{ text: ["2.5 number true\n"] }]);
    const values = { beta: 2.5, chains: 32, flag: true };
    expect(parametersOf(report.document)).toEqual({ values, set: ["beta", "flag"] });
    expect(report.document.metadata).toMatchObject({
      papermill: { parameters: { beta: 2.5, flag: true } },
      thermolab: { parameters: values },
    });
    const shown = outputs(report, 0)[0] as { data: Record<string, unknown> };
    expect(shown.data["text/html"]).toBeDefined();
    // What one run has set is gone in the next.
    const plain = await execute(report.document);
    expect(plain.failure).toBeNull();
    expect(plain.document.metadata).not.toHaveProperty("papermill");
    expect(plain.document.metadata).not.toHaveProperty("thermolab");
    expect(parametersOf(plain.document)).toEqual({ values: { beta: 3, chains: 32, flag: false }, set: [] });
    expect(formatNotebook(plain.document)).toBe(formatNotebook((await execute(document)).document));
  });

  test("executeNotebook() sets nothing that stands in its own environment only", async () => {
    process.env["THERMOLAB_PARAMETERS"] = '{"beta":"1"}';
    try {
      expect(outputs(await execute(notebookWithUse()), 1)).toMatchObject([{ text: ["3 number false\n"] }]);
    } finally {
      delete process.env["THERMOLAB_PARAMETERS"];
    }
  });

  test.each([
    [{ bta: "2" }, /Cannot set the parameter "bta": the notebook does not have it, it has "beta", "chains", "flag"$/],
    [{ beta: "warm" }, /Cannot set the parameter "beta" to "warm": it takes a number/],
    [{ beta: "-1" }, /-1 is less than 0/],
    [{ chains: "1.5" }, /1.5 is not a whole number/],
  ])("executeNotebook() is red for the settings %j", async (settings, message) => {
    const report = await execute(notebookWithUse(), { parameters: settings });
    expect(report.failure).toMatchObject({ kind: "parameters", cell: 0, message: expect.stringMatching(message) });
    expect(report.failure!.message).toMatch(/^cell 1 \(import/);
  });

  test("executeNotebook() is red when a parameter is set that no cell reads, in its own words", async () => {
    const report = await execute(notebook(code("1")), { parameters: { beta: "2", chains: "3" } });
    expect(report.failure).toEqual({
      kind: "parameters",
      cell: null,
      message: 'Cannot set the parameters "beta", "chains": no cell has called parameters() for them; ' +
        "call it near the top, or leave out --set",
    });
    // Control: the same notebook without settings is green.
    expect((await execute(notebook(code("1")))).failure).toBeNull();
    // Another failure is the one that is named.
    const failed = await execute(notebook(code("throw 1")), { parameters: { beta: "2" } });
    expect(failed.failure?.kind).toBe("cell-error");
  });
});
