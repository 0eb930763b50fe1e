import type { Clause, Estimand, Preregistration } from "../registration/preregistration.ts";
import { groupSize } from "./attainable.ts";
import { rankStep } from "./permutation.ts";
import { plannedErrorOf, RESOLVED_ERRORS, rowError } from "./resolution.ts";

/** The part of a bound by which it is moved where the values are exact. */
const RELATIVE_STEP = 1e-6;
/** The step from a bound at 0 where the values are exact. */
const SMALLEST_STEP = 1e-300;

/**
 * The resolution of a bound on the value of an estimand: two planned standard errors, or the smallest step that matters
 * where that is larger: 1 for a count, one row for a share, the distance of neighbouring rank correlations, else 1e-6 of
 * the bound and 1e-300 at 0.
 */
export function valueStep(registration: Preregistration, { estimand, basis }: Clause, bound: number): number {
  const rows = groupSize(registration, estimand, basis.full);
  switch (estimand.aggregate) {
    case "count":
      return 1;
    case "share":
      return 1 / rows;
    case "spearman":
      return rows < 2 ? 1 : rankStep(rows);
    default:
      return exactStep(RESOLVED_ERRORS * plannedErrorOf(registration, estimand, basis.full)!, bound);
  }
}

/** The resolution of a bound on single rows, as in the conditions `within` and `given`. */
export function rowStep(registration: Preregistration, measure: string, bound: number): number {
  return exactStep(RESOLVED_ERRORS * rowError(registration, measure), bound);
}

/** Whether an estimand counts rows that satisfy a condition. */
export function counts(estimand: Estimand): boolean {
  return estimand.within !== undefined;
}

function exactStep(error: number, bound: number): number {
  return Math.max(error, RELATIVE_STEP * Math.abs(bound), SMALLEST_STEP);
}
