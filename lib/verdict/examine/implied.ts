import canonicalize from "canonicalize";
import type { Clause, Estimand, ParameterValue, Where } from "../registration/preregistration.ts";
import { closed, type Domain, intersect, passing } from "./domain.ts";
import { isEstimand } from "../evaluation/clause_threshold.ts";

/**
 * What other clauses, when they hold, leave over of one row of an estimand: a clause on `every` row, on a largest value
 * from above or on a smallest from below binds each row that it reads.
 *
 * @returns null when they leave nothing over.
 */
export function boundByOthers(estimand: Estimand, domain: Domain, others: readonly Clause[]): Domain | null {
  let left: Domain | null = domain;
  for (const other of others) {
    if (left === null) return null;
    const bound = boundOnRows(other);
    if (bound === null || other.estimand.measure !== estimand.measure) continue;
    if (!isPartOf(estimand.where, other.estimand.where)) continue;
    if (other.estimand.given !== undefined && !same(other.estimand.given, estimand.given)) continue;
    left = intersect(left, bound);
  }
  return left;
}

/** Whether two pieces of a registration say the same. */
export function same(a: unknown, b: unknown): boolean {
  return (canonicalize(a) ?? "") === (canonicalize(b) ?? "");
}

/** Whether every row that satisfies `part` satisfies `whole`. */
export function isPartOf(part: Where = {}, whole: Where = {}): boolean {
  return Object.entries(whole).every(([name, allowed]) => {
    if (!Object.hasOwn(part, name)) return false;
    const values = listOf(allowed);
    return listOf(part[name]!).every((value) => values.includes(value));
  });
}

/** The values that a selection allows for a parameter. */
export function listOf(value: ParameterValue | readonly ParameterValue[]): readonly ParameterValue[] {
  return typeof value === "object" ? value : [value];
}

function boundOnRows({ estimand, comparison, threshold, basis }: Clause): Domain | null {
  if (isEstimand(threshold)) return null;
  const holding = passing(comparison, threshold);
  const pair = typeof threshold === "object" ? threshold : null;
  switch (estimand.aggregate) {
    case "every":
    case "single":
      return holding;
    case "max":
      if (pair !== null) return closed(-Infinity, pair[1]);
      return comparison === "<=" || comparison === "<" ? holding : null;
    case "min":
      if (pair !== null) return closed(pair[0], Infinity);
      return comparison === ">=" || comparison === ">" ? holding : null;
    default:
      return basis.full === 1 && estimand.within === undefined && estimand.aggregate !== "spearman" ? holding : null;
  }
}
