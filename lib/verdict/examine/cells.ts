import type { Parameters } from "../ledger/ledger.ts";
import type { ParameterValue } from "../registration/preregistration.ts";

/** A parameter and values of it. */
export interface NamedValues {
  readonly name: string;
  readonly values: readonly ParameterValue[];
}

/** The parameters of the cells: those that a scope names with the values it names, and those that only must be there. */
export interface CellNames {
  readonly scoped: readonly NamedValues[];
  readonly free: readonly NamedValues[];
}

/** A place of the grid, of which there can be many rows. */
export interface Cell {
  readonly params: Parameters;
  /** The name of the parameter that tells rows of the same cell apart. */
  readonly counter: string;
  /** The free parameters of the row with this index; they run through all their combinations. */
  more(index: number): Parameters;
}

const MOST_CELLS = 2048;

/**
 * Cells with every combination of the scoped values and of one other value each. Where these are too many, every value
 * still comes up, but not every combination.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = cellsOf({ scoped: [{ name: "m", values: [4, 6] }], free: [] });
 * assert.deepEqual(cells.map((cell) => cell.params), [{ m: 4 }, { m: 6 }, { m: 7 }]);
 * ```
 */
export function cellsOf({ scoped, free }: CellNames): readonly Cell[] {
  const taken = new Set([...scoped, ...free].map(({ name }) => name));
  let counter = "row";
  while (taken.has(counter)) counter += "-";
  const axes = scoped.map(({ name, values }) => ({ name, values: [...values, valueBeside(values)] }));
  const total = axes.reduce((product, { values }) => product * values.length, 1);
  const more = (index: number): Parameters => {
    let rest = index;
    return Object.fromEntries(free.map(({ name, values }) => {
      const value = values[rest % values.length]!;
      rest = Math.floor(rest / values.length);
      return [name, value];
    }));
  };
  const stride = total <= MOST_CELLS ? 1 : strideOf(total);
  return Array.from({ length: Math.min(total, MOST_CELLS) }, (_, i) => {
    let rest = (i * stride) % total;
    const params = Object.fromEntries(axes.map(({ name, values }) => {
      const value = values[rest % values.length]!;
      rest = Math.floor(rest / values.length);
      return [name, value];
    }));
    return { params, counter, more };
  });
}

/** A value that is not among these. */
function valueBeside(values: readonly ParameterValue[]): ParameterValue {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length > 0) return Math.max(...numbers) + 1;
  const texts = values.filter((value) => typeof value === "string");
  if (texts.length > 0) return `${texts.join("-")}-other`;
  return values.length === 1 ? !values[0] : "other";
}

/** A stride that has no factor in common with the total, so that it visits every combination before it repeats one. */
function strideOf(total: number): number {
  const factor = (a: number, b: number): number => b === 0 ? a : factor(b, a % b);
  let stride = Math.floor(total * 0.6180339887498949);
  while (factor(stride, total) !== 1) stride++;
  return stride;
}
