import { InputError } from "../../errors.ts";

/** Steps from where truncation rules to where rounding does, for a quantity of scale 1 along a direction of scale 1. */
const STEPS: readonly number[] = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

/** How a derivative compares with central differences. */
export interface DifferenceError {
  /** |difference − slope|/max(|difference|, |slope|) at the best step; 0 where both are 0. */
  readonly error: number;
  /** The step where they are nearest. */
  readonly step: number;
}

/**
 * Relative error of a directional derivative against central differences (f(h) − f(−h))/2h, at the best of several steps, as
 * experiments 8, 9 and 11 read it. A wrong derivative stays wrong at every step.
 *
 * @throws {InputError} when there are no steps, or one is not positive
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.ok(differenceError(Math.exp, 1).error < 1e-9);
 * assert.ok(differenceError(Math.exp, 1.01).error > 0.009);
 * ```
 */
export function differenceError(
  at: (step: number) => number,
  slope: number,
  steps: readonly number[] = STEPS,
): DifferenceError {
  if (steps.length === 0 || steps.some((step) => !(step > 0))) {
    throw new InputError(`Cannot take differences at the steps [${steps.join(", ")}]: give positive ones`);
  }
  let best: DifferenceError = { error: Infinity, step: steps[0]! };
  for (const step of steps) {
    const difference = (at(step) - at(-step)) / (2 * step), size = Math.max(Math.abs(difference), Math.abs(slope));
    const error = size === 0 ? 0 : Math.abs(difference - slope) / size;
    if (error < best.error) best = { error, step };
  }
  return best;
}
