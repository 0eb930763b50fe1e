import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { type CellProblem, checkCells, problemText } from "../../../kernels/cells/mod.ts";
import type { NotebookCell, NotebookDocument } from "../../../kernels/runner/mod.ts";
import { parseNotebook } from "../../../kernels/runner/mod.ts";
import { DONE_UNDER_DENO, ONCE } from "../../tools/under_deno.ts";
import { DENO } from "../guard/deno_path.ts";

const NOTEBOOKS = fileURLToPath(new URL("../../../notebooks", import.meta.url));

function code(source: string, count: number | null = null): NotebookCell {
  return { cell_type: "code", source, metadata: {}, execution_count: count, outputs: [] };
}

function notebook(...cells: (string | NotebookCell)[]): NotebookDocument {
  return {
    nbformat: 4,
    nbformat_minor: 4,
    metadata: {},
    cells: cells.map((cell) => typeof cell === "string" ? code(cell) : cell),
  };
}

// The compiler of the whole library takes its time, and is the same program under either runtime.
const checkedOnce = test.skipIf(DONE_UNDER_DENO);
if (DONE_UNDER_DENO) console.log(ONCE);

describe.skipIf(DENO === null)("checkCells()", () => {
  const scratch = mkdtempSync(join(tmpdir(), "thermolab-cells-test-"));
  afterAll(() => rmSync(scratch, { recursive: true }));

  /** The problems of notebooks in the repository's own folder, where nothing is written. */
  async function problems(...documents: NotebookDocument[]): Promise<CellProblem[][]> {
    const notebooks = documents.map((document, i) => ({ path: join(NOTEBOOKS, `${i}.ipynb`), document }));
    const found = await checkCells(notebooks, { deno: DENO! });
    return notebooks.map(({ path }) => found.get(path)!);
  }
  async function texts(...documents: NotebookDocument[]): Promise<string[][]> {
    return (await problems(...documents)).map((some) => some.map(problemText));
  }

  checkedOnce("checkCells() finds nothing in the committed notebooks, and the planted errors in a copy", async () => {
    const before = readdirSync(NOTEBOOKS);
    const notebooks = before.filter((name) => name.endsWith(".ipynb")).map((name) => {
      const path = join(NOTEBOOKS, name);
      return { path, document: parseNotebook(readFileSync(path, "utf8"), name) };
    });
    const path = join(NOTEBOOKS, "planted.ipynb"), last = notebooks.at(-1)!.document;
    const planted = { ...last, cells: [...last.cells, code("ledger.record({ measure: 1 });")] };
    const found = await checkCells([...notebooks, { path, document: planted }], { deno: DENO! });
    expect(notebooks.map((one) => found.get(one.path))).toEqual(notebooks.map(() => []));
    expect(found.get(path)!.map(({ cell, line, kind }) => [cell, line, kind])).toContainEqual(
      [planted.cells.length, 1, "type"],
    );
    expect(readdirSync(NOTEBOOKS)).toEqual(before);
  });

  checkedOnce(
    "checkCells() accepts what the kernel allows: names defined again, imports and await anywhere",
    async () => {
      const legal = notebook(
        'import { plantedRbm } from "thermolab";\n\nconst model = plantedRbm([[1, 1]], [[1, -1]], 1);',
        { cell_type: "markdown", source: "not = code", metadata: {} },
        "console.log(model.beta);\nlet total: number | string = 0;",
        'import { existsSync } from "node:fs";\nimport { plantedRbm } from "thermolab";\n\n' +
          'console.log(existsSync(await Promise.resolve(".")), plantedRbm);\nconst model = { text: total };\ntotal = 2;',
        "class Box {\n  width = model.text;\n}\nfunction area(box: Box) {\n  return box.width;\n}\nconsole.log(area(new Box()));",
        "class Box {\n  height = 1;\n}\nconst area = (box: Box): number => box.height;\narea(new Box());",
        "const kept = 1;",
        "",
      );
      expect(await texts(legal)).toEqual([[]]);
    },
  );

  checkedOnce("checkCells() names cell, line and rule of type errors, by the repository's own options", async () => {
    const wrong = notebook(
      { cell_type: "markdown", source: "# Title\n", metadata: {} },
      'import { readFile } from "node:fs/promises";\n\nconst a: string = 5;',
      "const a = [1];\nconst b: string = a[0];\nnowhere(b);",
      'import { absent } from "./absent.ts";\nimport { noSuchExport } from "thermolab";\n\nabsent(noSuchExport);',
    );
    expect((await problems(wrong))[0]!.map(({ cell, line, rule }) => [cell, line, rule])).toEqual([
      [2, 1, "TS6133"],
      [2, 3, "TS2322"],
      [3, 1, "unused-redefinition"],
      [3, 2, "TS2322"],
      [3, 3, "TS2304"],
      [4, 1, "TS2307"],
      [4, 2, "TS2305"],
    ]);
    expect((await texts(wrong))[0]![1]).toBe(
      "cell 2, line 3: TS2322 Type 'number' is not assignable to type 'string'.",
    );
  });

  test("checkCells() lints, without the rules that make no sense in cells", async () => {
    const [found] = await problems(notebook(
      'const shown = 1;\nlet never = shown as any;\nconsole.log(never);\nvar old = "x";\ndebugger;',
      'import npyjs from "npm:npyjs@1.2.0";\n\nconsole.log(npyjs);',
    ));
    expect(found!.map(({ cell, line, rule }) => [cell, line, rule])).toEqual([
      [1, 2, "prefer-const"],
      [1, 2, "no-explicit-any"],
      [1, 4, "no-var"],
      [1, 5, "no-debugger"],
    ]);
    expect(found!.every(({ kind }) => kind === "lint")).toBe(true);
  });

  test("checkCells() finds unformatted cells and their first line", async () => {
    const [found] = await problems(notebook("const a = 1;\nconst b=2;\n", "console.log(1);", "console.log(1)", " 1;"));
    expect(found!.map(({ cell, line, kind }) => [cell, line, kind])).toEqual(
      [[1, 2, "format"], [3, 1, "format"], [4, 1, "format"]],
    );
  });

  test("checkCells() finds hidden state: uses before definitions, unused redefinitions", async () => {
    const state = notebook(
      code("const later = () => fine;\nconsole.log([1].map((k) => k + early));", 1),
      code("const early = 1, fine = 2;\nhelper();", 3),
      code("function helper() {\n  return early;\n}\nconst loop = () => loop;\nlater();", 2),
      code("const loop = 1;\nconst early = 2;\nconsole.log(loop, early);", null),
      code("let n = 1;\nn = 2;\nclass Left {}", 4),
      code("const n = 3, Left = 1;\nconsole.log(n, Left);", 4),
    );
    expect((await texts(state))[0]).toEqual([
      "cell 1, line 2: used-before-defined `early` is used before cell 2 defines it; move the definition up",
      "cell 2, line 2: used-before-defined `helper` is used before cell 3 defines it; move the definition up",
      "cell 4, line 1: unused-redefinition `loop` is defined again and nothing has used its definition in cell 3; remove one, or rename it",
      "cell 6, line 1: unused-redefinition `n` is defined again and nothing has used its definition in cell 5; remove one, or rename it",
      "cell 6, line 1: unused-redefinition `Left` is defined again and nothing has used its definition in cell 5; remove one, or rename it",
    ]);
  });

  test("checkCells() reports a cell that does not parse, and goes on with the others", async () => {
    expect(await texts(notebook("const a = 1;\nconst b = ;\n", "console.log(a + b);\nconst c: string = 1;"))).toEqual([[
      "cell 1, line 2: TS1109 Expression expected.",
      "cell 2, line 2: TS2322 Type 'number' is not assignable to type 'string'.",
    ]]);
  });

  test("checkCells() keeps notebooks apart, also where one ends the compiler's run", async () => {
    const shared = notebook("const name = 1;\nconsole.log(name);");
    const fatal = notebook('import x from "npm:@@bad";\n\nconsole.log(x);');
    const [first, second, third] = await problems(shared, fatal, notebook("const name: string = 1;"));
    expect(first).toEqual([]);
    expect(second!.filter(({ kind }) => kind === "type").map(problemText)).toEqual([
      "cell 1, line 1: error Invalid package specifier 'npm:@@bad' 0: Did not contain a valid package name",
    ]);
    expect(third!.map(({ rule }) => rule)).toEqual(["TS2322"]);
  });

  test("checkCells() takes imports and options from the notebook's own folder", async () => {
    const config = { imports: { lib: "./lib.ts" }, compilerOptions: { strict: false }, fmt: { semiColons: false } };
    mkdirSync(join(scratch, "books"));
    writeFileSync(join(scratch, "deno.json"), JSON.stringify(config));
    writeFileSync(join(scratch, "lib.ts"), "export const one = 1;\n");
    const document = notebook(
      'import { one } from "lib"\nimport { one as same } from "../lib.ts"\n\nconst other = await import("../lib.ts")\n' +
        "const loose: number = null\nconsole.log(one + same + other.one + loose)",
    );
    const path = join(scratch, "books", "a.ipynb"), elsewhere = join(tmpdir(), "a.ipynb");
    const found = await checkCells([{ path, document }, { path: elsewhere, document }], { deno: DENO! });
    expect(found.get(path)).toEqual([]);
    // No configuration, so no layout to keep.
    expect(found.get(elsewhere)!.map(({ rule }) => rule)).toEqual(["TS2307", "TS2307", "TS2322"]);
    expect(readdirSync(join(scratch, "books"))).toEqual([]);
  });

  test("checkCells() does not pass a notebook in another language", async () => {
    const python = { ...notebook("print(1)"), metadata: { kernelspec: { language: "python" } } };
    expect(await texts(python)).toEqual([[
      'language Cannot check cells in the language "python": "typescript" is needed',
    ]]);
  });
});
