import { InputError } from "../errors.ts";
import { describeValue } from "../random/check.ts";

/**
 * The value as an object that has the required keys and no others than these and the optional ones. Anything else is an
 * InputError that names the key; `action` opens its message.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(checkKeys({ beta: 1 }, "Cannot use the model", ["beta"], []), { beta: 1 });
 * assert.throws(() => checkKeys({ bta: 1 }, "Cannot use the model", ["beta"], []), /unknown key "bta"/);
 * ```
 */
export function checkKeys(
  value: unknown,
  action: string,
  required: readonly string[],
  optional: readonly string[],
): Record<string, unknown> {
  const record = checkObject(value, action);
  const known = [...required, ...optional];
  for (const key of Object.keys(record)) {
    if (!known.includes(key)) {
      throw new InputError(`${action}: it has the unknown key ${describeValue(key)}; the keys are ${known.join(", ")}`);
    }
  }
  for (const key of required) {
    if (!Object.hasOwn(record, key)) {
      throw new InputError(`${action}: the key "${key}" is missing; add it`);
    }
  }
  return record;
}

/**
 * The value, when it is a JSON object; anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkObject([1], "Cannot use the model"), /it is \[1\]/);
 * ```
 */
export function checkObject(value: unknown, action: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InputError(`${action}: it is ${describeValue(value)}; give a JSON object`);
}
