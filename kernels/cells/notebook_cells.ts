import {
  type CellEdit,
  type CellNames,
  type LinkedNames,
  linkNames,
  oneModule,
  readCellNames,
  type TypeScript,
} from "../guard/language/mod.ts";
import { joinLines, type NotebookDocument } from "../runner/mod.ts";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

/** A notebook that is to be checked. */
export interface CheckedNotebook {
  /** Its file's path: imports are resolved against the file's folder. */
  readonly path: string;
  readonly document: NotebookDocument;
}

/** The code of a notebook, read. */
export interface NotebookCells {
  readonly path: string;
  /** The number of each code cell, counted from 1 over all cells. */
  readonly numbers: readonly number[];
  readonly cells: readonly CellNames[];
  readonly names: LinkedNames;
  /** All cells as one module, which finds its imports from anywhere and exports what the cells define. */
  readonly text: string;
  /** The cell and line of a line of the text, both counted from 1; `null` for lines that no cell has. */
  placeOf(line: number): { readonly cell: number; readonly line: number } | null;
}

/**
 * Reads the code cells of a notebook.
 *
 * @param ts TypeScript.
 * @param notebook The notebook and its path.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { loadTypeScript } from "../guard/language/mod.ts";
 * const cell = (source: string) => ({ cell_type: "code" as const, source, metadata: {}, execution_count: null, outputs: [] });
 * const document = { nbformat: 4 as const, nbformat_minor: 4, metadata: {}, cells: [cell("const a = 1"), cell("\na")] };
 * const cells = readNotebookCells(await loadTypeScript(), { path: "a.ipynb", document });
 * assert.equal(cells.text, "const a = 1\n;\n\na\n;\nexport { a };\n");
 * assert.deepEqual(cells.placeOf(4), { cell: 2, line: 2 });
 * ```
 */
export function readNotebookCells(ts: TypeScript, { path, document }: CheckedNotebook): NotebookCells {
  const code = document.cells.flatMap((cell, index) => cell.cell_type === "code" ? [{ cell, number: index + 1 }] : []);
  const cells = readCellNames(ts, code.map(({ cell }) => joinLines(cell.source)));
  const names = linkNames(cells);
  const { text, firstLines, defined } = oneModule(cells, (cell, index) => absoluteImports(cell, index, path), names);
  // Exported, a name that the notebook only shows or keeps for its reader counts as used.
  const exported = `export { ${[...new Set(defined)].join(", ")} };\n`;
  return {
    path,
    numbers: code.map(({ number }) => number),
    cells,
    names,
    text: text + exported,
    placeOf(line) {
      const index = firstLines.findLastIndex((first) => first < line);
      const within = line - (firstLines[index] ?? 0);
      const inCell = index >= 0 && within <= cells[index]!.source.split("\n").length;
      return inCell ? { cell: code[index]!.number, line: within } : null;
    },
  };
}

/** The module is written elsewhere, so that nothing is left beside the notebook. */
function absoluteImports({ specifiers }: CellNames, cell: number, path: string): CellEdit[] {
  const from = pathToFileURL(resolve(path));
  return specifiers.filter(({ text }) => /^\.{0,2}\//.test(text)).map(({ text, start }) => ({
    cell,
    start,
    length: text.length,
    text: new URL(text, from).href,
  }));
}

/**
 * The line of a cell's source, counted from 1.
 *
 * @param cell The cell.
 * @param start A place in it, in UTF-16 units.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(lineOf({ source: "a\nb" }, 2), 2);
 * ```
 */
export function lineOf({ source }: Pick<CellNames, "source">, start: number): number {
  return source.slice(0, start).split("\n").length;
}
