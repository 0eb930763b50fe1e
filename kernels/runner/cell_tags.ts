import { type CodeCell, joinLines } from "./notebook.ts";

/**
 * Whether a cell is tagged as one that may fail, by Jupyter's convention `raises-exception`.
 *
 * @param cell A code cell.
 * @returns Whether the run goes on after its error.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cell = { cell_type: "code" as const, source: "", execution_count: null, outputs: [] };
 * assert.equal(mayFail({ ...cell, metadata: { tags: ["raises-exception"] } }), true);
 * assert.equal(mayFail({ ...cell, metadata: {} }), false);
 * ```
 */
export function mayFail(cell: CodeCell): boolean {
  return isTagged(cell, "raises-exception");
}

/**
 * Whether a cell is tagged as one that is not to run, by nbclient's convention `skip-execution`.
 *
 * @param cell A code cell.
 * @returns Whether it is passed over.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cell = { cell_type: "code" as const, source: "", execution_count: null, outputs: [] };
 * assert.equal(isSkipped({ ...cell, metadata: { tags: ["skip-execution"] } }), true);
 * ```
 */
export function isSkipped(cell: CodeCell): boolean {
  return isTagged(cell, "skip-execution");
}

/**
 * Whether a cell has nothing to run; Jupyter leaves such cells without a count.
 *
 * @param cell A code cell.
 * @returns Whether its source is blank.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cell = { cell_type: "code" as const, metadata: {}, execution_count: null, outputs: [] };
 * assert.equal(isBlank({ ...cell, source: " \n" }), true);
 * ```
 */
export function isBlank(cell: CodeCell): boolean {
  return joinLines(cell.source).trim() === "";
}

function isTagged(cell: CodeCell, tag: string): boolean {
  const tags = cell.metadata["tags"];
  return Array.isArray(tags) && tags.includes(tag);
}
