/** One thing that is wrong with a cell. */
export interface CellProblem {
  /** The cell's number, counted from 1 over all cells; `null` for what concerns the whole notebook. */
  readonly cell: number | null;
  /** The line in the cell, counted from 1. */
  readonly line: number | null;
  readonly kind: "syntax" | "type" | "lint" | "format" | "state";
  /** Such as `TS2322`, `no-explicit-any` or `used-before-defined`. */
  readonly rule: string;
  readonly message: string;
}

/**
 * A problem in one line.
 *
 * @param problem The problem.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const text = problemText({ cell: 4, line: 3, kind: "lint", rule: "no-var", message: "`var` is not allowed" });
 * assert.equal(text, "cell 4, line 3: no-var `var` is not allowed");
 * ```
 */
export function problemText({ cell, line, rule, message }: CellProblem): string {
  const place = [cell === null ? [] : `cell ${cell}`, line === null ? [] : `line ${line}`].flat().join(", ");
  return `${place === "" ? "" : `${place}: `}${rule} ${message}`;
}
