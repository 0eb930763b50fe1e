import { InputError } from "../../lib/errors.ts";
import { messageOf } from "../protocol/mod.ts";
import { isJsonType, type NotebookDocument } from "./notebook.ts";

type Checked = Record<string, unknown>;

/**
 * Reads the text of a notebook file of format 4.0 to 4.5 and checks all that later steps rely on.
 *
 * @param text The file's content.
 * @param name The file's name, for messages.
 * @returns The notebook; sources keep their form, unknown keys are kept.
 * @throws {InputError} When the text is empty, is not JSON, or is not such a notebook; the message names file and place.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const document = parseNotebook('{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[]}', "a.ipynb");
 * assert.equal(document.nbformat_minor, 5);
 * assert.throws(() => parseNotebook("", "b.ipynb"), /"b.ipynb".*empty/);
 * ```
 */
export function parseNotebook(text: string, name: string): NotebookDocument {
  const fail = (what: string): never => {
    throw new InputError(`Cannot read the notebook "${name}": ${what}`);
  };
  if (text.trim() === "") fail("the file is empty; a notebook of nbformat 4 is needed");
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    fail(`it is not JSON (${messageOf(error).split("\n")[0]})`);
  }
  if (!isObject(value) || !("nbformat" in value)) return fail("it is JSON but not a notebook: nbformat is missing");
  const { nbformat, nbformat_minor: minor } = value;
  if (nbformat !== 4) {
    fail(`its nbformat is ${JSON.stringify(nbformat)}, 4 is needed; open and save it in JupyterLab to convert it`);
  }
  if (!Number.isInteger(minor) || (minor as number) < 0) {
    fail(`its nbformat_minor is ${JSON.stringify(minor)}, 0 to 5 is needed`);
  }
  if ((minor as number) > 5) fail(`its format is 4.${minor}, newer than 4.5, which is the newest known`);
  const metadata = value["metadata"];
  if (!isObject(metadata)) return fail("its metadata is not an object");
  for (const key of ["kernelspec", "language_info"]) {
    if (metadata[key] !== undefined && !isObject(metadata[key])) {
      fail(`its metadata has a ${key} that is not an object`);
    }
  }
  if (!Array.isArray(value["cells"])) fail("its cells are not a list");
  const ids = new Set<string>();
  for (const [i, cell] of (value["cells"] as unknown[]).entries()) {
    const problem = cellProblem(cell, minor as number, ids);
    if (problem !== null) fail(`cell ${i + 1}: ${problem}`);
  }
  return value as unknown as NotebookDocument;
}

function cellProblem(cell: unknown, minor: number, ids: Set<string>): string | null {
  if (!isObject(cell)) return "it is not an object";
  const type = cell["cell_type"];
  if (type !== "code" && type !== "markdown" && type !== "raw") {
    return `its cell_type is ${JSON.stringify(type)}, "code", "markdown" or "raw" is needed`;
  }
  if (!isText(cell["source"])) return "its source is neither a string nor a list of strings";
  if (!isObject(cell["metadata"])) return "its metadata is not an object";
  const tags = cell["metadata"]["tags"];
  if (tags !== undefined && !isStrings(tags)) return "its tags are not a list of strings";
  const id = cell["id"];
  if (minor >= 5 || id !== undefined) {
    if (typeof id !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(id)) {
      return `its id is ${JSON.stringify(id) ?? "missing"}, 1 to 64 letters, digits, "-" or "_" are needed`;
    }
    if (ids.has(id)) return `its id "${id}" is that of an earlier cell`;
    ids.add(id);
  }
  if (type !== "code") return null;
  const count = cell["execution_count"];
  if (!isCount(count)) {
    return `its execution_count is ${JSON.stringify(count) ?? "missing"}, null or a whole number is needed`;
  }
  return outputsProblem(cell["outputs"]);
}

function outputsProblem(outputs: unknown): string | null {
  if (!Array.isArray(outputs)) return "its outputs are not a list";
  for (const [i, output] of outputs.entries()) {
    const type = isObject(output) ? output["output_type"] : undefined;
    const valid = isObject(output) && (
      (type === "stream" && typeof output["name"] === "string" && isText(output["text"])) ||
      (type === "error" && typeof output["ename"] === "string" && typeof output["evalue"] === "string" &&
        isStrings(output["traceback"])) ||
      (type === "display_data" && isBundle(output)) ||
      (type === "execute_result" && isBundle(output) && isCount(output["execution_count"]))
    );
    if (!valid) return `output ${i + 1} is not a valid output (output_type ${JSON.stringify(type) ?? "missing"})`;
  }
  return null;
}

function isCount(value: unknown): boolean {
  return value === null || (Number.isInteger(value) && (value as number) >= 0);
}

/** Data by type, in which only JSON types hold anything but text. */
function isBundle({ data, metadata }: Checked): boolean {
  return isObject(metadata) && isObject(data) &&
    Object.entries(data).every(([type, value]) => isJsonType(type) || isText(value));
}

function isObject(value: unknown): value is Checked {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isText(value: unknown): boolean {
  return typeof value === "string" || isStrings(value);
}
