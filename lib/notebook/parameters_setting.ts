import { ParameterError, type ParameterSpec, type SettableValue, valueProblem } from "./parameters_definition.ts";

/** The environment variable by which a run hands texts to set parameters with, as a JSON object of strings by name. */
export const PARAMETERS_VARIABLE = "THERMOLAB_PARAMETERS";

/**
 * Reads the settings that a run has handed over.
 *
 * @param text The value of {@link PARAMETERS_VARIABLE}; nothing is set where it is missing or empty.
 * @returns Texts by parameter name.
 * @throws {ParameterError} When it is not a JSON object of strings.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...readSettings('{"beta":"2.5"}')], [["beta", "2.5"]]);
 * assert.throws(() => readSettings("beta=2.5"), /"beta=2.5" is not a JSON object of strings/);
 * ```
 */
export function readSettings(text: string | undefined): ReadonlyMap<string, string> {
  if (text === undefined || text === "") return new Map();
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Said below, with what was given.
  }
  const entries = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
  if (entries === null || entries.some(([, item]) => typeof item !== "string")) {
    throw new ParameterError(
      `Reading the environment variable ${PARAMETERS_VARIABLE} failed: ${
        JSON.stringify(text)
      } is not a JSON object of ` +
        `strings such as {"beta":"2.5"}; correct or unset it`,
    );
  }
  return new Map(entries as [string, string][]);
}

/**
 * The value that a text sets a parameter to: numbers in decimal or scientific notation, `true` and `false`, text as it is.
 *
 * @param name The parameter.
 * @param text What it is set to.
 * @param spec Its type and what it may hold.
 * @throws {ParameterError} When the text is no such value; the message quotes it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(settingValue("beta", "2.5e-1", { value: 3 }), 0.25);
 * assert.throws(() => settingValue("flag", "1", { value: false }), /Cannot set the parameter "flag" to "1".*"true" or "false"/);
 * ```
 */
export function settingValue(name: string, text: string, spec: ParameterSpec): SettableValue {
  const fail = (what: string): never => {
    throw new ParameterError(`Cannot set the parameter "${name}" to ${JSON.stringify(text)}: ${what}`);
  };
  const value = typeof spec.value === "number"
    ? numberOf(text) ?? fail("it takes a number, such as 2.5")
    : typeof spec.value === "boolean"
    ? BOOLEANS.get(text) ?? fail('it takes "true" or "false"')
    : text;
  const problem = valueProblem(value, spec);
  return problem === null ? value : fail(problem);
}

/**
 * Refuses names that a notebook does not have.
 *
 * @param settings Texts by name.
 * @param known The notebook's parameters.
 * @throws {ParameterError} For the first unknown name; the message lists the known ones.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkNames(new Map([["bta", "2"]]), ["beta"]), /Cannot set the parameter "bta".*it has "beta"/);
 * ```
 */
export function checkNames(settings: ReadonlyMap<string, string>, known: readonly string[]): void {
  for (const name of settings.keys()) {
    if (known.includes(name)) continue;
    const names = known.map((one) => `"${one}"`).join(", ");
    throw new ParameterError(
      `Cannot set the parameter ${JSON.stringify(name)}: the notebook does not have it, it has ${names || "none"}`,
    );
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([["true", true], ["false", false]]);

/** Not `Number` alone, which takes the empty text for 0 and knows hexadecimal. */
function numberOf(text: string): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : null;
}
