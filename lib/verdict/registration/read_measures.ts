import type { Estimand, Gate, Prediction } from "./preregistration.ts";

/** Measures that the library itself defines; no registration needs to list them. */
export const BUILT_IN_MEASURES: readonly string[] = ["budgetDecision", "projectedSeconds"];

/**
 * Every measure that an estimand reads: its own, that of its condition, and the one it is paired with.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const given = { measure: "size", comparison: "<=", threshold: 2 } as const;
 * assert.deepEqual(measuresOf({ measure: "x", aggregate: "spearman", against: "y", given }), ["x", "size", "y"]);
 * ```
 */
export function measuresOf({ measure, given, against }: Estimand): string[] {
  return [measure, ...(given === undefined ? [] : [given.measure]), ...(against === undefined ? [] : [against])];
}

/**
 * Every measure that a rule reads, those of its thresholds among them, each once.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rule = {
 *   id: "P4",
 *   statement: "s",
 *   mark: ["O"],
 *   published: null,
 *   clauses: [{
 *     estimand: { measure: "multi", aggregate: "mean" },
 *     comparison: ">",
 *     threshold: { measure: "single", aggregate: "mean" },
 *     basis: { full: 48, quick: null },
 *   }],
 * } as const;
 * assert.deepEqual(measuresReadBy(rule), ["multi", "single"]);
 * ```
 */
export function measuresReadBy(rule: Prediction | Gate): string[] {
  return [
    ...new Set(rule.clauses.flatMap((clause) => {
      const threshold = "threshold" in clause ? clause.threshold : null;
      const computed = typeof threshold === "object" && threshold !== null && "measure" in threshold;
      return [...measuresOf(clause.estimand), ...(computed ? measuresOf(threshold) : [])];
    })),
  ];
}
