import { InputError } from "../../errors.ts";
import { checkInteger, describeValue } from "../../random/check.ts";
import { checkLadder, RUNG_LIMIT } from "./ladder.ts";
import { monotoneCurve } from "./monotone_curve.ts";

/** How hard it is for a replica to get from the hottest rung to any other. */
export interface CommunicationBarrier {
  /** Λ, from the hottest rung to the coldest. */
  readonly total: number;
  /** Λ from the hottest rung to a multiple of the model's inverse temperature. */
  readonly at: (rung: number) => number;
  /** The slope of `at`, the local barrier λ, as a difference over a small step. */
  readonly slope: (rung: number) => number;
}

/**
 * The communication barrier along a ladder from the rejection rates of its pairs: their running sum at the rungs, a monotone cubic in
 * between. Rates outside of [0, 1] and a wrong number of them are InputErrors.
 *
 * Source: S. Syed et al., J. R. Stat. Soc. B 84, 321 (2022).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const barrier = communicationBarrier([0, 0.5, 1], [0.25, 0.5]);
 * assert.deepEqual([barrier.total, barrier.at(0.5), barrier.at(0)], [0.75, 0.25, 0]);
 * ```
 */
export function communicationBarrier(ladder: ArrayLike<number>, rejections: ArrayLike<number>): CommunicationBarrier {
  const action = "Cannot draw the communication barrier";
  const rungs = checkLadder(ladder), sums = new Float64Array(rungs.length);
  if (rejections.length !== rungs.length - 1) {
    throw new InputError(
      `${action}: rejections has ${rejections.length} entries; give one for each of the ${rungs.length - 1} pairs`,
    );
  }
  for (let e = 0; e < rejections.length; e++) {
    const rate = rejections[e]!;
    if (!(rate >= 0 && rate <= 1)) {
      throw new InputError(`${action}: rejections[${e}] is ${describeValue(rate)}; give rates from 0 to 1`);
    }
    sums[e + 1] = sums[e]! + rate;
  }
  const at = monotoneCurve(rungs, sums), span = rungs.at(-1)! - rungs[0]!, step = span * 2 ** -20;
  return {
    total: sums.at(-1)!,
    at,
    slope: (rung) => {
      const low = Math.max(rungs[0]!, rung - step), high = Math.min(rungs.at(-1)!, rung + step);
      return high > low ? (at(high) - at(low)) / (high - low) : 0;
    },
  };
}

/**
 * The ladder with the same ends, and `rungs` rungs (default: as many), on which every pair should have the same rejection rate: rungs at
 * equal shares of the barrier. Without any rejections it is linear.
 *
 * Source: S. Syed et al. (2022).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const ladder = equalisedLadder([0, 0.5, 1], [0.6, 0.2]);
 * assert.deepEqual([ladder[0], ladder[2]], [0, 1]);
 * assert.ok(ladder[1]! < 0.5);
 * ```
 */
export function equalisedLadder(
  ladder: ArrayLike<number>,
  rejections: ArrayLike<number>,
  rungs: number = ladder.length,
): Float64Array {
  checkInteger(rungs, "rungs", "Cannot equalise the ladder", Math.min(2, ladder.length), RUNG_LIMIT);
  const { total, at } = communicationBarrier(ladder, rejections);
  const hottest = ladder[0]!, coldest = ladder[ladder.length - 1]!;
  const equalised = Float64Array.from({ length: rungs }, (_, r) => {
    if (r === 0) return hottest;
    if (r === rungs - 1) return coldest;
    if (total === 0) return hottest + (coldest - hottest) * r / (rungs - 1);
    return solve(at, total * r / (rungs - 1), hottest, coldest);
  });
  return checkLadder(equalised);
}

/** Where a rising curve takes a value between those of `low` and `high`, by bisection: the same bits everywhere. */
function solve(curve: (x: number) => number, value: number, low: number, high: number): number {
  for (let k = 0; k < 100; k++) {
    const middle = low + (high - low) / 2;
    if (curve(middle) < value) low = middle;
    else high = middle;
  }
  return high;
}
