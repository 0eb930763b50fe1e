import { checkDraws } from "./draws.ts";
import type { Draws } from "./draws.ts";
import { folded, meanOf, rankNormal, sampleVariance, splitChains } from "./rank_normal.ts";

/** "rank" is the rank-normalised split R̂ (the default); "split" and "identity" are the older ones, for comparison. */
export type RHatMethod = "rank" | "split" | "identity";

/**
 * R̂, the potential scale reduction of one observable over at least two chains: near 1 (below 1.01) when the chains agree. The
 * default is the larger of the rank-normalised split R̂ of the draws and of their distances to the median (Vehtari et al. 2021,
 * eqs. 1–4 and 14), ArviZ's and posterior's `rhat`. Infinite when each half chain stays at one value of its own, NaN when no
 * draw ever differs. Fewer than two chains or four draws are an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const wave = (shift: number) => Float64Array.from({ length: 100 }, (_, t) => Math.sin(t) + shift);
 * assert.ok(rHat([wave(0), wave(0)]) < 1.01);
 * assert.ok(rHat([wave(0), wave(3)]) > 1.5);
 * assert.equal(rHat([[1, 1, 1, 1], [-1, -1, -1, -1]], "identity"), Infinity);
 * ```
 */
export function rHat(draws: Draws, method: RHatMethod = "rank"): number {
  checkDraws(draws, "Cannot compute R-hat", 4, 2);
  if (method === "identity") return scaleReduction(draws);
  const split = splitChains(draws);
  if (method === "split") return scaleReduction(split);
  const bulk = scaleReduction(rankNormal(split)), tail = scaleReduction(rankNormal(folded(split)));
  // Two values around a median halfway fold to a constant, which says nothing about the tails.
  return Number.isNaN(tail) ? bulk : Math.max(bulk, tail);
}

function scaleReduction(draws: Draws): number {
  const length = draws[0]!.length;
  const between = sampleVariance(draws.map((chain) => meanOf([chain])));
  const within = meanOf([draws.map(sampleVariance)]);
  return Math.sqrt(between / within + (length - 1) / length);
}
