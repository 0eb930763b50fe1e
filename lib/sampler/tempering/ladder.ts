import { InputError } from "../../errors.ts";
import { checkInteger, describeValue, isList } from "../../random/check.ts";

/** The most rungs of a ladder. */
export const RUNG_LIMIT = 2 ** 12;

/**
 * A copy of a ladder: inverse temperatures as multiples of the model's own, at least 0 and strictly rising, the hottest rung
 * first and the coldest, the one that is sampled for, last. Anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(checkLadder([0.1, 0.5, 1]).length, 3);
 * assert.throws(() => checkLadder([0.1, 0.1]), /ladder\[1\] is 0.1, not above ladder\[0\]/);
 * ```
 */
export function checkLadder(ladder: unknown): Float64Array {
  const action = "Cannot temper";
  if (!isList(ladder) || ladder.length === 0) {
    throw new InputError(`${action}: ladder is ${describeValue(ladder)}; give a list of numbers from hot to cold`);
  }
  if (ladder.length > RUNG_LIMIT) {
    throw new InputError(`${action}: ladder has ${ladder.length} rungs; give at most ${RUNG_LIMIT}`);
  }
  return Float64Array.from({ length: ladder.length }, (_, r) => {
    const value = ladder[r];
    if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
      throw new InputError(`${action}: ladder[${r}] is ${describeValue(value)}; give numbers that are at least 0`);
    }
    if (r > 0 && !(value > (ladder[r - 1] as number))) {
      throw new InputError(
        `${action}: ladder[${r}] is ${value}, not above ladder[${r - 1}]; let it rise from hot to cold`,
      );
    }
    return value;
  });
}

/**
 * `rungs` multiples of the inverse temperature from `hottest` (above 0) to 1, each the same factor above the one before. Rungs
 * other than 2 to 2^12 and a hottest rung outside of (0, 1) are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...geometricLadder(3, 0.25)], [0.25, 0.5, 1]);
 * ```
 */
export function geometricLadder(rungs: number, hottest: number): Float64Array {
  checkEnds(rungs, hottest, hottest > 0);
  return spaced(rungs, hottest, (share) => Math.pow(hottest, 1 - share));
}

/**
 * `rungs` multiples of the inverse temperature from `hottest` (at least 0) to 1, each as far above the one before.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...linearLadder(3, 0.5)], [0.5, 0.75, 1]);
 * ```
 */
export function linearLadder(rungs: number, hottest: number): Float64Array {
  checkEnds(rungs, hottest, hottest >= 0);
  return spaced(rungs, hottest, (share) => hottest + (1 - hottest) * share);
}

function spaced(rungs: number, hottest: number, at: (share: number) => number): Float64Array {
  const ladder = Float64Array.from({ length: rungs }, (_, r) => at(r / (rungs - 1)));
  // The ends are exact, whatever the power function rounds to.
  ladder[0] = hottest;
  ladder[rungs - 1] = 1;
  return checkLadder(ladder);
}

function checkEnds(rungs: number, hottest: number, fits: boolean): void {
  const action = "Cannot space a ladder";
  checkInteger(rungs, "rungs", action, 2, RUNG_LIMIT);
  if (typeof hottest !== "number" || !fits || !(hottest < 1)) {
    throw new InputError(
      `${action}: hottest is ${describeValue(hottest)}; give a number below 1, and above 0 for factors`,
    );
  }
}
