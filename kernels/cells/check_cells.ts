import { existsSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { loadTypeScript } from "../guard/language/mod.ts";
import { foreignLanguage } from "../runner/mod.ts";
import { formatProblems } from "./format_problems.ts";
import { hiddenState } from "./hidden_state.ts";
import { lintProblems } from "./lint_problems.ts";
import { type CheckedNotebook, lineOf, type NotebookCells, readNotebookCells } from "./notebook_cells.ts";
import type { CellProblem } from "./problem.ts";
import { typeProblems } from "./type_problems.ts";

/** TypeScript's words for a name that is used before its definition. */
const TOO_EARLY = ["TS2448", "TS2449", "TS2450", "TS2454"];
const UNKNOWN_NAME = ["TS2304", "TS2503", "TS2552", "TS2749", "TS18004"];
const UNUSED = ["TS6133", "TS6192", "TS6196", "TS6198"];
const OF_UNUSED = ["no-unused-vars", "verbatim-module-syntax"];

/**
 * Checks the code of notebooks as the code of modules is checked: types, lint and, where a deno.json says how code is laid
 * out, format, by the configuration that holds for the notebook's folder, and for hidden state. One `deno check`, `deno lint` and `deno fmt` serve all
 * notebooks under one configuration. Nothing is written beside the notebooks.
 *
 * @param notebooks The notebooks and their paths.
 * @param options `deno`: path of the Deno executable.
 * @returns The problems by path, in the order of the cells; an empty list for a notebook without any.
 * @throws {ThermolabError} When Deno cannot be started, or linter or formatter fail.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { problemText } from "./problem.ts";
 * const cell = (source: string) => ({ cell_type: "code" as const, source, metadata: {}, execution_count: null, outputs: [] });
 * const cells = [cell("const count = 1;"), cell('const text: string = "a";\nconst word: string = count;')];
 * const document = { nbformat: 4 as const, nbformat_minor: 4, metadata: {}, cells };
 * const problems = await checkCells([{ path: "a.ipynb", document }], { deno: Deno.execPath() });
 * assert.deepEqual(problems.get("a.ipynb")!.map(problemText), [
 *   "cell 2, line 2: TS2322 Type 'number' is not assignable to type 'string'.",
 * ]);
 * ```
 */
export async function checkCells(
  notebooks: readonly CheckedNotebook[],
  { deno }: { readonly deno: string },
): Promise<Map<string, CellProblem[]>> {
  const ts = await loadTypeScript();
  const foreign = notebooks.filter(({ document }) => foreignLanguage(document) !== null);
  const groups = new Map<string, NotebookCells[]>();
  for (const notebook of notebooks) {
    if (foreign.includes(notebook)) continue;
    const key = JSON.stringify(configurationOf(dirname(resolve(notebook.path))));
    groups.set(key, [...groups.get(key) ?? [], readNotebookCells(ts, notebook)]);
  }
  const checked = await Promise.all(
    [...groups].map(([key, group]) => checkGroup(group, JSON.parse(key) as Configuration, deno)),
  );
  const problems = new Map(checked.flat());
  return new Map(
    notebooks.map((notebook) => [notebook.path, problems.get(notebook.path) ?? [notTypeScript(notebook)]]),
  );
}

/** What holds for a folder. */
interface Configuration {
  readonly flags: readonly string[];
  /** Where the modules are written. */
  readonly place: string;
}

function configurationOf(folder: string): Configuration {
  const config = above(folder, ["deno.json", "deno.jsonc"]);
  if (config !== null) return { flags: ["--config", config], place: tmpdir() };
  // Packages of a package.json are found only from below it.
  return { flags: [], place: above(folder, ["package.json"]) === null ? tmpdir() : folder };
}

function above(folder: string, names: readonly string[]): string | null {
  const found = names.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  return dirname(folder) === folder ? null : above(dirname(folder), names);
}

async function checkGroup(
  group: readonly NotebookCells[],
  { flags, place }: Configuration,
  deno: string,
): Promise<[string, CellProblem[]][]> {
  // Deno names files by their real paths.
  const folder = await realpath(await mkdtemp(join(place, ".thermolab-cells-")));
  try {
    const written = await Promise.all(group.map(async (notebook, index) => {
      // A folder for each: one module's name must not be another's directory listing.
      await mkdir(join(folder, String(index)));
      const file = join(folder, String(index), "cells.ts");
      await writeFile(file, notebook.text);
      return { notebook, file, copy: join(folder, String(index), "cells.ipynb") };
    }));
    const [types, lint, format] = await Promise.all([
      typeProblems(written, deno, flags),
      lintProblems(written, deno, flags),
      // A layout is agreed on by a configuration; a notebook on its own may look as it likes.
      flags.length === 0 ? [] : formatProblems(written, deno, flags),
    ]);
    return group.map((notebook, i) => [
      notebook.path,
      inOrder([...syntaxProblems(notebook), ...merged(notebook, types[i]!, lint[i]!), ...(format[i] ?? [])]),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Types, lint and hidden state, without what one of them only says again. */
function merged(notebook: NotebookCells, types: readonly CellProblem[], lint: readonly CellProblem[]): CellProblem[] {
  const state = hiddenState(notebook);
  const at = (one: CellProblem, others: readonly CellProblem[], rules: readonly string[]): boolean =>
    others.some(({ cell, line, rule }) => cell === one.cell && line === one.line && rules.includes(rule));
  // What a cell that does not parse would define is not missing.
  const lost = new Set(
    notebook.cells.filter(({ syntaxError }) => syntaxError !== null)
      .flatMap(({ definitions }) => definitions.map(({ name }) => name)),
  );
  const isLost = ({ message }: CellProblem): boolean => lost.has(/'([^']*)'/.exec(message)?.[1] ?? "");
  return [
    ...state,
    ...types.filter((one) =>
      !(TOO_EARLY.includes(one.rule) && at(one, state, ["used-before-defined"])) &&
      !(UNKNOWN_NAME.includes(one.rule) && isLost(one))
    ),
    ...lint.filter((one) => !(OF_UNUSED.includes(one.rule) && at(one, types, UNUSED))),
  ];
}

function syntaxProblems({ cells, numbers }: NotebookCells): CellProblem[] {
  return cells.flatMap((cell, index) => {
    if (cell.syntaxError === null) return [];
    const { code, message, start } = cell.syntaxError;
    return [{ cell: numbers[index]!, line: lineOf(cell, start), kind: "syntax" as const, rule: code, message }];
  });
}

function notTypeScript({ document }: CheckedNotebook): CellProblem {
  const language = JSON.stringify(foreignLanguage(document));
  const message = `Cannot check cells in the language ${language}: "typescript" is needed`;
  return { cell: null, line: null, kind: "syntax", rule: "language", message };
}

function inOrder(problems: readonly CellProblem[]): CellProblem[] {
  return [...problems].sort((a, b) => (a.cell ?? 0) - (b.cell ?? 0) || (a.line ?? 0) - (b.line ?? 0));
}
