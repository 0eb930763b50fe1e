import type { Threshold } from "../data/comparison.ts";
import type { Clause, Condition, Estimand, Preregistration } from "../registration/preregistration.ts";
import { attainable, ends, groupSize, measureDomain } from "./attainable.ts";
import { boundsOf, cut, type Domain, type Interval, isTexts } from "./domain.ts";
import type { Refusal } from "./refused_rule_error.ts";
import { isEstimand } from "../evaluation/clause_threshold.ts";
import { clauseText, conditionText, isRuled, valueText } from "./rule_text.ts";
import { rulesOf } from "./rules.ts";

/** How many standard errors a value must be able to lie from every bound, on either side of it. Our choice. */
export const RESOLVED_ERRORS = 2;

/** √(π/2): standard error of the median of normal values over that of their mean (Kendall & Stuart I, 10.11). */
const MEDIAN_OVER_MEAN = Math.sqrt(Math.PI / 2);

/** The planned standard error of one row; 0 for an exact measure. */
export function rowError(registration: Preregistration, measure: string): number {
  return registration.measures?.[measure]?.plannedError ?? 0;
}

/**
 * The planned standard error of an estimand in full mode, from the planned error of its rows, which are taken as
 * independent. null for counts, shares and rank correlations, which are not judged by it.
 */
export function plannedErrorOf(registration: Preregistration, estimand: Estimand, basis: number): number | null {
  const error = rowError(registration, estimand.measure);
  const rows = groupSize(registration, estimand, basis);
  switch (estimand.aggregate) {
    case "count":
    case "share":
    case "spearman":
      return null;
    case "mean":
      return error / Math.sqrt(rows);
    case "median":
      return rows === 1 ? error : MEDIAN_OVER_MEAN * error / Math.sqrt(rows);
    default:
      return error;
  }
}

/** The clauses whose thresholds are finer than the planned Monte-Carlo error can resolve. */
export function unresolved(registration: Preregistration): Refusal[] {
  return rulesOf(registration).flatMap((rule) =>
    rule.clauses.flatMap((clause, i) => {
      if (!isRuled(clause)) return [];
      return findings(registration, clause).map((witness) => ({
        rule: rule.id,
        kind: "finer-than-error" as const,
        statement: `clause ${i + 1}, ${clauseText(clause)}, is finer than the planned Monte-Carlo error resolves`,
        witness,
        rows: [],
      }));
    })
  );
}

function findings(registration: Preregistration, clause: Clause): string[] {
  const { estimand, comparison, threshold, basis } = clause;
  const error = plannedErrorOf(registration, estimand, basis.full);
  const domain = measureDomain(registration, estimand.measure);
  const found = isEstimand(threshold) ? againstEstimand(registration, clause, threshold, error) : [];
  if (!isEstimand(threshold) && error !== null) {
    found.push(gap(domain, { comparison, threshold }, error, "standard error"));
  }
  for (const part of isEstimand(threshold) ? [estimand, threshold] : [estimand]) {
    if (part.within !== undefined) found.push(rowGap(registration, part.measure, part.within));
    if (part.given !== undefined) found.push(rowGap(registration, part.given.measure, part.given));
  }
  return found.filter((one) => one !== null);
}

function rowGap(registration: Preregistration, measure: string, condition: Condition): string | null {
  const found = gap(measureDomain(registration, measure), condition, rowError(registration, measure), "planned error");
  return found === null ? null : `the condition ${measure} ${conditionText(condition)}: ${found}`;
}

function againstEstimand(
  registration: Preregistration,
  { estimand, comparison, basis }: Clause,
  threshold: Estimand,
  error: number | null,
): (string | null)[] {
  const other = plannedErrorOf(registration, threshold, basis.full);
  const [a, b] = [estimand, threshold].map((part) => {
    const formed = attainable(registration, part, basis.full, measureDomain(registration, part.measure));
    return "reason" in formed ? null : ends(formed);
  });
  if (!a || !b) return [];
  const lo = a.lo - b.hi, hi = a.hi - b.lo;
  if (Number.isNaN(lo) || Number.isNaN(hi)) return [];
  const joint = Math.hypot(error ?? 0, other ?? 0);
  return [gap({ lo, hi, loOpen: false, hiOpen: false }, { comparison, threshold: 0 }, joint, "standard error")];
}

/** Why no value lies far enough from the bounds on the passing or on the failing side, or null. */
function gap(domain: Domain, condition: Condition, error: number, name: string): string | null {
  if (isTexts(domain) || typeof condition.threshold === "string" || error === 0) return null;
  const needed = RESOLVED_ERRORS * error;
  const { pass, fail } = cut(domain, condition.comparison, condition.threshold);
  if (pass === null || fail.length === 0) return null;
  const bounds = effective(condition.threshold, domain, fail as Interval[]);
  const { lo, hi } = pass as Interval;
  const room = bounds.length === 2
    ? (bounds[1]! - bounds[0]!) / 2
    : Math.max(...bounds.map((bound) => Math.max(hi - bound, bound - lo)));
  const short = (side: string, distance: number): string =>
    `${side} values lie at most ${valueText(distance)} from the bound, which is under ${RESOLVED_ERRORS} times the ` +
    `${name} ${valueText(error)}`;
  if (room < needed) return short("passing", room);
  const beyond = Math.max(
    ...(fail as Interval[]).map((side) => side.hi <= lo ? lo - side.lo : side.hi - hi),
  );
  return beyond < needed ? short("failing", beyond) : null;
}

/** The bounds that have failing values behind them. */
function effective(threshold: Threshold, domain: Interval, fail: readonly Interval[]): readonly number[] {
  const bounds = boundsOf(threshold).filter((bound) => fail.some((side) => side.lo === bound || side.hi === bound));
  const inside = bounds.filter((bound) => bound >= domain.lo && bound <= domain.hi);
  return [...new Set(inside)];
}
