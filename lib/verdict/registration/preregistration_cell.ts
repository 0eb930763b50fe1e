import { readDataCell } from "./data_cell.ts";
import { checkPreregistration } from "./preregister.ts";
import type { Preregistration } from "./preregistration.ts";

/**
 * The pre-registration in a notebook cell, read without running the cell. The cell is one statement,
 * `const NAME = preregister({ … });`, with imports before it and comments anywhere.
 *
 * @param source the cell's source, at most 1 MiB.
 * @throws {InputError} when the cell holds anything else, or an argument that is not pure data or repeats a key, or data
 * that {@link preregister} refuses.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => readPreregistrationCell("const plan = preregister({ seeds: { a: seed } });"), /are data/);
 * assert.throws(() => readPreregistrationCell("const plan = preregister({ schemaVersion: 1 });"), /question: missing/);
 * ```
 */
export function readPreregistrationCell(source: string): Preregistration {
  return checkPreregistration(readDataCell(source, "preregister").data);
}
