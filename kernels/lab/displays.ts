import type { Ledger } from "../../lib/verdict/mod.ts";
import type { NotebookDocument } from "../runner/mod.ts";

/**
 * How many displays and results each code cell shows; printed text is not among them.
 *
 * @param document An executed notebook.
 * @returns One entry per code cell, cells counted from 0 over all cells.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const output = { output_type: "display_data" as const, data: { "text/plain": "a" }, metadata: {} };
 * const cells = [
 *   { cell_type: "markdown" as const, metadata: {}, source: "# A" },
 *   { cell_type: "code" as const, metadata: {}, source: "a", execution_count: 1, outputs: [output] },
 * ];
 * const document = { nbformat: 4 as const, nbformat_minor: 4, metadata: {}, cells };
 * assert.deepEqual(displaysPerCell(document), [{ cell: 1, count: 1 }]);
 * ```
 */
export function displaysPerCell(document: NotebookDocument): Ledger["displays"] {
  return document.cells.flatMap((cell, index) => {
    if (cell.cell_type !== "code") return [];
    const shown = cell.outputs.filter(({ output_type: type }) => type === "display_data" || type === "execute_result");
    return [{ cell: index, count: shown.length }];
  });
}
