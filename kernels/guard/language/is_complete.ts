import type { JsonObject } from "../../protocol/mod.ts";
import { readCellNames } from "./cell_names.ts";
import type { TypeScript } from "./typescript.ts";

/** Templates and comments go on over line ends; strings and regular expressions do not. */
const UNTERMINATED_STRING = "TS1002", UNTERMINATED_REGEX = "TS1161";
const UNTERMINATED_COMMENT = "TS1010", UNTERMINATED_TEMPLATE = "TS1160";

/**
 * Whether a cell is a whole program, by TypeScript's parser: one whose only fault is that the text ends too early is
 * incomplete.
 *
 * @param ts TypeScript.
 * @param code The cell's source so far.
 * @returns The content of Jupyter's `is_complete_reply`: `status`, and `indent` for the next line of an incomplete cell.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { loadTypeScript } from "./typescript.ts";
 * const ts = await loadTypeScript();
 * assert.deepEqual(isComplete(ts, "const x ="), { status: "incomplete", indent: "" });
 * assert.deepEqual(isComplete(ts, "if (x) {"), { status: "incomplete", indent: "  " });
 * assert.deepEqual(isComplete(ts, "const = 1"), { status: "invalid" });
 * ```
 */
export function isComplete(ts: TypeScript, code: string): JsonObject {
  const error = readCellNames(ts, [code])[0]!.syntaxError;
  if (error === null) return { status: "complete" };
  if (error.code === UNTERMINATED_COMMENT || error.code === UNTERMINATED_TEMPLATE) {
    return { status: "incomplete", indent: "" };
  }
  if (error.code === UNTERMINATED_REGEX) return { status: "invalid" };
  if (error.code === UNTERMINATED_STRING) {
    return code.endsWith("\\") ? { status: "incomplete", indent: "" } : { status: "invalid" };
  }
  // Only white space and comments may follow.
  const rest = ts.createScanner(ts.ScriptTarget.ESNext, true, undefined, code.slice(error.start));
  if (rest.scan() !== ts.SyntaxKind.EndOfFileToken) return { status: "invalid" };
  return { status: "incomplete", indent: nextIndent(code) };
}

function nextIndent(code: string): string {
  const line = code.trimEnd().split("\n").at(-1)!;
  const indent = /^[ \t]*/.exec(line)![0];
  return /[[({]$|=>$/.test(line) ? `${indent}  ` : indent;
}
