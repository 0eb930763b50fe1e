import { InputError } from "../errors.ts";
import { findJsonProblem } from "./json_scan.ts";

/**
 * The value of a JSON text. An empty text, malformed JSON (with line and column) and a repeated key are InputErrors; `what`
 * names the text in the message. A leading byte order mark is accepted.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(parseJsonText('{"beta": 1}', "the model"), { beta: 1 });
 * assert.throws(() => parseJsonText('{"beta": }', "the model"), /line 1, column 10/);
 * ```
 */
export function parseJsonText(text: string, what: string): unknown {
  const body = text.startsWith("\ufeff") ? text.slice(1) : text;
  if (body.trim() === "") throw new InputError(`Cannot read ${what}: it is empty; write a JSON object into it`);
  const found = findJsonProblem(body);
  if (found === null) return JSON.parse(body);
  const before = body.slice(0, found.offset).split("\n");
  throw new InputError(
    `Cannot read ${what}: it is not valid JSON at line ${before.length}, column ${
      before.at(-1)!.length + 1
    }: ${found.problem}; correct the file there`,
  );
}
