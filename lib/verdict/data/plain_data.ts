import { InputError } from "../../errors.ts";

/** What JSON can hold: null, booleans, finite numbers, texts, lists and records of these. */
export type PlainData = null | boolean | number | string | readonly PlainData[] | PlainRecord;

/** A record of plain data. */
export interface PlainRecord {
  readonly [key: string]: PlainData;
}

// Deeper nesting serves no registration and would overflow the stack.
const MAX_DEPTH = 64;

/**
 * A deeply frozen copy of plain data.
 *
 * @throws {InputError} for anything that JSON cannot hold as it stands: undefined, functions, class instances, NaN and
 * infinities, cycles, keys named `__proto__`, texts with a lone surrogate. `what` names the data in the message.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(frozenCopy({ a: [1, "b"] }, "the example"), { a: [1, "b"] });
 * assert.throws(() => frozenCopy({ a: Infinity }, "the example"));
 * ```
 */
export function frozenCopy(value: unknown, what: string): PlainData {
  return copy(value, what, "", 0);
}

function copy(value: unknown, what: string, path: string, depth: number): PlainData {
  const refuse = (found: string): never => {
    const place = path === "" ? "" : ` at ${path}`;
    throw new InputError(
      `Copying ${what} failed${place}: ${found} is not data. Use only finite numbers, texts, booleans, null, lists ` +
        `and records of these`,
    );
  };
  if (depth > MAX_DEPTH) return refuse(`a nesting deeper than ${MAX_DEPTH}, or a cycle,`);
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return isWellFormed(value) ? value : refuse("a text with a lone surrogate");
  if (typeof value === "number") return Number.isFinite(value) ? value : refuse(`"${value}"`);
  if (typeof value !== "object") return refuse(`"${typeof value}"`);
  if (Array.isArray(value)) {
    return Object.freeze(Array.from(value, (item, i) => copy(item, what, `${path}[${i}]`, depth + 1)));
  }
  const prototype = Object.getPrototypeOf(value);
  // The root of another realm's prototypes counts as plain: some notebook kernels evaluate cells in one.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return refuse("an object with a prototype");
  const result: Record<string, PlainData> = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === "__proto__") return refuse('the key "__proto__"');
    result[key] = copy(item, what, path === "" ? key : `${path}.${key}`, depth + 1);
  }
  return Object.freeze(result);
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
