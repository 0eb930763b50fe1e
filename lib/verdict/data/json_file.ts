import { readFile, stat } from "node:fs/promises";
import { InputError } from "../../errors.ts";
import { findJsonProblem, type JsonProblem } from "../../model/json_scan.ts";
import { findJsonExcess } from "./json_excess.ts";

const MAXIMUM_BYTES = 256 * 2 ** 20;

/** What a JSON file is called in messages, and what a user can do when it cannot be read. */
export interface JsonFileOptions {
  /** Such as "the ledger". */
  readonly what: string;
  /** Such as "run the notebook again". */
  readonly remedy: string;
  /** Larger files are not read; 256 MiB unless given. */
  readonly maximumBytes?: number;
}

/**
 * The value of a JSON file that may come from anywhere.
 *
 * @throws {InputError} in one line, with the path and, where there is one, the place: when the file is missing, not a file,
 * too large, not UTF-8, empty, not JSON (cut off, or with NaN or Infinity as a number), when it nests deeper than 64 or
 * repeats a key.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const options = { what: "the ledger", remedy: "run the notebook again" };
 * await assert.rejects(readJsonFile("no/such.json", options), /Reading the ledger "no\/such.json" failed: there is no such file/);
 * ```
 */
export async function readJsonFile(path: string, options: JsonFileOptions): Promise<unknown> {
  const { what, remedy, maximumBytes = MAXIMUM_BYTES } = options;
  const named = `${what} ${JSON.stringify(path)}`;
  const refuse = (why: string): never => {
    throw new InputError(`Reading ${named} failed: ${why}; ${remedy}`);
  };
  let bytes: Uint8Array;
  try {
    const status = await stat(path);
    if (!status.isFile()) return refuse("it is not a file");
    if (status.size > maximumBytes) return refuse(`it has ${status.size} bytes, more than ${maximumBytes}`);
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as { code?: unknown }).code;
    return refuse(code === "ENOENT" ? "there is no such file" : String(code ?? error));
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse("it is not UTF-8");
  }
  return parseJson(text, named, remedy);
}

/**
 * The value of a JSON text that may come from anywhere.
 *
 * @param named names the text in messages.
 * @throws {InputError} as {@link readJsonFile}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(parseJson('{"a": 1}', "the example", "write another"), { a: 1 });
 * assert.throws(() => parseJson('{"a": NaN}', "the example", "write another"), /line 1, column 7/);
 * assert.throws(() => parseJson('{"a": 1, "a": 2}', "the example", "write another"), /repeated/);
 * ```
 */
export function parseJson(text: string, named: string, remedy: string): unknown {
  if (text.trim() === "") throw new InputError(`Reading ${named} failed: the file is empty; ${remedy}`);
  const found = findJsonExcess(text) ?? findJsonProblem(text);
  if (found === null) return JSON.parse(text);
  const isCut = found.offset >= text.length || !/[}\]]/.test(text.trimEnd().slice(-1));
  const why = isCut ? "it is not JSON, perhaps cut off," : "it is not JSON";
  throw new InputError(`Reading ${named} failed: ${why} at ${placeOf(text, found)}: ${found.problem}; ${remedy}`);
}

function placeOf(text: string, { offset }: JsonProblem): string {
  let line = 1, start = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    line++;
    start = at + 1;
  }
  return `line ${line}, column ${offset - start + 1}`;
}
