import { InputError } from "../../lib/errors.ts";
import { PARAMETERS_MIME } from "../../lib/notebook/parameters.ts";
import { PARAMETER_NAME, type SettableValue } from "../../lib/notebook/parameters_definition.ts";
import type { JsonObject } from "../protocol/mod.ts";
import type { NotebookDocument } from "./notebook.ts";
import type { RunFailure } from "./run_report.ts";

/**
 * Reads settings as the command line gives them.
 *
 * @param texts Such as `beta=2.5`; what stands after the first `=` is the value, which may be empty.
 * @returns Texts by parameter name, for `executeNotebook`; their types are the notebook's affair.
 * @throws {InputError} When a text has no `=`, its name is none, or a name is set twice.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(parseSettings(["beta=2.5", "label=a=b"]), { beta: "2.5", label: "a=b" });
 * assert.throws(() => parseSettings(["beta"]), /Cannot set "beta": write it as name=value/);
 * ```
 */
export function parseSettings(texts: readonly string[]): Readonly<Record<string, string>> {
  const settings = new Map<string, string>();
  for (const text of texts) {
    const at = text.indexOf("=");
    const name = text.slice(0, at);
    if (at < 0) throw new InputError(`Cannot set ${JSON.stringify(text)}: write it as name=value`);
    if (!PARAMETER_NAME.test(name)) {
      throw new InputError(
        `Cannot set ${
          JSON.stringify(text)
        }: a parameter's name is made of letters, digits and "_" and begins with a letter`,
      );
    }
    if (settings.has(name)) throw new InputError(`Cannot set "${name}" twice: leave one of its values out`);
    settings.set(name, text.slice(at + 1));
  }
  return Object.fromEntries(settings);
}

/** The parameters that an executed notebook has told. */
export interface ToldParameters {
  /** The value of each, defaults included. */
  readonly values: Readonly<Record<string, SettableValue>>;
  /** The names of those that the run has set. */
  readonly set: readonly string[];
}

/**
 * The parameters that a notebook ran with, as its outputs tell.
 *
 * @param document An executed notebook.
 * @returns Values by name, and which were set; `null` when no cell has called `parameters()`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const told = { values: { beta: 2.5 }, set: ["beta"] };
 * const data = { "application/vnd.thermolab.parameters+json": told };
 * const outputs = [{ output_type: "display_data" as const, data, metadata: {} }];
 * const cells = [{ cell_type: "code" as const, metadata: {}, source: "", execution_count: 1, outputs }];
 * assert.deepEqual(parametersOf({ nbformat: 4, nbformat_minor: 4, metadata: {}, cells }), told);
 * ```
 */
export function parametersOf(document: NotebookDocument): ToldParameters | null {
  const told = document.cells
    .flatMap((cell) => cell.cell_type === "code" ? cell.outputs : [])
    .flatMap((output) => "data" in output ? [output.data[PARAMETERS_MIME] as unknown] : [])
    .filter(isTold);
  if (told.length === 0) return null;
  return {
    values: Object.fromEntries(told.flatMap(({ values }) => Object.entries(values))),
    set: [...new Set(told.flatMap(({ set }) => set))],
  };
}

/**
 * Writes into an executed notebook's metadata what was set, in papermill's form, and below `thermolab` what all parameters were.
 *
 * @param document The executed notebook; it is changed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const data = { "application/vnd.thermolab.parameters+json": { values: { beta: 2.5, chains: 32 }, set: ["beta"] } };
 * const outputs = [{ output_type: "display_data" as const, data, metadata: {} }];
 * const cells = [{ cell_type: "code" as const, metadata: {}, source: "", execution_count: 1, outputs }];
 * const document = { nbformat: 4 as const, nbformat_minor: 4, metadata: {}, cells };
 * recordParameters(document);
 * assert.deepEqual(document.metadata, {
 *   papermill: { parameters: { beta: 2.5 } },
 *   thermolab: { parameters: { beta: 2.5, chains: 32 } },
 * });
 * ```
 */
export function recordParameters(document: NotebookDocument): void {
  const told = parametersOf(document);
  if (told === null || told.set.length === 0) return;
  const { metadata } = document;
  const set = Object.fromEntries(told.set.map((name) => [name, told.values[name]!]));
  metadata["papermill"] = { parameters: set };
  metadata["thermolab"] = { ...metadata["thermolab"] as JsonObject | undefined, parameters: { ...told.values } };
}

/**
 * Takes out of a notebook's metadata what {@linkcode recordParameters} and papermill have left of an earlier run.
 *
 * @param document The notebook; it is changed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const metadata = { papermill: { parameters: { beta: 2 } }, thermolab: { parameters: { beta: 2 } }, kernelspec: {} };
 * forgetParameters({ nbformat: 4, nbformat_minor: 4, metadata, cells: [] });
 * assert.deepEqual(metadata, { kernelspec: {} });
 * ```
 */
export function forgetParameters(document: NotebookDocument): void {
  const { metadata } = document;
  delete metadata["papermill"];
  const own = metadata["thermolab"];
  if (own === null || typeof own !== "object" || Array.isArray(own)) return;
  delete own["parameters"];
  if (Object.keys(own).length === 0) delete metadata["thermolab"];
}

/**
 * What is wrong when a run has set parameters that the notebook has not taken.
 *
 * @param settings What the run has set.
 * @param document The executed notebook.
 * @returns The failure, `null` when all were taken.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const document = { nbformat: 4 as const, nbformat_minor: 4, metadata: {}, cells: [] };
 * const failure = unreadParameters({ beta: "2" }, document);
 * assert.match(failure!.message, /^Cannot set the parameter "beta": no cell has called parameters\(\)/);
 * assert.equal(unreadParameters({}, document), null);
 * ```
 */
export function unreadParameters(
  settings: Readonly<Record<string, string>>,
  document: NotebookDocument,
): RunFailure | null {
  const told = parametersOf(document);
  const unread = Object.keys(settings).filter((name) => !(told?.set.includes(name) ?? false));
  if (unread.length === 0) return null;
  const names = unread.map((name) => `"${name}"`).join(", ");
  const message = `Cannot set the parameter${unread.length > 1 ? "s" : ""} ${names}: no cell has called parameters() ` +
    `for ${unread.length > 1 ? "them" : "it"}; call it near the top, or leave out --set`;
  return { kind: "parameters", cell: null, message };
}

function isTold(value: unknown): value is ToldParameters {
  if (value === null || typeof value !== "object") return false;
  const { values, set } = value as { values?: unknown; set?: unknown };
  return Array.isArray(set) && values !== null && typeof values === "object" &&
    set.every((name) => Object.hasOwn(values, name)) &&
    Object.values(values).every((one) => ["number", "string", "boolean"].includes(typeof one));
}
