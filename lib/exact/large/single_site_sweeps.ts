import { regularPart } from "../sweep.ts";
import type { ObservedFunction } from "./observed_function.ts";
import type { ExactProgress } from "./progress.ts";
import { P, Q, R, type SingleSiteSpace, W } from "./single_site_space.ts";
import { gaussRule } from "./tridiagonal.ts";

/** Enough for a spectrum that reaches into the neighbourhood of the pole at −1; heat-bath kernels settle after about 24. */
const MAXIMUM_STEPS = 160;
const CHECK_EVERY = 4;
const TOLERANCE = 1e-13;

/**
 * ⟨f, r(P₁) f⟩_π / Var with r(σ) = 1/(1 − σ^N) − 1/(N(1 − σ)), what turns a sum over steps into the sum over sweeps. r is
 * smooth, so a short Lanczos run serves, and without reorthogonalisation: a copy of a converged node shares its weight.
 * `error` is the last change of the rule.
 */
export function sweepCorrection(
  space: SingleSiteSpace,
  f: ObservedFunction,
  { spins, variance, progress }: {
    readonly spins: number;
    readonly variance: number;
    readonly progress: ExactProgress;
  },
): { readonly value: number; readonly error: number } {
  const { kernel, at, size } = space;
  space.fillCentred(f, P);
  kernel.shiftScale(size, at[P]!, 0, 1 / Math.sqrt(variance));
  space.vectors[R]!.fill(0);
  let current = at[P]!, previous = at[R]!, currentIndex = P, previousIndex = R;
  const diagonal: number[] = [], coupling: number[] = [];
  let value = Infinity, beta = 0, scale = 0;
  for (;;) {
    space.flow(currentIndex, Q);
    const alpha = kernel.dot(size, current, at[Q]!);
    diagonal.push(alpha);
    scale = Math.max(scale, alpha, beta);
    kernel.threeTerms(size, at[Q]!, at[W]!, current, previous, alpha, beta);
    const mean = space.parity === "odd" ? 0 : kernel.dot(size, at[W]!, previous);
    kernel.shiftScale(size, previous, mean, 1);
    beta = Math.sqrt(kernel.weightedNorm(size, at[W]!, previous));
    const complete = !(beta > 1e-13 * scale), last = complete || diagonal.length === MAXIMUM_STEPS;
    if (last || diagonal.length % CHECK_EVERY === 0) {
      const { nodes, weights } = gaussRule(diagonal, coupling);
      let next = 0;
      nodes.forEach((node, k) => next += weights[k]! * regularPart(node / spins, spins));
      const change = complete ? 0 : Math.abs(next - value);
      value = next;
      progress("from steps to sweeps", null);
      if (last || change <= TOLERANCE) return { value, error: change };
    }
    coupling.push(beta);
    kernel.shiftScale(size, previous, 0, 1 / beta);
    [current, previous] = [previous, current];
    [currentIndex, previousIndex] = [previousIndex, currentIndex];
  }
}
