import { type Comparison, comparisonSymbol, type Threshold } from "./comparison.ts";
import { decodeValue, type EncodedValue } from "./encoded_value.ts";

/**
 * A value for a table: numbers to four significant digits, infinities as ∞, texts as they are.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(formatValue(0.123456), "0.1235");
 * assert.equal(formatValue("-Infinity"), "−∞");
 * assert.equal(formatValue(1e20), "1e20");
 * assert.equal(formatValue(-2e-14), "−2e−14");
 * ```
 */
export function formatValue(value: EncodedValue): string {
  const decoded = decodeValue(value);
  if (typeof decoded === "string") return decoded;
  const rounded = Number(decoded.toPrecision(4));
  const text = Math.abs(rounded) >= 1e6 ? rounded.toExponential().replace("e+", "e") : String(rounded);
  return text.replace("Infinity", "∞").replaceAll("-", "−");
}

/**
 * A comparison and its threshold for a table.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(formatThreshold("in", [1 / 3, 3]), "∈ [0.3333, 3]");
 * assert.equal(formatThreshold("<=", 1e-13), "≤ 1e−13");
 * ```
 */
export function formatThreshold(comparison: Comparison, threshold: Threshold): string {
  const bound = typeof threshold === "object" ? `[${threshold.map(formatValue).join(", ")}]` : formatValue(threshold);
  return `${comparisonSymbol(comparison)} ${bound}`;
}
