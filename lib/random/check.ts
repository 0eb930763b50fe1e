import { InputError } from "../errors.ts";

/**
 * A value as it stands in an error message: numbers and null plain, text in quotes, long values cut, one line always.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(describeValue("abc"), '"abc"');
 * assert.equal(describeValue(1e999), "Infinity");
 * ```
 */
export function describeValue(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value === "number" || value === undefined || typeof value === "symbol") return String(value);
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    text = undefined;
  }
  if (text === undefined) return "an object";
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

/**
 * The value, when it is an integer in [low, high]; `what` names it and `action` says what is attempted. Anything else is an
 * InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(checkInteger(3, "n", "Cannot build a graph", 1, 10), 3);
 * assert.throws(() => checkInteger(2.5, "n", "Cannot build a graph", 1, 10), /n is 2.5/);
 * ```
 */
export function checkInteger(value: unknown, what: string, action: string, low: number, high: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= low && value <= high) return value;
  throw new InputError(`${action}: ${what} is ${describeValue(value)}; give an integer from ${low} to ${high}`);
}

/**
 * Whether a value is an array or a typed array.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([isList([1]), isList(Float64Array.of(1)), isList("1")], [true, true, false]);
 * ```
 */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
