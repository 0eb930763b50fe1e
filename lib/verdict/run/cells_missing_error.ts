import { ThermolabError } from "../../errors.ts";

/**
 * A pass of a sweep has come to where cells of the grid are needed that other processes make. It ends there, and a later pass
 * goes on.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(new CellsMissingError("Reading the rows stopped").name, "CellsMissingError");
 * ```
 */
export class CellsMissingError extends ThermolabError {
  override name = "CellsMissingError";
}
