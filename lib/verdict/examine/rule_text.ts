import { isEstimand } from "../evaluation/clause_threshold.ts";
import { comparisonSymbol } from "../data/comparison.ts";
import { formatThreshold, formatValue } from "../data/format_value.ts";
import type { Clause, Condition, Estimand, Measurement, Where } from "../registration/preregistration.ts";

/** Whether a clause compares, rather than only measures. */
export function isRuled(clause: Clause | Measurement): clause is Clause {
  return "comparison" in clause;
}

/** An estimand in words, such as "count ratio ∈ [0.3333, 3] (spins=10)". */
export function estimandText(estimand: Estimand): string {
  const { aggregate, measure, against, within, given, where, by } = estimand;
  return [
    aggregate === "single" ? measure : `${aggregate} ${measure}`,
    against === undefined ? "" : `with ${against}`,
    within === undefined ? "" : conditionText(within),
    given === undefined ? "" : `given ${given.measure} ${conditionText(given)}`,
    whereText(where),
    by === undefined ? "" : `by ${by.join(", ")}`,
  ].filter((part) => part !== "").join(" ");
}

/** A clause in words. */
export function clauseText(clause: Clause | Measurement): string {
  const what = estimandText(clause.estimand);
  if (!isRuled(clause)) return what;
  const { comparison, threshold } = clause;
  return isEstimand(threshold)
    ? `${what} ${comparisonSymbol(comparison)} ${estimandText(threshold)}`
    : `${what} ${formatThreshold(comparison, threshold)}`;
}

/** A condition in words. */
export function conditionText({ comparison, threshold }: Condition): string {
  return formatThreshold(comparison, threshold);
}

/** A value in words; numbers as they are written, so that two that differ read differently. */
export function valueText(value: number | string): string {
  return typeof value === "number" && Number.isFinite(value) ? String(value) : formatValue(String(value));
}

function whereText(where: Where | undefined): string {
  if (where === undefined) return "";
  return `(${Object.entries(where).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ")})`;
}
