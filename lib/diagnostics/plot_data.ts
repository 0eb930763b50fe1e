import { checkInteger } from "../random/check.ts";
import { autocovariance, normalized } from "./autocovariance.ts";
import { checkDraws } from "./draws.ts";
import type { Draws } from "./draws.ts";
import { effectiveSampleSize } from "./effective_sample_size.ts";
import { sortedDraws } from "./rank_normal.ts";

/** Counts of ranks: `counts[c][b]` is how many draws of chain c have their rank in bin b; `expected` is what each should be. */
export interface RankHistogram {
  readonly counts: readonly Float64Array[];
  readonly expected: number;
}

/**
 * The ranks of each chain's draws among all draws, in equal bins: flat when the chains agree (Vehtari et al. 2021, §4.5). Equal
 * draws share their bins evenly, so the counts of discrete observables are fractions.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { counts, expected } = rankHistogram([[1, 2, 3, 4], [5, 6, 7, 8]], 2);
 * assert.deepEqual(counts.map((chain) => [...chain]), [[4, 0], [0, 4]]);
 * assert.equal(expected, 2);
 * ```
 */
export function rankHistogram(draws: Draws, bins = 20): RankHistogram {
  const action = "Cannot make a rank histogram";
  const { length } = checkDraws(draws, action, 1);
  checkInteger(bins, "bins", action, 1, 10_000);
  const sorted = sortedDraws(draws), width = sorted.length / bins;
  // The cells [first, last) of a run of equal draws, spread over the bins that they overlap.
  const spans = new Map<number, readonly [number, number]>();
  for (let first = 0; first < sorted.length;) {
    let last = first + 1;
    while (last < sorted.length && sorted[last] === sorted[first]) last++;
    spans.set(sorted[first]!, [first, last]);
    first = last;
  }
  const counts = draws.map((chain) => {
    const count = new Float64Array(bins);
    for (let t = 0; t < length; t++) {
      const [first, last] = spans.get(chain[t]!)!;
      for (let b = Math.floor(first / width); b < bins && b * width < last; b++) {
        const overlap = Math.min(last, (b + 1) * width) - Math.max(first, b * width);
        if (overlap > 0) count[b]! += overlap / (last - first);
      }
    }
    return count;
  });
  return { counts, expected: length / bins };
}

/** The effective sample sizes of growing beginnings of the chains. */
export interface EssEvolution {
  /** Draws per chain. */
  readonly lengths: readonly number[];
  readonly bulk: readonly number[];
  readonly tail: readonly number[];
}

/**
 * Bulk and tail ESS of the first L/points, 2L/points … L draws: straight lines when sampling goes on as it began.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const chain = Float64Array.from({ length: 100 }, (_, t) => Math.sin(t * t));
 * assert.deepEqual(essEvolution([chain, chain], 4).lengths, [25, 50, 75, 100]);
 * ```
 */
export function essEvolution(draws: Draws, points = 20): EssEvolution {
  const action = "Cannot follow the effective sample size";
  checkInteger(points, "points", action, 1, 1000);
  const { length } = checkDraws(draws, action, 4 * points);
  const lengths = Array.from({ length: points }, (_, k) => Math.floor(((k + 1) * length) / points));
  const beginnings = lengths.map((end) =>
    draws.map((chain) => Float64Array.from({ length: end }, (_, t) => chain[t]!))
  );
  return {
    lengths,
    bulk: beginnings.map((part) => effectiveSampleSize(part, "bulk")),
    tail: beginnings.map((part) => effectiveSampleSize(part, "tail")),
  };
}

/**
 * ρ(t) at the lags 0 … maxLag, averaged over the chains as the estimator of τ does; `maxLag` defaults to L − 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rho = autocorrelationCurve([[1, -1, 1, -1]], 2);
 * assert.ok(rho.length === 3 && rho[0] === 1 && Math.abs(rho[1]! + 3 / 4) < 1e-12);
 * ```
 */
export function autocorrelationCurve(draws: Draws, maxLag?: number): Float64Array {
  const action = "Cannot compute an autocorrelation curve";
  const { length } = checkDraws(draws, action, 2);
  const last = checkInteger(maxLag ?? length - 1, "maxLag", action, 0, length - 1);
  return normalized(autocovariance(draws)).slice(0, last + 1);
}
