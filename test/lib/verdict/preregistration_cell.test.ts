import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { readPreregistrationCell } from "../../../lib/verdict/mod.ts";
import { CELL } from "./cell_fixture.ts";

describe("readPreregistrationCell()", () => {
  test("reads what running the cell gives", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cell-"));
    try {
      // Node and Deno evaluate the very same text, with the imports replaced by the identity.
      const body = CELL.slice(CELL.indexOf("/* the plan"));
      const path = join(folder, "cell.mjs");
      writeFileSync(path, `const preregister = (data) => data;\n${body}\nexport default plan;\n`);
      const { default: ran } = await import(/* @vite-ignore */ pathToFileURL(path).href);
      expect(readPreregistrationCell(CELL)).toEqual(ran);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("freezes what it reads, all the way down", () => {
    const plan = readPreregistrationCell(CELL);
    expect(Object.isFrozen(plan.predictions[0]!.clauses[0]!.estimand)).toBe(true);
    expect(Object.isFrozen(plan.grid.beta)).toBe(true);
  });

  test("reads the same with Windows line ends, without imports, semicolon or trailing comma", () => {
    const plan = readPreregistrationCell(CELL);
    expect(readPreregistrationCell(CELL.replaceAll("\n", "\r\n"))).toEqual(plan);
    expect(readPreregistrationCell(CELL.slice(CELL.indexOf("const plan")))).toEqual(plan);
    expect(readPreregistrationCell(CELL.replace("});\n", "})"))).toEqual(plan);
    expect(readPreregistrationCell(CELL.replace("});\n", "},);\n// the end"))).toEqual(plan);
  });

  const notData: [string, string, string][] = [
    ["a name", "patterns: 5", "patterns: seed"],
    ["a shorthand", "patterns: 5", "patterns"],
    ["a template", 'kernel: "single-site heat-bath"', "kernel: `single-site`"],
    ["a template with a brace", 'kernel: "single-site heat-bath"', "kernel: `}`"],
    ["concatenation", 'unit: "single-site steps"', 'unit: "single-site" + " steps"'],
    ["arithmetic", "bar: 1e-13", "bar: 10 ** -13"],
    ["a quotient", "bar: 1e-13", "bar: 43 / 48"],
    ["a call", "bar: 1e-13", "bar: Math.random()"],
    ["a spread", "grid: {", "grid: { ...other,"],
    ["a computed key", "flag: true", "[flag]: true"],
    ["a method", "flag: true", "flag() {}"],
    ["a getter", "flag: true", "get flag() { return 1; }"],
    ["a function", "flag: true", "flag: () => 1"],
    ["a regular expression", "flag: true", "flag: /}/"],
    ["undefined", "nothing: null", "nothing: undefined"],
    ["infinity", "nothing: null", "nothing: Infinity"],
    ["not a number", "nothing: null", "nothing: NaN"],
    ["a big integer", "patterns: 5", "patterns: 5n"],
    ["a type assertion", "patterns: 5", "patterns: 5 as number"],
    ["a prototype", "flag: true", "__proto__: { flag: true }"],
    ["a quoted prototype", "flag: true", '"__proto__": { flag: true }'],
    ["another argument", "});\n", "}, 5);\n"],
    ["a method on the data", "});\n", "}.plan);\n"],
    ["a name for the data", "preregister({", "preregister(data, {"],
  ];
  test.each(notData)("refuses %s: pre-registrations are data", (_, from, to) => {
    expect(CELL).toContain(from);
    expect(() => readPreregistrationCell(CELL.replace(from, to))).toThrow(InputError);
    expect(() => readPreregistrationCell(CELL.replace(from, to))).toThrow(/(are|is not) data/);
  });

  const malformed: [string, string, string][] = [
    ["another statement before it", "const plan", "let seed = 5;\nconst plan"],
    ["another statement behind it", "});\n", "});\nplan.seeds.patterns = 6;\n"],
    ["a call on its result", "});\n", "}).seeds;\n"],
    ["another function", "preregister({", "prepare({"],
    ["a cell without registration", CELL.slice(CELL.indexOf("const plan")), ""],
    ["a brace that is never closed", "});\n", ""],
    ["an unclosed comment", "const plan", "/* const plan"],
    ["let in place of const", "const plan", "let plan"],
    ["destructuring", "const plan", "const { seeds }"],
  ];
  test.each(malformed)("refuses %s", (_, from, to) => {
    expect(() => readPreregistrationCell(CELL.replace(from, to))).toThrow(InputError);
  });

  test("names the place and what stands there", () => {
    const at = () => readPreregistrationCell(CELL.replace("patterns: 5", "patterns: seed"));
    expect(at).toThrow('line 16, column 22, at "seed },"');
    expect(at).toThrow("Write literals only");
    expect(at).not.toThrow(/\n/);
  });
});
