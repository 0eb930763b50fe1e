import { lanczosQuadrature } from "./lanczos.ts";
import type { Quadrature } from "./lanczos.ts";
import type { TransitionOperator } from "./transition_operator.ts";

/**
 * 1 − (1 − gap)^steps, precise for small gaps; the gap of a sweep of `steps` random-scan steps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(sweepGap(0.5, 3), 0.875);
 * assert.ok(Math.abs(sweepGap(1e-12, 10) / 1e-11 - 1) < 1e-11);
 * ```
 */
export function sweepGap(gap: number, steps: number): number {
  if (steps === 1) return gap;
  return gap < 1 ? -Math.expm1(steps * Math.log1p(-gap)) : 1 - (1 - gap) ** steps;
}

/** Steps of a Gauss rule that are exact to rounding while the nearest pole stays away from the spectrum. */
const SHORT_RULE = 24;

/** Enough for a spectrum that reaches into the neighbourhood of the pole at −1. */
const LONG_RULE = 120;

/**
 * ⟨f, r(P) f⟩_π with r(σ) = 1/(1 − σ^N) − 1/(N(1 − σ)): what turns the sum over single-site steps into the sum over sweeps.
 * The pole at σ = 1 is gone, so a short Gauss rule is exact to rounding. For even N a second pole waits at σ = −1, which only
 * Metropolis kernels come near; there the rule is made longer.
 */
export function regularSweepSum(operator: TransitionOperator, f: Float64Array): number {
  const n = operator.stepsPerSweep;
  let rule = gaussRule(operator, f, SHORT_RULE);
  const nearPole = n % 2 === 0 && rule.gaps.some((gap) => gap > 1.6);
  if (nearPole && rule.steps === SHORT_RULE) rule = gaussRule(operator, f, LONG_RULE);
  let sum = 0;
  rule.gaps.forEach((gap, k) => sum += rule.weights[k]! * regularPart(gap, n));
  return sum;
}

function gaussRule(operator: TransitionOperator, f: Float64Array, steps: number): Quadrature {
  return lanczosQuadrature(operator, f, {
    maximumSteps: steps,
    minimumSteps: steps,
    relevance: Infinity,
    slowRange: 0,
  });
}

/** r at σ = 1 − gap. */
export function regularPart(gap: number, n: number): number {
  // 1/(1 − σ^N) − 1/(Ng) = (Ng − G)/(N g G); its limit at g = 0 is (N − 1)/(2N), and the series avoids the cancellation there.
  if (gap * n < 1e-4) return (n - 1) / (2 * n) * (1 + (n + 1) / 6 * gap);
  return 1 / sweepGap(gap, n) - 1 / (n * gap);
}
