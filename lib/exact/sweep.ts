import { lanczosQuadrature } from "./lanczos.ts";
import type { TransitionOperator } from "./transition_operator.ts";

/** 1 − (1 − gap)^steps, precise for small gaps; the gap of a sweep of `steps` random-scan steps. */
export function sweepGap(gap: number, steps: number): number {
  if (steps === 1) return gap;
  return gap < 1 ? -Math.expm1(steps * Math.log1p(-gap)) : 1 - (1 - gap) ** steps;
}

/**
 * ⟨f, r(P) f⟩_π with r(σ) = 1/(1 − σ^N) − 1/(N(1 − σ)): what turns the sum over single-site steps into the sum over sweeps.
 * The pole at σ = 1 is gone, so a short Gauss rule is exact to rounding. For even N a second pole waits at σ = −1, which only
 * Metropolis kernels come near; the rule then runs on until its nodes there have settled.
 */
export function regularSweepSum(operator: TransitionOperator, f: Float64Array): number {
  const n = operator.stepsPerSweep;
  const rule = lanczosQuadrature(operator, f, {
    maximumSteps: operator.kernel === "metropolis" ? 120 : 24,
    relevance: Infinity,
    slowRange: 0,
    minimumSteps: operator.kernel === "metropolis" ? 120 : 24,
  });
  let sum = 0;
  rule.gaps.forEach((gap, k) => sum += rule.weights[k]! * regularPart(gap, n));
  return sum;
}

function regularPart(gap: number, n: number): number {
  // 1/(1 − σ^N) − 1/(Ng) = (Ng − G)/(N g G); its limit at g = 0 is (N − 1)/(2N), and the series avoids the cancellation there.
  if (gap * n < 1e-4) return (n - 1) / (2 * n) * (1 + (n + 1) / 6 * gap);
  return 1 / sweepGap(gap, n) - 1 / (n * gap);
}
