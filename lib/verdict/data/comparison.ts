/** How a measured value is compared with its threshold; `in` is the closed interval [lo, hi]. */
export type Comparison = "<=" | "<" | ">=" | ">" | "in" | "==";

/** Every comparison a registration may use. */
export const COMPARISONS: readonly Comparison[] = ["<=", "<", ">=", ">", "in", "=="];

/** A bound that a value is compared with: a number, a pair [lo, hi] for `in`, or a text for `==`. */
export type Threshold = number | string | readonly [number, number];

const SYMBOLS: Readonly<Record<Comparison, string>> = {
  "<=": "≤",
  "<": "<",
  ">=": "≥",
  ">": ">",
  "in": "∈",
  "==": "=",
};

/**
 * The mathematical sign of a comparison.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(comparisonSymbol("<="), "≤");
 * ```
 */
export function comparisonSymbol(comparison: Comparison): string {
  return SYMBOLS[comparison];
}

/**
 * Orders the values of one comparison from best to worst: the larger, the nearer to failing or the further beyond. It only
 * orders; {@link holds} decides.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.ok(badness(5, "<=", 3) > badness(4, "<=", 3));
 * assert.ok(badness(0.1, "in", [1, 4]) > badness(2, "in", [1, 4]));
 * assert.ok(badness("even", "==", "odd") > badness("odd", "==", "odd"));
 * ```
 */
export function badness(value: number | string, comparison: Comparison, threshold: Threshold): number {
  if (typeof value === "string" || typeof threshold === "string") return value === threshold ? 0 : 1;
  if (typeof threshold === "object") return Math.max(threshold[0] - value, value - threshold[1]);
  if (comparison === "==") return value === threshold ? 0 : Math.abs(value - threshold);
  return comparison === "<=" || comparison === "<" ? value : -value;
}

/**
 * Whether `value comparison threshold` is true. NaN never holds. A text holds only against an equal text, by `==`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(holds(Infinity, ">", 1e20), true);
 * assert.equal(holds(3, "in", [1 / 3, 3]), true);
 * assert.equal(holds(0.1, "<", 0.1), false);
 * ```
 */
export function holds(value: number | string, comparison: Comparison, threshold: Threshold): boolean {
  if (typeof value === "string" || typeof threshold === "string") return comparison === "==" && value === threshold;
  if (typeof threshold === "object") return value >= threshold[0] && value <= threshold[1];
  switch (comparison) {
    case "<=":
      return value <= threshold;
    case "<":
      return value < threshold;
    case ">=":
      return value >= threshold;
    case ">":
      return value > threshold;
    default:
      return value === threshold;
  }
}

/**
 * Whether a value and a threshold are of one kind, so that comparing them means something.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(comparable("odd", "odd"), true);
 * assert.equal(comparable("odd", 1e-13), false);
 * ```
 */
export function comparable(value: number | string, threshold: Threshold): boolean {
  return (typeof value === "string") === (typeof threshold === "string");
}
