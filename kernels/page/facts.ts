import { formatNumber } from "../../lib/notebook/mod.ts";

/** An object of unknown content, such as a ledger that another version wrote. */
export type Facts = Readonly<Record<string, unknown>>;

/**
 * The value as an object, or an empty one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([factsOf({ a: 1 }), factsOf([1]), factsOf(null)], [{ a: 1 }, {}, {}]);
 * ```
 */
export function factsOf(value: unknown): Facts {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Facts : {};
}

/** The value as a list of objects, or an empty list. */
export function factList(value: unknown): Facts[] {
  return Array.isArray(value) ? value.map(factsOf) : [];
}

/**
 * A value in words: numbers formatted, nothing as a dash, lists and objects in short.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(inWords({ cpu: "x", cores: 2 }), "cpu x, cores 2");
 * assert.equal(inWords(["P", "O"]), "P, O");
 * assert.equal(inWords(null), "–");
 * ```
 */
export function inWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "number") return formatNumber(value);
  if (value === "Infinity") return "∞";
  if (value === "-Infinity") return "−∞";
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  if (typeof value === "object") {
    return Object.entries(value).map(([key, entry]) => `${key} ${inWords(entry)}`).join(", ") || "–";
  }
  return String(value);
}
