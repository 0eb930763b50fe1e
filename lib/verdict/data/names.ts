import * as is from "./shape.ts";
import type { Shape } from "./shape.ts";

/** Names of experiments: they become file names. */
export const EXPERIMENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** Names of measures, parameters, seeds and rules. */
export const NAME = /^[A-Za-z][A-Za-z0-9._-]*$/;

/** A name that matches {@link NAME}. */
export const name: Shape = is.text('a name such as "gammaEff" (letters, digits, ".", "_", "-")', NAME);

/** A list of at least one name, none of them twice. */
export const names: Shape = distinct(is.list(name, 1));

/** A parameter of a row. */
export const parameter: Shape = (value, path, problems) => {
  if (typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return;
  problems.push(`${path}: expected a text, a boolean or a finite number, got ${is.quoted(value)}`);
};

/**
 * Whether a value is two finite numbers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(pair([0, 1]), true);
 * assert.equal(pair([0, Infinity]), false);
 * ```
 */
export function pair(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((x) => Number.isFinite(x));
}

/**
 * The shape of a list of texts, numbers or booleans in which nothing stands twice.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const problems: string[] = [];
 * distinct(() => {})(["a", "a"], "list", problems);
 * assert.deepEqual(problems, ['list: "a" stands twice']);
 * ```
 */
export function distinct(list: Shape): Shape {
  return (value, path, problems) => {
    list(value, path, problems);
    if (!Array.isArray(value)) return;
    const repeated = firstRepeated(value);
    if (repeated !== undefined) problems.push(`${path}: ${is.quoted(repeated)} stands twice`);
  };
}

/**
 * The first item that stood in the list before, or undefined.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(firstRepeated([3, 1, 2, 1, 3]), 1);
 * ```
 */
export function firstRepeated<T>(items: readonly T[]): T | undefined {
  const seen = new Set<T>();
  return items.find((item) => seen.size === seen.add(item).size);
}
