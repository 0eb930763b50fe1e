import type { Amendment } from "./amendment.ts";
import { checkAmendment } from "./check_amendment.ts";
import { readDataCell } from "./data_cell.ts";

/**
 * The amendment in a notebook cell, read without running the cell. The cell is one statement,
 * `const NAME = amend(AMENDED, { … });`, with imports before it and comments anywhere. What it does to the registration
 * is for {@link findPreregistration}, which knows the cells before it.
 *
 * @param source the cell's source, at most 1 MiB.
 * @throws {InputError} when the cell holds anything else, or an argument that is not pure data, repeats a key or is no
 * {@link Amendment}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => readAmendmentCell("const next = amend(plan, { reason: why });"), /are data/);
 * assert.throws(() => readAmendmentCell('const next = amend(plan, { reason: "" });'), /reason: expected a text/);
 * ```
 */
export function readAmendmentCell(source: string): Amendment {
  return checkAmendment(readDataCell(source, "amend").data);
}
