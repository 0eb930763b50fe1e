import type { CellError } from "./cell_error.ts";
import type { Finding } from "./inside.ts";

/**
 * How a finding is shown in a notebook: as an error, since nobody else will tell.
 *
 * @param finding The finding; its cell's label is the execution count.
 * @returns The error.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const stack = "TypeError: lost\n    at <anonymous>:1:1";
 * const error = findingError({ kind: "rejection", cell: 3, name: "TypeError", message: "lost", stack });
 * assert.deepEqual([error.name, error.message], ["TypeError", "lost"]);
 * assert.equal(error.traceback[0], "Unhandled rejection of cell [3]:");
 * ```
 */
export function findingError(finding: Finding): CellError {
  const { kind, cell, name, message, stack } = finding;
  // The report of a failed test has been shown as it was printed.
  if (kind === "test") return { name, message, traceback: [`${name}: ${message}`] };
  const what = kind === "rejection" ? "Unhandled rejection" : "Unhandled exception in a callback";
  const lines = stack === "" ? [`${name}: ${message}`] : stack.split("\n");
  return { name, message, traceback: [`${what}${cell === null ? "" : ` of cell [${cell}]`}:`, ...lines] };
}
