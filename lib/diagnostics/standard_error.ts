import { betaQuantile } from "./beta_quantile.ts";
import { checkDraws } from "./draws.ts";
import type { Draws } from "./draws.ts";
import { effectiveSize } from "./effective_size.ts";
import { checkProbability, quantileSampleSize, squaredDistances } from "./effective_sample_size.ts";
import { meanOf, sampleVariance, sortedDraws, splitChains } from "./rank_normal.ts";

const ACTION = "Cannot compute a Monte Carlo standard error";

/** Probabilities of a normal law at −1 and +1 standard deviations, with the digits that ArviZ and posterior use. */
const ONE_SIGMA = [0.1586553, 0.8413447] as const;

/**
 * The Monte Carlo standard error of the mean over all chains: sd/√ESS(mean), in the observable's unit.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const draws = [Float64Array.from({ length: 1000 }, (_, t) => Math.sin(t * t))];
 * assert.ok(mcseMean(draws) < 0.05);
 * ```
 */
export function mcseMean(draws: Draws): number {
  checkDraws(draws, ACTION, 4);
  return Math.sqrt(sampleVariance(sortedDraws(draws)) / effectiveSize(splitChains(draws)));
}

/**
 * The Monte Carlo standard error of the standard deviation, by the delta method on the squared distances (ArviZ's `mcse` with
 * method "sd"). NaN for draws that are all equal.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const draws = [Float64Array.from({ length: 1000 }, (_, t) => Math.sin(t * t))];
 * assert.ok(mcseStandardDeviation(draws) > 0 && mcseStandardDeviation(draws) < 0.05);
 * ```
 */
export function mcseStandardDeviation(draws: Draws): number {
  checkDraws(draws, ACTION, 4);
  const squares = squaredDistances(draws), variance = meanOf(squares);
  let fourth = 0;
  for (const chain of squares) fourth += meanOf([chain.map((value) => value * value)]) / squares.length;
  return Math.sqrt((fourth - variance ** 2) / effectiveSize(splitChains(squares)) / variance / 4);
}

/**
 * The Monte Carlo standard error of a quantile (default the median): half the distance between the draws at the one-sigma points
 * of the beta law of the quantile's probability (Vehtari et al. 2021, §4.4). Of two-valued draws it is 0 or half their distance.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const draws = [Float64Array.from({ length: 1000 }, (_, t) => Math.sin(t * t))];
 * assert.ok(mcseQuantile(draws, 0.25) > 0 && mcseQuantile(draws, 0.25) < 0.1);
 * ```
 */
export function mcseQuantile(draws: Draws, probability = 0.5): number {
  checkProbability(probability, ACTION);
  const ess = quantileSampleSize(draws, probability), sorted = sortedDraws(draws), last = sorted.length - 1;
  const [low, high] = ONE_SIGMA.map((p) =>
    betaQuantile(p, ess * probability + 1, ess * (1 - probability) + 1) * sorted.length - 1
  ) as [number, number];
  return (sorted[Math.min(Math.ceil(high), last)]! - sorted[Math.max(Math.floor(low), 0)]!) / 2;
}
