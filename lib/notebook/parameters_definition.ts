import { InputError } from "../errors.ts";

/** What a parameter may hold. */
export type SettableValue = number | string | boolean;

/** A parameter with more than its default. */
export interface ParameterSpec {
  /** The default; it decides the type. */
  readonly value: SettableValue;
  /** Least value of a number. */
  readonly min?: number;
  /** Greatest value of a number. */
  readonly max?: number;
  /** Whether a number must be whole. Default `false`. */
  readonly integer?: boolean;
  /** The only values allowed, of the default's type. */
  readonly choices?: readonly SettableValue[];
  /** What the parameter means, in a few words. */
  readonly description?: string;
}

/** The parameters of a notebook by name: a plain default, or a {@link ParameterSpec}. */
export type ParameterDefinitions = Readonly<Record<string, SettableValue | ParameterSpec>>;

/** A parameter set to something that it cannot take; `lab run` exits with 64 on it. */
export class ParameterError extends InputError {
  override name = "ParameterError";
}

/** How names of parameters look. */
export const PARAMETER_NAME: RegExp = /^[A-Za-z][A-Za-z0-9_]*$/;

const KEYS: ReadonlySet<string> = new Set(["value", "min", "max", "integer", "choices", "description"]);

/**
 * Definitions in full, checked.
 *
 * @param definitions As a notebook gives them.
 * @returns One specification per name, in their order.
 * @throws {InputError} When a name, a default, a bound or a choice does not fit; the message names the parameter.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...specsOf({ beta: 3 })], [["beta", { value: 3 }]]);
 * assert.throws(() => specsOf({ beta: { value: 3, max: 2 } }), /the default of "beta" failed: 3 is greater than 2/);
 * ```
 */
export function specsOf(definitions: ParameterDefinitions): ReadonlyMap<string, ParameterSpec> {
  return new Map(Object.entries(definitions).map(([name, given]) => [name, specOf(name, given)]));
}

function specOf(name: string, given: SettableValue | ParameterSpec): ParameterSpec {
  const fail = (what: string): never => {
    throw new InputError(`Defining the parameter ${JSON.stringify(name)} failed: ${what}`);
  };
  if (!PARAMETER_NAME.test(name)) fail('a name is made of letters, digits and "_" and begins with a letter');
  const spec: ParameterSpec = typeof given === "object" && given !== null ? given : { value: given };
  const stray = Object.keys(spec).find((key) => !KEYS.has(key));
  if (stray !== undefined) fail(`"${stray}" is none of ${[...KEYS].map((key) => `"${key}"`).join(", ")}`);
  const { value, min, max, integer, choices } = spec;
  const type = typeof value;
  if (type !== "number" && type !== "string" && type !== "boolean") {
    fail(`its default is ${value === null ? "null" : `of type "${type}"`}, give a number, a string or a boolean`);
  }
  if (type !== "number" && [min, max, integer].some((bound) => bound !== undefined)) {
    fail(`min, max and integer are for numbers, its default is ${JSON.stringify(value)}`);
  }
  for (const [key, bound] of Object.entries({ min, max })) {
    if (bound !== undefined && (typeof bound !== "number" || Number.isNaN(bound))) fail(`${key} is not a number`);
  }
  if (choices !== undefined && (choices.length === 0 || choices.some((choice) => typeof choice !== type))) {
    fail(`its choices must be one or more values of type "${type}", like its default`);
  }
  for (const [i, one] of [value, ...choices ?? []].entries()) {
    const problem = valueProblem(one, spec);
    if (problem !== null) {
      const which = i === 0 ? "the default" : "a choice";
      throw new InputError(`Checking ${which} of ${JSON.stringify(name)} failed: ${problem}`);
    }
  }
  return spec;
}

/**
 * What is wrong with a value of the right type.
 *
 * @param value The value.
 * @param spec What it must satisfy.
 * @returns A clause that quotes the value, `null` when nothing is wrong.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(valueProblem(2.5, { value: 1, integer: true }), "2.5 is not a whole number");
 * assert.equal(valueProblem(2, { value: 1, integer: true }), null);
 * ```
 */
export function valueProblem(value: SettableValue, spec: ParameterSpec): string | null {
  const { min, max, integer, choices } = spec;
  const shown = JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return `${value} is not finite`;
    if (integer === true && !Number.isInteger(value)) return `${shown} is not a whole number`;
    if (min !== undefined && value < min) return `${shown} is less than ${min}, the least value allowed`;
    if (max !== undefined && value > max) return `${shown} is greater than ${max}, the greatest value allowed`;
  }
  if (choices !== undefined && !choices.includes(value)) {
    return `${shown} is none of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`;
  }
  return null;
}
