import JSON5 from "json5";
import { InputError } from "../errors.ts";

/** White space and comments. */
export const TRIVIA = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/)*/y;

const SKIP = /"(?:[^"\\\n\r]|\\[\s\S])*"|'(?:[^'\\\n\r]|\\[\s\S])*'|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\//y;

/** The end of a match of a sticky expression at `start`, or −1. */
export function matchEnd(expression: RegExp, source: string, start: number): number {
  expression.lastIndex = start;
  return expression.test(source) ? expression.lastIndex : -1;
}

/** "line 3, column 7" of an offset, both from 1. */
export function positionOf(source: string, offset: number): string {
  const before = source.slice(0, offset).split("\n");
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/**
 * The end of the object literal that starts at `start`: the offset behind its closing brace, with braces inside texts and
 * comments left out of the count; −1 when it is never closed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(literalEnd('f({ a: "}" /* } *\/ }, 1)', 2), 20);
 * ```
 */
export function literalEnd(source: string, start: number): number {
  let depth = 0;
  for (let i = start; i < source.length; i++) {
    const skipped = matchEnd(SKIP, source, i);
    if (skipped > i) {
      i = skipped - 1;
      continue;
    }
    const character = source[i]!;
    if (character === "{" || character === "[") depth++;
    if ((character === "}" || character === "]") && --depth === 0) return i + 1;
  }
  return -1;
}

/**
 * The value of an object literal without running it. JSON5, which this reads, is the part of ECMAScript's literals that
 * is data: unquoted keys, comments, trailing commas, single quotes.
 *
 * @param source the whole text, for positions in messages.
 * @throws {InputError} for anything else: names, calls, templates, concatenation.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(readLiteral("x = { a: -1e-13, }", 4, 18), { a: -1e-13 });
 * assert.throws(() => readLiteral("{ a: b }", 0, 8), /line 1, column 6/);
 * ```
 */
export function readLiteral(source: string, start: number, end: number): unknown {
  try {
    return JSON5.parse(source.slice(start, end));
  } catch (error) {
    throw notData(source, start + errorOffset(source.slice(start, end), error));
  }
}

function errorOffset(literal: string, error: unknown): number {
  const { lineNumber = 1, columnNumber = 1 } = error as { lineNumber?: number; columnNumber?: number };
  const lines = literal.split("\n").slice(0, lineNumber - 1);
  return lines.reduce((sum, line) => sum + line.length + 1, 0) + columnNumber - 1;
}

/** The error for source that is not data. */
export function notData(source: string, offset: number): InputError {
  const found = JSON.stringify(source.slice(offset).split("\n")[0]!.slice(0, 30));
  return new InputError(
    `Reading the pre-registration stopped at ${positionOf(source, offset)}, at ${found}: pre-registrations are data. ` +
      `Write literals only, without names, calls, templates or operators`,
  );
}
