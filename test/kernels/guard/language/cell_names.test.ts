import { describe, expect, test } from "vitest";
import {
  type CellNames,
  linkNames,
  loadTypeScript,
  oneModule,
  readCellNames,
  TYPE,
  VALUE,
} from "../../../../kernels/guard/language/mod.ts";

async function names(...sources: string[]): Promise<CellNames[]> {
  return readCellNames(await loadTypeScript(), sources);
}

async function defined(source: string): Promise<string[]> {
  return (await names(source))[0]!.definitions.map(({ name }) => name);
}

async function used(source: string): Promise<string[]> {
  return (await names(source))[0]!.uses.map(({ name }) => name);
}

async function joined(...sources: string[]): Promise<string> {
  return oneModule(await names(...sources)).text;
}

describe("readCellNames()", () => {
  test("readCellNames() finds every form of definition at the top level and none below it", async () => {
    expect(await defined("const a = 1, { b, c: { d } , ...e } = o, [f, , g = 2] = q; let h; var i;")).toEqual(
      ["a", "b", "d", "e", "f", "g", "h", "i"],
    );
    expect(await defined("import a, { b, c as d, type E } from 'x'; import * as f from 'y'; import 'z';")).toEqual(
      ["a", "b", "d", "E", "f"],
    );
    expect(await defined("function a(p) { let q; var r } class B { m() {} } enum C { X } interface D {} type E = 1;"))
      .toEqual(["a", "B", "C", "D", "E"]);
    expect(await defined("{ let a; var b; function c() {} } for (const d of []) {} for (var e of []) {}")).toEqual([
      "b",
      "e",
    ]);
    expect(await defined("try {} catch (a) {} const b = function c() {}; const d = class E {}; using f = g();"))
      .toEqual(
        ["b", "d", "f"],
      );
    expect(await defined("namespace A { export const b = 1 } declare global { var c: 1 }")).toEqual(["A"]);
    expect(await defined("export const a = 1; export function b() {}")).toEqual(["a", "b"]);
  });

  test("readCellNames() finds uses of free and of own names, not properties, labels or local names", async () => {
    expect(await used("a.b.c; ({ d: e, f }); g['h']; i: for (;;) break i;")).toEqual(["a", "e", "f", "g"]);
    expect(await used("(p) => p + q; function f<T>(x: T): U { return x as V; }")).toEqual(["q", "U", "V"]);
    expect(await used("let own = 1; { own; let local = 2; local; { const own = 3; own } }")).toEqual(["own"]);
    expect(await used("export { a as b, c }; export { d } from 'x'; import.meta.url;")).toEqual(["a", "c"]);
    expect(await used("class A extends B<C> implements D { e = f; [g] = h }")).toEqual(["B", "C", "D", "f", "g", "h"]);
    expect(await used("let x: ns.T, y: import('m').U<V>, z: typeof w")).toEqual(["ns", "V", "w"]);
  });

  test("readCellNames() tells what runs with the cell from what runs later, and reading from writing", async () => {
    const [cell] = await names(
      "a; const f = () => b; [1].map(() => c); (function () { d })(); class K { static e = e0; g = g0; m() { n } } let t: typeof h;",
    );
    expect(cell!.uses.filter(({ immediate }) => immediate).map(({ name }) => name)).toEqual(["a", "c", "d", "e0"]);
    const [writes] = await names("a = 1; b += 1; c++; const f = () => f(); d.x = 2;");
    expect(writes!.uses.filter(({ reads }) => !reads).map(({ name }) => name)).toEqual(["a", "f"]);
  });

  test("readCellNames() tells values from types, lists module specifiers, and says why a cell does not parse", async () => {
    const [cell, broken] = await names(
      "import type { A } from 'a'; class B {} interface C {} const d = 1; await import('b'); type E = import('c').F;",
      "const x = ;",
    );
    expect(Object.fromEntries(cell!.definitions.map(({ name, meaning }) => [name, meaning]))).toEqual(
      { A: TYPE, B: VALUE | TYPE, C: TYPE, d: VALUE, E: TYPE },
    );
    expect(cell!.specifiers.map(({ text }) => text)).toEqual(["a", "b", "c"]);
    expect(cell!.specifiers.map(({ start }) => cell!.source[start])).toEqual(["a", "b", "c"]);
    expect(cell!.syntaxError).toBe(null);
    expect(broken!.syntaxError).toMatchObject({ code: "TS1109", start: 10 });
  });
});

describe("linkNames()", () => {
  test("linkNames() keeps a type and a value of one name apart", async () => {
    const { uses } = linkNames(await names("class A {}", "const A = 1", "let x: A = A"));
    expect(uses.map(({ meaning, definition }) => [meaning, definition!.cell])).toEqual([[TYPE, 0], [VALUE, 1]]);
  });

  test("linkNames() names the cell that comes too late where no earlier one defines a name", async () => {
    const { uses } = linkNames(await names("late; nowhere", "const late = 1"));
    expect(uses.map(({ definition }) => definition?.cell ?? null)).toEqual([1, null]);
  });
});

describe("oneModule()", () => {
  test("oneModule() renames older definitions in every form and leaves the newest", async () => {
    const first = "import { a } from 'm'; const { b, c: [d] } = a; ({ b }); export { d };";
    expect(await joined(first, "const a = b, d = 1; let b = d;")).toBe(
      "import { a as a$cell1 } from 'm'; const { b: b$cell1, c: [d$cell1] } = a$cell1; ({ b: b$cell1 }); export { d$cell1 as d };" +
        "\n;\nconst a = b, d = 1; let b = d;\n;\n",
    );
    expect(await joined("let n = 1", "n++", "let n = 2", "n")).toBe(
      "let n$cell1 = 1\n;\nn$cell1++\n;\nlet n = 2\n;\nn\n;\n",
    );
  });

  test("oneModule() leaves out a cell that does not parse and keeps the lines of the others", async () => {
    const module = oneModule(await names("const a = 1\n", "a b\nc", "a"));
    expect(module).toEqual({ text: "const a = 1\n\n;\n\n;\na\n;\n", firstLines: [0, 3, 5], defined: ["a"] });
  });
});
