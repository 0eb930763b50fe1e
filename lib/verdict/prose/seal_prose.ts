import { InterpolationError } from "./interpolation_error.ts";
import { proseBlocks } from "./prose_blocks.ts";
import type { ProseDocument } from "./prose_document.ts";
import type { SealedNumber } from "../ledger/ledger.ts";

/**
 * Every number of a notebook's prose, value and place: of its markdown cells and of the Markdown that its code cells
 * display. The ledger keeps the list, and `lab check` compares. A cell whose figures were published elsewhere names the
 * place in its metadata, `{"thermolab": {"source": "…"}}`.
 *
 * @param document An executed notebook (nbformat 4), its values interpolated.
 * @throws {InterpolationError} when a marker is not closed; it names the cell.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cell = { cell_type: "markdown", source: "Published: 0.648", metadata: { thermolab: { source: "exp 5, table 1" } } };
 * assert.deepEqual(sealProse({ cells: [cell] }), [
 *   { cell: 0, output: null, index: 0, text: "0.648", source: "exp 5, table 1", row: null },
 * ]);
 * ```
 */
export function sealProse(document: ProseDocument): SealedNumber[] {
  return proseBlocks(document).flatMap(({ cell, output, source, numbers, faults }) => {
    if (faults.length > 0) throw new InterpolationError(cell, faults[0]!);
    return numbers.map(({ index, text, interpolation }) => {
      return { cell, output, index, text, source, row: interpolation?.expression ?? null };
    });
  });
}
