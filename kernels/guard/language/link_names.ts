import type { CellDefinition, CellNames, CellUse } from "./cell_names.ts";

/** A definition, and the place of its cell in the list. */
export interface LinkedDefinition extends CellDefinition {
  readonly cell: number;
  /** The cell that next defines the name again, `null` when none does. */
  readonly redefinedIn: number | null;
}

/** A use, the place of its cell, and the definition that it means. */
export interface LinkedUse extends CellUse {
  readonly cell: number;
  /** `null` for a name that no cell defines. */
  readonly definition: LinkedDefinition | null;
}

/** The names of all cells of a notebook, with what they mean. */
export interface LinkedNames {
  readonly definitions: readonly LinkedDefinition[];
  readonly uses: readonly LinkedUse[];
}

/**
 * Finds the definition behind each use when the cells run from top to bottom: that of the cell itself, else the newest
 * one above, else the first one below, which then comes too late. A name may be defined again in a later cell.
 *
 * @param cells The names of the cells, in order.
 * @returns All definitions and uses.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readCellNames } from "./cell_names.ts";
 * import { loadTypeScript } from "./typescript.ts";
 * const cells = readCellNames(await loadTypeScript(), ["let x = 1", "x", "let x = 2", "x"]);
 * assert.deepEqual(linkNames(cells).uses.map(({ cell, definition }) => [cell, definition?.cell]), [[1, 0], [3, 2]]);
 * ```
 */
export function linkNames(cells: readonly CellNames[]): LinkedNames {
  const byName = new Map<string, LinkedDefinition[]>();
  for (let cell = cells.length - 1; cell >= 0; cell--) {
    for (const definition of cells[cell]!.definitions) {
      const later = byName.get(definition.name) ?? [];
      const next = later.find(({ meaning }) => (meaning & definition.meaning) !== 0);
      byName.set(definition.name, [{ ...definition, cell, redefinedIn: next?.cell ?? null }, ...later]);
    }
  }
  const meant = (use: CellUse, cell: number): LinkedDefinition | null => {
    const candidates = byName.get(use.name)?.filter(({ meaning }) => (meaning & use.meaning) !== 0) ?? [];
    return candidates.findLast((definition) => use.own ? definition.cell === cell : definition.cell < cell) ??
      candidates.find((definition) => definition.cell > cell) ?? null;
  };
  return {
    definitions: [...byName.values()].flat().sort((a, b) => a.cell - b.cell),
    uses: cells.flatMap((names, cell) => names.uses.map((use) => ({ ...use, cell, definition: meant(use, cell) }))),
  };
}
