import type { JsonProblem } from "../../model/json_scan.ts";

const MAXIMUM_DEPTH = 64;
const MAXIMUM_TEXT = 2 ** 22;

/**
 * The first place where a JSON text nests deeper than 64, or holds a single text of more than 4 Mi characters; null when
 * there is none. No file of a program is like that, and what reads JSON step by step would exhaust its stack on it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(findJsonExcess('{"a": "[[["}'), null);
 * assert.equal(findJsonExcess("[".repeat(65))?.offset, 64);
 * ```
 */
export function findJsonExcess(json: string): JsonProblem | null {
  let depth = 0, open = -1;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (open >= 0) {
      if (code === 0x5c) at++;
      else if (code === 0x22) open = -1;
      if (open >= 0 && at - open > MAXIMUM_TEXT) {
        return { offset: open, problem: `a text of more than ${MAXIMUM_TEXT} characters stands here` };
      }
    } else if (code === 0x22) open = at;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > MAXIMUM_DEPTH) return { offset: at, problem: `it nests deeper than ${MAXIMUM_DEPTH} here` };
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return null;
}
