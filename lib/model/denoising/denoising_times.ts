import { InputError } from "../../errors.ts";
import { checkInteger, describeValue } from "../../random/check.ts";

/** How the times of the forward process are spaced: t_i = −ln(1 − i/T), or t_i = i/T. */
export type TimeGridName = "log" | "linear";

/** The largest number of steps of a denoising model. */
export const MAXIMUM_DENOISING_STEPS = 1000;

/**
 * The T + 1 times t_0 = 0 … t_T of a forward process of T steps. The last time of the logarithmic grid is infinite: there the
 * data are forgotten.
 *
 * Source: dtm-replication, commit 7c22d19.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...denoisingTimes(1, "log")], [0, Infinity]);
 * assert.deepEqual([...denoisingTimes(4, "linear")], [0, 0.25, 0.5, 0.75, 1]);
 * ```
 */
export function denoisingTimes(steps: number, grid: TimeGridName): Float64Array {
  const action = "Cannot space the times";
  checkInteger(steps, "steps", action, 1, MAXIMUM_DENOISING_STEPS);
  if (grid !== "log" && grid !== "linear") {
    throw new InputError(`${action}: times is ${describeValue(grid)}; give "log" or "linear"`);
  }
  return Float64Array.from(
    { length: steps + 1 },
    (_, i) => grid === "linear" ? i / steps : i === 0 ? 0 : -Math.log1p(-i / steps),
  );
}
