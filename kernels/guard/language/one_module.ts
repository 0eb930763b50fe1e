import type { CellNames, NamePlace } from "./cell_names.ts";
import { type LinkedDefinition, type LinkedNames, linkNames } from "./link_names.ts";

/** A replacement in one cell's source, in UTF-16 units. */
export interface CellEdit {
  readonly cell: number;
  readonly start: number;
  readonly length: number;
  readonly text: string;
}

/** All cells of a notebook as one module. */
export interface OneModule {
  readonly text: string;
  /** The line of the text, counted from 0, at which each cell begins. */
  readonly firstLines: readonly number[];
  /** The names that the module defines, as it names them, imports left out. */
  readonly defined: readonly string[];
}

/**
 * Joins cells into one module. What the kernel allows and a module does not, a name that a later cell defines again, is
 * made legal: the newest definition keeps the name, and the older ones get another, in {@linkcode plainNames}'s form.
 * A cell that does not parse is left out. Lines stay lines.
 *
 * @param cells The names of the cells, in order.
 * @param edit Further replacements, such as other module specifiers.
 * @param names The names, linked, where that has been done already.
 * @returns The module and where each cell begins in it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readCellNames } from "./cell_names.ts";
 * import { loadTypeScript } from "./typescript.ts";
 * const cells = readCellNames(await loadTypeScript(), ["const x = 1", "f({ x })", "const x = `a\n`", "x"]);
 * const { text, firstLines } = oneModule(cells);
 * assert.equal(text, "const x$cell1 = 1\n;\nf({ x: x$cell1 })\n;\nconst x = `a\n`\n;\nx\n;\n");
 * assert.deepEqual(firstLines, [0, 2, 4, 7]);
 * ```
 */
export function oneModule(
  cells: readonly CellNames[],
  edit: (cell: CellNames, index: number) => readonly CellEdit[] = () => [],
  names: LinkedNames = linkNames(cells),
): OneModule {
  const edits = [...renamings(names), ...cells.flatMap(edit)];
  let text = "";
  let line = 0;
  const firstLines = cells.map((cell, index) => {
    const first = line;
    const source = cell.syntaxError === null ? edited(cell.source, edits.filter((one) => one.cell === index)) : "";
    // The next cell may begin with what would continue an unfinished statement.
    text += `${source}\n;\n`;
    line += source.split("\n").length + 1;
    return first;
  });
  const defined = names.definitions.filter(({ isImport, cell }) => !isImport && cells[cell]?.syntaxError === null);
  return { text, firstLines, defined: defined.map(moduleName) };
}

/**
 * Takes the marks off the names in a text about {@linkcode oneModule}'s module.
 *
 * @param text Such as a compiler's message.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(plainNames("Cannot redeclare 'x$cell12'"), "Cannot redeclare 'x'");
 * ```
 */
export function plainNames(text: string): string {
  return text.replace(/\$cell\d+\b/g, "");
}

function moduleName({ name, cell, redefinedIn }: LinkedDefinition): string {
  return redefinedIn === null ? name : `${name}$cell${cell + 1}`;
}

function renamings({ definitions, uses }: LinkedNames): CellEdit[] {
  return [
    ...definitions.filter(({ redefinedIn }) => redefinedIn !== null).flatMap((definition) =>
      definition.places.map((place) => renaming(place, definition.cell, moduleName(definition)))
    ),
    ...uses.flatMap((use) =>
      use.definition === null || use.definition.redefinedIn === null
        ? []
        : [renaming(use, use.cell, moduleName(use.definition))]
    ),
  ];
}

function renaming({ name, start, form }: NamePlace, cell: number, to: string): CellEdit {
  const text = { plain: to, property: `${name}: ${to}`, import: `${name} as ${to}`, export: `${to} as ${name}` }[form];
  return { cell, start, length: name.length, text };
}

function edited(source: string, edits: readonly CellEdit[]): string {
  let text = "", from = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    text += source.slice(from, edit.start) + edit.text;
    from = edit.start + edit.length;
  }
  return text + source.slice(from);
}
