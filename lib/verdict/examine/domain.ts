import { comparable, type Comparison, holds, type Threshold } from "../data/comparison.ts";
import { decodeValue } from "../data/encoded_value.ts";
import type { PlannedMeasure } from "../registration/preregistration.ts";

/** All numbers between two ends; an open end does not belong to it. Infinite ends are values like any other. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
  readonly loOpen: boolean;
  readonly hiOpen: boolean;
}

/** What one value can be: an interval of numbers, or one of some texts. */
export type Domain = Interval | readonly string[];

/** Every number. */
export const EVERY_NUMBER: Interval = { lo: -Infinity, hi: Infinity, loOpen: false, hiOpen: false };

/** A closed interval. */
export function closed(lo: number, hi: number): Interval {
  return { lo, hi, loOpen: false, hiOpen: false };
}

/** Whether a domain holds texts. */
export function isTexts(domain: Domain): domain is readonly string[] {
  return Array.isArray(domain);
}

/** What one row of a planned measure can be; every number where nothing is planned. */
export function plannedDomain(planned: PlannedMeasure | undefined): Domain {
  if (planned?.values !== undefined) return planned.values;
  if (planned?.range === undefined) return EVERY_NUMBER;
  const [lo, hi] = planned.range.map((end) => Number(decodeValue(end)));
  return closed(lo!, hi!);
}

/** What two domains have in common, null when that is nothing. */
export function intersect(a: Domain, b: Domain): Domain | null {
  if (isTexts(a) || isTexts(b)) {
    if (!isTexts(a) || !isTexts(b)) return null;
    const both = a.filter((text) => b.includes(text));
    return both.length === 0 ? null : both;
  }
  const lo = Math.max(a.lo, b.lo), hi = Math.min(a.hi, b.hi);
  const loOpen = (a.lo === lo && a.loOpen) || (b.lo === lo && b.loOpen);
  const hiOpen = (a.hi === hi && a.hiOpen) || (b.hi === hi && b.hiOpen);
  return lo > hi || (lo === hi && (loOpen || hiOpen)) ? null : { lo, hi, loOpen, hiOpen };
}

/** Whether a value belongs to a domain. */
export function contains(domain: Domain, value: number | string): boolean {
  if (isTexts(domain)) return typeof value === "string" && domain.includes(value);
  if (typeof value === "string") return false;
  return (domain.loOpen ? value > domain.lo : value >= domain.lo) &&
    (domain.hiOpen ? value < domain.hi : value <= domain.hi);
}

/** The values that satisfy a comparison; they are one domain whatever the comparison. */
export function passing(comparison: Comparison, threshold: Threshold): Domain {
  if (typeof threshold === "string") return [threshold];
  if (typeof threshold === "object") return closed(threshold[0], threshold[1]);
  switch (comparison) {
    case "<=":
    case "<":
      return { ...EVERY_NUMBER, hi: threshold, hiOpen: comparison === "<" };
    case ">=":
    case ">":
      return { ...EVERY_NUMBER, lo: threshold, loOpen: comparison === ">" };
    default:
      return closed(threshold, threshold);
  }
}

/** A domain cut by a comparison: the part that satisfies it and the parts that do not, below first. */
export function cut(
  domain: Domain,
  comparison: Comparison,
  threshold: Threshold,
): { readonly pass: Domain | null; readonly fail: readonly Domain[] } {
  const sample = isTexts(domain) ? "" : 0;
  if (!comparable(sample, threshold)) return { pass: null, fail: [] };
  const whole = passing(comparison, threshold);
  const pass = intersect(domain, whole);
  if (isTexts(domain)) {
    const rest = domain.filter((text) => !holds(text, comparison, threshold));
    return { pass, fail: rest.length === 0 ? [] : [rest] };
  }
  const inside = whole as Interval;
  const below = { ...EVERY_NUMBER, hi: inside.lo, hiOpen: !inside.loOpen };
  const above = { ...EVERY_NUMBER, lo: inside.hi, loOpen: !inside.hiOpen };
  const sides = [inside.lo === -Infinity ? null : below, inside.hi === Infinity ? null : above];
  return {
    pass,
    fail: sides.map((side) => side === null ? null : intersect(domain, side)).filter((side) => side !== null),
  };
}

/** The numbers at which a comparison changes its mind; none for a text. */
export function boundsOf(threshold: Threshold): readonly number[] {
  if (typeof threshold === "string") return [];
  return typeof threshold === "number" ? [threshold] : threshold;
}
