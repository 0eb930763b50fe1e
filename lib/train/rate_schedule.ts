import { InputError } from "../errors.ts";

/** What the learning rate is multiplied by at an update; `done` updates came before it. */
export type RateSchedule = (done: number) => number;

/**
 * A learning rate that stays.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(constantRate(1000), 1);
 * ```
 */
export const constantRate: RateSchedule = () => 1;

/**
 * A learning rate that falls along half a cosine from 1 to `floor` within `updates` updates and stays there: with t = min(done, updates),
 * floor + (1 − floor)(1 + cos(πt/updates))/2 (I. Loshchilov and F. Hutter 2017, eq. 5, without restarts). Give the number of epochs times
 * the updates of one.
 *
 * @throws {InputError} when `updates` is not positive, or `floor` is not in [0, 1]
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rate = cosineRate(100, 0.2);
 * assert.deepEqual([rate(0), rate(100), rate(1000)], [1, 0.2, 0.2]);
 * assert.ok(Math.abs(rate(50) - 0.6) < 1e-15);
 * ```
 */
export function cosineRate(updates: number, floor: number): RateSchedule {
  if (!(updates > 0 && Number.isFinite(updates))) {
    throw new InputError(`Cannot let a learning rate fall within ${updates} updates: give a positive number`);
  }
  if (!(floor >= 0 && floor <= 1)) {
    throw new InputError(`Cannot let a learning rate fall to ${floor} of itself: give a number from 0 to 1`);
  }
  return (done) => done >= updates ? floor : floor + (1 - floor) * (1 + Math.cos(Math.PI * done / updates)) / 2;
}
