import { InputError } from "../../errors.ts";

/**
 * A marker of a markdown cell cannot be used: it is not closed, or names nothing that the ledger has.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const error = new InterpolationError(3, 'the marker "P4" is not closed');
 * assert.equal(error.message, 'Interpolating the numbers of cell 4 failed: the marker "P4" is not closed');
 * ```
 */
export class InterpolationError extends InputError {
  override name = "InterpolationError";
  /** Index of the cell among all cells, from 0. */
  readonly cell: number;

  constructor(cell: number, problem: string) {
    super(`Interpolating the numbers of cell ${cell + 1} failed: ${problem}`);
    this.cell = cell;
  }
}
