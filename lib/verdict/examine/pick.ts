import { contains, type Domain, type Interval, isTexts } from "./domain.ts";

/** A value well inside a domain, its first text, or the only number of a point. */
export function pickInside(domain: Domain): number | string {
  if (isTexts(domain)) return domain[0]!;
  const value = finiteInside(domain);
  if (contains(domain, value)) return value;
  return domain.loOpen ? domain.hi : domain.lo;
}

/** The `index`-th of `count` values of a domain, in rising order; equal only where the domain is a point. */
export function pickSpaced(domain: Interval, index: number, count: number): number {
  const { lo, hi } = finitePart(domain);
  return lo + (hi - lo) * (index + 1) / (count + 1);
}

function finiteInside(domain: Interval): number {
  const { lo, hi } = finitePart(domain);
  return lo === hi ? lo : lo + (hi - lo) / 2;
}

/** A stretch of a domain with finite ends, on the scale of the end that is finite. */
function finitePart({ lo, hi }: Interval): { readonly lo: number; readonly hi: number } {
  if (Number.isFinite(lo) && Number.isFinite(hi)) return { lo, hi };
  if (lo === hi) return { lo, hi };
  if (Number.isFinite(lo)) return { lo, hi: lo === 0 ? 2 : lo + 2 * Math.abs(lo) };
  if (Number.isFinite(hi)) return { lo: hi === 0 ? -2 : hi - 2 * Math.abs(hi), hi };
  return { lo: -1, hi: 1 };
}
