import type { Comparison, Threshold } from "../data/comparison.ts";
import { boundsOf, contains, cut, type Domain, isTexts } from "./domain.ts";
import { pickInside } from "./pick.ts";

/** Values at which a condition, or one that is altered by a little, changes its mind. */
export interface CriticalValues {
  /** On the bounds and half a step beside them, and every text. */
  readonly near: readonly (number | string)[];
  /** Well inside. */
  readonly pass: number | string | null;
  /** Well outside, on each side. */
  readonly fail: readonly (number | string)[];
  /** The ends of what the values can be. */
  readonly ends: readonly (number | string)[];
}

/** The critical values of a condition on values of a domain. */
export function criticalValues(
  domain: Domain,
  comparison: Comparison,
  threshold: Threshold,
  step: (bound: number) => number,
): CriticalValues {
  const { pass, fail } = cut(domain, comparison, threshold);
  const bounds = boundsOf(threshold);
  const near: readonly (number | string)[] = isTexts(domain) ? domain : bounds.flatMap((bound) => {
    const half = step(bound) / 2;
    return [bound, bound - half, bound + half, bound - 3 * half, bound + 3 * half];
  }).filter((value) => contains(domain, value));
  return {
    near: [...new Set(near)],
    pass: pass === null ? null : pickInside(pass),
    fail: fail.map(pickInside),
    ends: isTexts(domain) ? [] : [domain.lo, domain.hi],
  };
}
