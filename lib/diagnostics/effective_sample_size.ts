import { InputError } from "../errors.ts";
import { describeValue } from "../random/check.ts";
import { checkDraws } from "./draws.ts";
import type { Draws } from "./draws.ts";
import { effectiveSize } from "./effective_size.ts";
import { mapDraws, meanOf, rankNormal, sortedDraws, sortedQuantile, splitChains } from "./rank_normal.ts";

/** What the sample size is effective for; "identity" is the unsplit, unranked one. */
export type EssMethod = "bulk" | "tail" | "mean" | "sd" | "median" | "identity";

/** The probability of a quantile as a number in (0, 1); anything else is an InputError. */
export function checkProbability(probability: unknown, action: string): number {
  if (typeof probability === "number" && probability > 0 && probability < 1) return probability;
  throw new InputError(`${action}: probability is ${describeValue(probability)}; give a number between 0 and 1`);
}

/**
 * The effective sample size of one observable over all chains, by ArviZ's and posterior's definitions (Vehtari et al. 2021):
 * "bulk" of the rank-normalised split draws, "tail" the smaller of those of the 5 % and 95 % quantiles, "mean" and "sd" of the
 * draws and their squared distances to the mean, "median" of the 50 % quantile. At most n·log10(n). Fewer than four draws are an
 * InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createStream } from "../random/stream.ts";
 * const stream = createStream(1, "test");
 * const chain = () => Float64Array.from({ length: 500 }, () => stream.gaussian());
 * const ess = effectiveSampleSize([chain(), chain()]);
 * assert.ok(ess > 500 && ess < 2000);
 * ```
 */
export function effectiveSampleSize(draws: Draws, method: EssMethod = "bulk"): number {
  checkDraws(draws, "Cannot compute an effective sample size", 4);
  switch (method) {
    case "bulk":
      return effectiveSize(rankNormal(splitChains(draws)));
    case "tail":
      return Math.min(quantileSampleSize(draws, 0.05), quantileSampleSize(draws, 0.95));
    case "mean":
      return effectiveSize(splitChains(draws));
    case "sd":
      return effectiveSize(splitChains(squaredDistances(draws)));
    case "median":
      return quantileSampleSize(draws, 0.5);
    case "identity":
      return effectiveSize(draws);
    default:
      throw new InputError(
        `Cannot compute an effective sample size: method is ${
          describeValue(method)
        }; give "bulk", "tail", "mean", "sd", "median" or "identity"`,
      );
  }
}

/**
 * The effective sample size of a quantile: that of the indicator x ≤ quantile on split chains (Vehtari et al. 2021, §4.3).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const draws = [Float64Array.from({ length: 200 }, (_, t) => Math.floor(t / 50))];
 * assert.ok(quantileSampleSize(draws, 0.5) < 10);
 * ```
 */
export function quantileSampleSize(draws: Draws, probability: number): number {
  const action = "Cannot compute an effective sample size";
  checkDraws(draws, action, 4);
  const quantile = sortedQuantile(sortedDraws(draws), checkProbability(probability, action));
  return effectiveSize(splitChains(mapDraws(draws, (value) => value <= quantile ? 1 : 0)));
}

/** (x − mean)². */
export function squaredDistances(draws: Draws): Float64Array[] {
  const mean = meanOf(draws);
  return mapDraws(draws, (value) => (value - mean) ** 2);
}
