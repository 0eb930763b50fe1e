import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import { checkKeys, checkObject } from "../json_object.ts";
import { parseJsonText } from "../json_text.ts";
import { ModelFileError } from "./model_file_error.ts";
import { FILE_MAGIC, FILE_VERSION, type ModelHeader, type ModelNumbers, type ModelOutline } from "./model_header.ts";

const OUTLINE_KEYS: readonly (keyof ModelOutline)[] = [
  "preset",
  "grid",
  "imageCount",
  "labelCount",
  "seed",
  "steps",
  "times",
  "offset",
  "imageRate",
  "labelRate",
  "decayPerRate",
];

/**
 * The header of a denoising model's file, and where it ends. The values of the outline are left to what is built from them. A
 * `ModelFileError` names anything that is wrong with it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => readModelHeader(Uint8Array.of(1, 2, 3), "a.dtm"), /Cannot read a.dtm: it is no denoising model/);
 * ```
 */
export function readModelHeader(bytes: Uint8Array, what: string): ModelHeader & { readonly headerEnd: number } {
  const action = `Cannot read ${what}`;
  const fail = (problem: "format" | "version" | "length", reason: string, cause?: unknown): never => {
    throw new ModelFileError(problem, `${action}: ${reason}`, { cause });
  };
  if (![...FILE_MAGIC].every((letter, k) => bytes[k] === letter.charCodeAt(0))) {
    fail("format", `it is no denoising model: it does not begin with ${JSON.stringify(FILE_MAGIC)}; check the path`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const headerEnd = bytes.length < 16 ? Infinity : 16 + view.getUint32(8, true);
  if (headerEnd > bytes.length) {
    fail("length", `it ends after ${bytes.length} bytes, inside its header; take a whole copy of the file`);
  }
  let record: Record<string, unknown>;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(16, headerEnd));
    const json = parseJsonText(text, "its header");
    const version: unknown = (json as { version?: unknown } | null)?.version;
    if (version !== FILE_VERSION) {
      fail("version", `its version is ${describeValue(version)}; this library reads version ${FILE_VERSION}`);
    }
    record = checkKeys(json, "Cannot use its header", ["version", ...OUTLINE_KEYS, "numbers", "digests"], []);
    checkObject(record["grid"], "Cannot use its grid");
  } catch (error) {
    if (error instanceof ModelFileError) throw error;
    if (!(error instanceof InputError || error instanceof TypeError)) throw error;
    return fail("format", `its header is damaged (${error.message}); take another copy of the file`, error);
  }
  const { numbers, digests } = record;
  if (numbers !== "float64" && numbers !== "float32") {
    fail("format", `numbers is ${describeValue(numbers)} in its header; it has to be "float64" or "float32"`);
  }
  if (!Array.isArray(digests) || digests.length !== record["steps"]) {
    fail("format", `its header has not one digest for each of its ${describeValue(record["steps"])} steps`);
  }
  return {
    ...record as unknown as ModelOutline,
    version: FILE_VERSION,
    numbers: numbers as ModelNumbers,
    digests: digests as readonly string[],
    headerEnd,
  };
}
