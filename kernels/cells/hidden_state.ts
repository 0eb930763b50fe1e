import { VALUE } from "../guard/language/mod.ts";
import { lineOf, type NotebookCells } from "./notebook_cells.ts";
import type { CellProblem } from "./problem.ts";

/**
 * What makes a notebook say another thing than its cells do when they run from top to bottom: a name that is used above
 * the cell that defines it, a definition that another replaces before anything has used it.
 *
 * @param notebook The notebook's code.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { loadTypeScript } from "../guard/language/mod.ts";
 * import { readNotebookCells } from "./notebook_cells.ts";
 * const cell = (source: string) => ({ cell_type: "code" as const, source, metadata: {}, execution_count: null, outputs: [] });
 * const document = { nbformat: 4 as const, nbformat_minor: 4, metadata: {}, cells: [cell("a + 1"), cell("const a = 1")] };
 * const [problem] = hiddenState(readNotebookCells(await loadTypeScript(), { path: "a.ipynb", document }));
 * assert.equal(problem!.message, "`a` is used before cell 2 defines it; move the definition up");
 * ```
 */
export function hiddenState(notebook: NotebookCells): CellProblem[] {
  return [...usedTooEarly(notebook), ...neverUsed(notebook)];
}

function usedTooEarly({ names, cells, numbers }: NotebookCells): CellProblem[] {
  const found = new Map<string, CellProblem>();
  for (const { name, cell, start, immediate, definition } of names.uses) {
    if (definition === null || definition.cell <= cell || !immediate || found.has(`${cell} ${name}`)) continue;
    found.set(`${cell} ${name}`, {
      cell: numbers[cell]!,
      line: lineOf(cells[cell]!, start),
      kind: "state",
      rule: "used-before-defined",
      message: `\`${name}\` is used before cell ${numbers[definition.cell]} defines it; move the definition up`,
    });
  }
  return [...found.values()];
}

function neverUsed({ names, cells, numbers }: NotebookCells): CellProblem[] {
  const used = new Set(names.uses.filter(({ reads }) => reads).map(({ definition }) => definition));
  return names.definitions.flatMap((definition) => {
    const { name, cell, meaning, isImport, redefinedIn } = definition;
    // An import that nothing uses is reported as that; a cell that does not parse says nothing about use.
    if (redefinedIn === null || isImport || (meaning & VALUE) === 0 || used.has(definition)) return [];
    if (cells.slice(cell, redefinedIn + 1).some(({ syntaxError }) => syntaxError !== null)) return [];
    const again = cells[redefinedIn]!;
    const place = again.definitions.find((other) => other.name === name)!.places[0]!;
    return [{
      cell: numbers[redefinedIn]!,
      line: lineOf(again, place.start),
      kind: "state" as const,
      rule: "unused-redefinition",
      message: `\`${name}\` is defined again and nothing has used its definition in cell ${
        numbers[cell]
      }; remove one, or rename it`,
    }];
  });
}
