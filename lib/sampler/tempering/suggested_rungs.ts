import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import { checkLadder } from "./ladder.ts";

/**
 * How many rungs a non-reversible ladder should have where replicas are dear: 1 + ⌈2Λ⌉, at which each pair rejects about every
 * second exchange.
 *
 * Source: S. Syed et al., J. R. Stat. Soc. B 84, 321 (2022).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([suggestedRungs(0), suggestedRungs(3.2)], [2, 8]);
 * ```
 */
export function suggestedRungs(barrier: number): number {
  checkNumber(barrier, "barrier", barrier >= 0, "a number that is at least 0");
  return Math.max(2, 1 + Math.ceil(2 * barrier));
}

/**
 * The best rate of round trips per round and ladder that non-reversible exchanges can have as rungs are added, 1/(2 + 2Λ).
 *
 * Source: S. Syed et al. (2022).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(bestRoundTripRate(1.5), 0.2);
 * ```
 */
export function bestRoundTripRate(barrier: number): number {
  return 1 / (2 + 2 * checkNumber(barrier, "barrier", barrier >= 0, "a number that is at least 0"));
}

/**
 * The rate of round trips of non-reversible exchanges on a ladder with these rejection rates, 1/(2 + 2·Σ r/(1 − r)), where every rung
 * forgets its state between exchanges. 0 where a pair always rejects.
 *
 * Source: S. Syed et al. (2022).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(roundTripRate([0.5, 0.5]), 1 / 6);
 * ```
 */
export function roundTripRate(rejections: ArrayLike<number>): number {
  let sum = 0;
  for (let e = 0; e < rejections.length; e++) {
    const rate = rejections[e]!;
    checkNumber(rate, `rejections[${e}]`, rate >= 0 && rate <= 1, "a rate from 0 to 1");
    sum += rate / (1 - rate);
  }
  return 1 / (2 + 2 * sum);
}

/**
 * R*, the rungs of a ladder whose pairs all accept with probability `acceptance` if energies are Gaussian: 1 + round(β ∫ √C dα / δ), C = Var(E) on
 * the rung α, erfc(δ/2) = acceptance (0.234 gives δ = 1.683). The integral is the trapezoidal sum over the given rungs.
 *
 * Source: acceptance of Gaussian energies as in D. A. Kofke, J. Chem. Phys. 117, 6911 (2002).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * // √C = 100 all along: 100/1.683 pairs.
 * assert.equal(equalAcceptanceRungs([0, 0.5, 1], [1e4, 1e4, 1e4], 1), 60);
 * ```
 */
export function equalAcceptanceRungs(
  ladder: ArrayLike<number>,
  energyVariances: ArrayLike<number>,
  beta: number,
  acceptance = 0.234,
): number {
  const rungs = checkLadder(ladder);
  checkNumber(beta, "beta", beta >= 0, "a number that is at least 0");
  checkNumber(acceptance, "acceptance", acceptance > 0 && acceptance < 1, "a number between 0 and 1");
  if (energyVariances.length !== rungs.length) {
    throw new InputError(
      `Cannot count the rungs: energyVariances has ${energyVariances.length} entries; give one for each of the ${rungs.length} rungs`,
    );
  }
  let length = 0;
  for (let r = 0; r < rungs.length; r++) {
    const variance = energyVariances[r]!;
    checkNumber(variance, `energyVariances[${r}]`, variance >= 0, "a number that is at least 0");
    if (r > 0) {
      length += (rungs[r]! - rungs[r - 1]!) * (Math.sqrt(variance) + Math.sqrt(energyVariances[r - 1]!)) / 2;
    }
  }
  return 1 + Math.round(beta * length / acceptanceDistance(acceptance));
}

/**
 * δ with erfc(δ/2) = acceptance.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(acceptanceDistance(0.234).toFixed(3), "1.683");
 * ```
 */
export function acceptanceDistance(acceptance: number): number {
  return -Math.SQRT2 * normalQuantile(acceptance / 2, 0, 1);
}

function checkNumber(value: number, what: string, fits: boolean, wanted: string): number {
  if (fits && Number.isFinite(value)) return value;
  throw new InputError(`Cannot count the rungs: ${what} is ${describeValue(value)}; give ${wanted}`);
}
