import process from "node:process";
import { display } from "./display.ts";
import type { MimeBundle } from "./mime.ts";
import { type ParameterDefinitions, type ParameterSpec, type SettableValue, specsOf } from "./parameters_definition.ts";
import { checkNames, PARAMETERS_VARIABLE, readSettings, settingValue } from "./parameters_setting.ts";
import { table, type TableRow } from "./table.ts";

/** MIME type by which a notebook tells its parameters: `{"values": {name: value}, "set": [name]}`. */
export const PARAMETERS_MIME = "application/vnd.thermolab.parameters+json";

/** The values that {@link parameters} gives: the type of the default, or one of the choices. */
export type ParameterValues<D extends ParameterDefinitions> = {
  readonly [Name in keyof D]: D[Name] extends { readonly choices: readonly (infer Choice)[] } ? Choice
    : D[Name] extends { readonly value: infer Value } ? Widened<Value>
    : Widened<D[Name]>;
};

type Widened<T> = T extends number ? number : T extends boolean ? boolean : T extends string ? string : never;

/**
 * The parameters of a notebook. Each has a default, which decides its type; a headless run may set it instead
 * (`lab run 05 --set beta=2.5`). They are shown as a small table. Await it, in one cell near the top, once for all
 * parameters: a name that is set and not among them is an error.
 *
 * @param definitions Defaults by name, or `{ value, min, max, integer, choices, description }`.
 * @returns The value of each, frozen.
 * @throws {InputError} When a definition contradicts itself.
 * @throws {ParameterError} When a run sets a name that is unknown, or a value of another type or outside of what is allowed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { beta, kernel } = await parameters({
 *   beta: { value: 3, min: 0, description: "inverse temperature" },
 *   kernel: { value: "symmetric", choices: ["symmetric", "forward"] },
 *   chains: 32,
 * });
 * assert.deepEqual([beta, kernel], [3, "symmetric"]);
 * ```
 */
export async function parameters<const D extends ParameterDefinitions>(definitions: D): Promise<ParameterValues<D>> {
  const specs = specsOf(definitions);
  const settings = readSettings(process.env[PARAMETERS_VARIABLE]);
  checkNames(settings, [...specs.keys()]);
  const values: Record<string, SettableValue> = {};
  for (const [name, spec] of specs) {
    const text = settings.get(name);
    values[name] = text === undefined ? spec.value : settingValue(name, text, spec);
  }
  if (specs.size > 0) await display(bundleOf(specs, values, settings));
  return Object.freeze(values) as ParameterValues<D>;
}

function bundleOf(
  specs: ReadonlyMap<string, ParameterSpec>,
  values: Readonly<Record<string, SettableValue>>,
  settings: ReadonlyMap<string, string>,
): MimeBundle {
  const entries = [...specs];
  const rows = entries.map(([name, spec]): TableRow => ({
    parameter: name,
    value: String(values[name]),
    ...(settings.size > 0 ? { default: settings.has(name) ? String(spec.value) : null } : {}),
    ...(entries.some(([, one]) => allowed(one) !== null) ? { allowed: allowed(spec) } : {}),
    ...(entries.some(([, one]) => one.description !== undefined) ? { meaning: spec.description ?? null } : {}),
  }));
  return { [PARAMETERS_MIME]: { values, set: [...settings.keys()] }, ...table(rows) };
}

function allowed({ min, max, integer, choices }: ParameterSpec): string | null {
  const bounds = min !== undefined && max !== undefined
    ? `${min} to ${max}`
    : min !== undefined
    ? `at least ${min}`
    : max !== undefined
    ? `at most ${max}`
    : "";
  const parts = [choices?.join(", "), integer === true ? "whole" : "", bounds].filter((part) => part);
  return parts.length > 0 ? parts.join(", ") : null;
}
