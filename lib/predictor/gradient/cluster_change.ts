import { InputError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { type ClusterGradient, clusterGradient, type ClusterGradientOptions } from "./cluster_gradient.ts";

/** A place on a path of models where C* changes, and γ_eff just before and just after it. */
export interface ClusterChange {
  /** Between the two points of the path that `before` and `after` belong to. */
  readonly place: number;
  readonly before: ClusterGradient;
  readonly after: ClusterGradient;
  /** The test of C* that turns out otherwise: relevance against ε, or γ against κ·min γ. */
  readonly cause: "relevance" | "gap";
}

/**
 * Closes in by halving on a place of a path where C* changes its number of modes; null when it has the same number at both ends. Where
 * it changes several times one of the places is found.
 *
 * @param path the model at each point of [from, to]
 * @throws {InputError} when the interval is empty or the precision is not positive, and what `clusterGradient` throws
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * // Weaker couplings bring the gaps together until more of them are within κ times the smallest.
 * const path = (w: number) => rbm({ weights: [[w, 0.4 * w], [0.2 * w, -0.6 * w]], beta: 1 });
 * const change = clusterChange(path, [0.5, 2], { unit: "step" })!;
 * assert.equal(change.cause, "gap");
 * assert.ok(change.before.modes > change.after.modes && change.after.boundary.gapMargin < 1e-6);
 * ```
 */
export function clusterChange(
  path: (at: number) => EnergyModel,
  [from, to]: readonly [number, number],
  { precision = 1e-7, ...options }: ClusterGradientOptions & {
    /** Largest distance of the two points, relative to the interval; 1e−7 by default. */
    readonly precision?: number;
  } = {},
): ClusterChange | null {
  if (!(to > from && precision > 0)) {
    throw new InputError(
      `Cannot look for a change of C* between ${from} and ${to} to ${precision}: give two ascending numbers and a positive precision`,
    );
  }
  let low = from, high = to;
  let before = clusterGradient(path(from), options), after = clusterGradient(path(to), options);
  if (before.modes === after.modes) return null;
  while (high - low > precision * (to - from)) {
    const middle = (low + high) / 2, there = clusterGradient(path(middle), options);
    if (there.modes === before.modes) [low, before] = [middle, there];
    else [high, after] = [middle, there];
  }
  // On both sides the margin of the test that changes is about 0.
  const margin = (test: "relevanceMargin" | "gapMargin"): number => before.boundary[test] + after.boundary[test];
  const cause = margin("relevanceMargin") < margin("gapMargin") ? "relevance" : "gap";
  return { place: (low + high) / 2, before, after, cause };
}
