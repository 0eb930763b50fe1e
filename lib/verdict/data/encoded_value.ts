/** A measured value as JSON can hold it: a finite number, a text, or "Infinity", "-Infinity" and "NaN" for the rest. */
export type EncodedValue = number | string;

/**
 * A value as the ledger holds it: non-finite numbers become "Infinity", "-Infinity" or "NaN", −0 becomes 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(encodeValue(-Infinity), "-Infinity");
 * assert.equal(encodeValue(0.5), 0.5);
 * ```
 */
export function encodeValue(value: number | string): EncodedValue {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return value === 0 ? 0 : value;
}

/**
 * The value behind its encoded form: the three non-finite texts become numbers, every other text stays a text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(decodeValue("Infinity"), Infinity);
 * assert.equal(decodeValue("odd"), "odd");
 * ```
 */
export function decodeValue(value: EncodedValue): number | string {
  if (value === "Infinity") return Infinity;
  if (value === "-Infinity") return -Infinity;
  return value === "NaN" ? NaN : value;
}
