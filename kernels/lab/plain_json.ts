/**
 * A value as JSON can hold it: a number that is not finite becomes its name, such as "Infinity".
 *
 * @param value Numbers, texts, `null`, lists and records of them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(plainJson({ a: [1, -Infinity], b: NaN, c: null }), { a: [1, "-Infinity"], b: "NaN", c: null });
 * ```
 */
export function plainJson(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainJson(item)]));
}
