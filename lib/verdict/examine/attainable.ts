import { holds, type Threshold } from "../data/comparison.ts";
import type { Comparison } from "../data/comparison.ts";
import type { PlainRecord } from "../data/plain_data.ts";
import type { Estimand, Preregistration } from "../registration/preregistration.ts";
import { boundsOf, closed, cut, type Domain, isTexts, plannedDomain } from "./domain.ts";

/** What an estimand can be: any value of a domain, or the multiples 1/`per` from `least`/`per` to `most`/`per`. */
export type Attainable =
  | { readonly domain: Domain }
  | { readonly least: number; readonly most: number; readonly per: number };

/** Why an estimand has no value, whatever the rows. */
export interface Unformable {
  readonly reason: string;
}

/** What one row of a measure can be. */
export function measureDomain(registration: Preregistration, measure: string): Domain {
  if (measure === "budgetDecision") return ["PROCEED", "HALT"];
  return plannedDomain(registration.measures?.[measure]);
}

/**
 * Rows in the smallest group of an estimand, where the groups can be told from its `where` or from the grid; else the basis.
 */
export function groupSize(registration: Preregistration, estimand: Estimand, basis: number): number {
  let groups = 1;
  for (const name of estimand.by ?? []) {
    const values = estimand.where?.[name] ?? listed(registration.grid, name);
    if (Array.isArray(values)) groups *= values.length;
  }
  return Math.max(1, Math.floor(basis / groups));
}

/** The values of a parameter where the grid lists them. */
export function listed(grid: PlainRecord, name: string): readonly (string | number | boolean)[] | undefined {
  const values = Object.hasOwn(grid, name) ? grid[name] : undefined;
  if (!Array.isArray(values) || values.length === 0) return undefined;
  return values.every((value) => ["string", "number", "boolean"].includes(typeof value)) ? values : undefined;
}

/**
 * What the value of an estimand can be when each row lies in `domain`: the domain itself for an aggregate that lies
 * between the smallest and the largest row, the whole numbers that a count can reach, the fractions of a share, and
 * −1 … 1 for a rank correlation.
 *
 * @param basis rows of all groups together.
 */
export function attainable(
  registration: Preregistration,
  estimand: Estimand,
  basis: number,
  domain: Domain,
): Attainable | Unformable {
  const { aggregate, within, given, against } = estimand;
  if (basis < 1) return { reason: `it stands on ${basis} rows` };
  // Nothing says how the rows will be spread over the groups, so one may hold a single row.
  let fewest = estimand.by === undefined ? basis : 1;
  if (given !== undefined) {
    const condition = cut(measureDomain(registration, given.measure), given.comparison, given.threshold);
    if (condition.pass === null && condition.fail.length > 0 && aggregate === "count") {
      return { least: 0, most: 0, per: 1 };
    }
    if (condition.pass === null) return { reason: `no ${given.measure} satisfies its condition` };
    if (condition.fail.length > 0) fewest = aggregate === "count" ? 0 : 1;
  }
  if (within !== undefined) {
    const condition = cut(domain, within.comparison, within.threshold);
    if (condition.pass === null && condition.fail.length === 0) {
      return { reason: "its rows and their bound are not of one kind" };
    }
    const low = condition.fail.length > 0 ? 0 : 1, high = condition.pass === null ? 0 : 1;
    if (aggregate === "count") return { least: low * fewest, most: high * basis, per: 1 };
    const fixed = given === undefined && estimand.by === undefined;
    return fixed ? { least: low * basis, most: high * basis, per: basis } : { domain: closed(low, high) };
  }
  if (aggregate === "spearman") {
    if (groupSize(registration, estimand, basis) < 2) return { reason: "one pair has no rank correlation" };
    const other = measureDomain(registration, against!);
    if (isTexts(domain) || isTexts(other)) return { reason: "texts have no ranks" };
    if (domain.lo === domain.hi || other.lo === other.hi) return { reason: "a constant has no rank correlation" };
    return { domain: closed(-1, 1) };
  }
  if (isTexts(domain) && aggregate !== "every" && aggregate !== "single") {
    return { reason: `texts have no ${aggregate}` };
  }
  return { domain };
}

/** Smallest and largest value; null for texts. */
export function ends(range: Attainable): { readonly lo: number; readonly hi: number } | null {
  if (!("domain" in range)) return { lo: range.least / range.per, hi: range.most / range.per };
  return isTexts(range.domain) ? null : range.domain;
}

/** Whether some value that can be reached satisfies the comparison, and whether some value does not. */
export function verdictsWithin(
  range: Attainable,
  comparison: Comparison,
  threshold: Threshold,
): { readonly canPass: boolean; readonly canFail: boolean } {
  if ("domain" in range) {
    const { pass, fail } = cut(range.domain, comparison, threshold);
    return { canPass: pass !== null, canFail: fail.length > 0 };
  }
  const values = fractionsNear(range, boundsOf(threshold));
  return {
    canPass: values.some((value) => holds(value, comparison, threshold)),
    canFail: values.some((value) => !holds(value, comparison, threshold)),
  };
}

/** The reachable fractions at both ends and around each bound: where a comparison with the bounds can change. */
export function fractionsNear(
  { least, most, per }: { readonly least: number; readonly most: number; readonly per: number },
  bounds: readonly number[],
): number[] {
  const near = bounds.flatMap((bound) => [-2, -1, 0, 1, 2].map((step) => Math.round(bound * per) + step));
  const inside = [least, ...near, most].filter((value) => value >= least && value <= most);
  return [...new Set(inside)].sort((a, b) => a - b).map((value) => value / per);
}

/** The part of a range that also satisfies another comparison; null when that is nothing. */
export function within(range: Attainable, comparison: Comparison, threshold: Threshold): Attainable | null {
  if ("domain" in range) {
    const { pass } = cut(range.domain, comparison, threshold);
    return pass === null ? null : { domain: pass };
  }
  const kept = fractionsNear(range, boundsOf(threshold)).filter((value) => holds(value, comparison, threshold));
  if (kept.length === 0) return null;
  return { ...range, least: Math.round(kept[0]! * range.per), most: Math.round(kept.at(-1)! * range.per) };
}
