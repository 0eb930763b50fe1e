import { InputError } from "../../errors.ts";
import type { Parameters } from "../ledger/ledger.ts";
import { NAME, parameter } from "../data/names.ts";
import { rowId } from "../ledger/row_id.ts";
import * as is from "../data/shape.ts";

const shape = is.recordOf(parameter, NAME);

/**
 * The identity of a cell of the grid, made from its parameters as a row's is.
 *
 * @throws {InputError} when the parameters are not names with a text, a number or a boolean each.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(cellId({ window: 100, beta: 0.5 }), "cell(beta=0.5, window=100)");
 * assert.throws(() => cellId({ window: NaN }), /window/);
 * ```
 */
export function cellId(params: Parameters): string {
  const problems = is.problemsOf(shape, params);
  if (problems !== null) throw new InputError(`Opening a cell of the grid failed: ${problems}`);
  return rowId("cell", params);
}
