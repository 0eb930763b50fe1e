import { describe, expect, test } from "vitest";
import { isComplete, loadTypeScript } from "../../../../kernels/guard/language/mod.ts";

describe("isComplete()", () => {
  const complete = [
    "",
    "1 + 1",
    "const x = /[/]{2,}/g.test(`${'}'}`)",
    "const f = <T,>(x: T): T => x;",
    "const s = 'a{'; // {",
    "/* { */ let y: Record<string, number> = {}",
    "const z = await import('node:fs')",
    "x satisfies number as unknown",
    "const a = b < c, d = e > (f)",
    "if (a) {\n}\n",
    "class A { accessor x = 1; static { } #y?: number }",
  ];
  const incomplete: [string, string][] = [
    ["const x =", ""],
    ["const x = // why\n", ""],
    ["function f(a: number) {", "  "],
    ["function f() {\n  return [", "    "],
    ["f(1,\n  2,", "  "],
    ["const s = `text ${x}", ""],
    ["const s = `text ${", "  "],
    ["/* a comment", ""],
    ["[1, 2].map((x) =>", "  "],
    ["a ? b :", ""],
    ["x.", ""],
    ["if (a) { b }\nelse", ""],
    ["try { a }", ""],
    ["import { a", ""],
    ["const re = /}/, o = {", "  "],
    ["const s = 'to be \\", ""],
    ["type T =", ""],
  ];
  const invalid = [
    "const = 1",
    "a b",
    ")",
    "f(1 2",
    "}",
    "const r = /abc",
    "const s = 'abc",
    "let 1x",
    "if (a {",
    "1 +* 2",
  ];

  test.each(complete)("isComplete() accepts %j", async (code) => {
    expect(isComplete(await loadTypeScript(), code)).toEqual({ status: "complete" });
  });
  test.each(incomplete)("isComplete() waits for more after %j", async (code, indent) => {
    expect(isComplete(await loadTypeScript(), code)).toEqual({ status: "incomplete", indent });
  });
  test.each(invalid)("isComplete() refuses %j", async (code) => {
    expect(isComplete(await loadTypeScript(), code)).toEqual({ status: "invalid" });
  });
});
