import JSON5 from "json5";
import { InputError } from "../../errors.ts";
import { findDuplicateKey } from "./duplicate_keys.ts";
import { matchEnd, positionOf, TEXT_OR_COMMENT } from "./literal_text.ts";

/**
 * The end of the object literal that starts at `start`: the offset behind its closing brace, with braces inside texts and
 * comments left out of the count; −1 when it, or a text or comment inside, is never closed.
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
    const skipped = matchEnd(TEXT_OR_COMMENT, source, i);
    if (skipped > i) {
      i = skipped - 1;
      continue;
    }
    const character = source[i]!;
    // Looking on would read the rest of the text again for every quote.
    if (character === '"' || character === "'" || source.startsWith("/*", i)) return -1;
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
 * @throws {InputError} for anything else: names, calls, templates, concatenation; for a key that stands twice.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(readLiteral("x = { a: -1e-13, }", 4, 18), { a: -1e-13 });
 * assert.throws(() => readLiteral("{ a: b }", 0, 8), /line 1, column 6/);
 * assert.throws(() => readLiteral("{ a: 1, a: 2 }", 0, 14), /line 1, column 9: the key "a" stands twice/);
 * ```
 */
export function readLiteral(source: string, start: number, end: number): unknown {
  let value: unknown;
  try {
    value = JSON5.parse(source.slice(start, end));
  } catch (error) {
    throw notData(source, start + errorOffset(source.slice(start, end), error));
  }
  const duplicate = findDuplicateKey(source, start, end);
  if (duplicate === null) return value;
  throw new InputError(
    `Reading the pre-registration stopped at ${positionOf(source, duplicate.offset)}: the key ` +
      `${JSON.stringify(duplicate.key)} stands twice in one record; keep one of them`,
  );
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
