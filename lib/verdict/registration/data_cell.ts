import { Buffer } from "node:buffer";
import { InputError } from "../../errors.ts";
import { literalEnd, notData, readLiteral } from "./data_literal.ts";
import { matchEnd, positionOf, TRIVIA } from "./literal_text.ts";

const IMPORT = /import\b[^"'`;()=]*(?:"[^"\n]*"|'[^'\n]*')(?:\s*with\s*\{[^{}]*\})?[ \t]*;?/y;
const NAME = /[A-Za-z_$][\w$]*/y;
const CLOSING = /\s*,?\s*\)[ \t]*;?/y;
const CALLS = {
  preregister: /const\s+([A-Za-z_$][\w$]*)\s*=\s*preregister\s*\(/y,
  amend: /const\s+([A-Za-z_$][\w$]*)\s*=\s*amend\s*\(/y,
};
const MAX_BYTES = 2 ** 20;

/** What a cell of one statement holds. */
export interface DataCell {
  /** The name that the statement declares. */
  readonly name: string;
  /** The name of the registration that is amended; null in a registration's own cell. */
  readonly amended: string | null;
  /** The literal, not yet checked. */
  readonly data: unknown;
}

/** Line ends as one newline each, whatever the editor wrote. */
export function normaliseLineEnds(source: string): string {
  return source.replace(/\r\n?/g, "\n");
}

/**
 * The one statement of a cell, `const NAME = preregister({ … });` or `const NAME = amend(AMENDED, { … });`, read without
 * running it. Imports may stand before it and comments anywhere.
 *
 * @param source the cell's source.
 * @param call the function that the statement calls.
 * @throws {InputError} when the cell holds anything else, an argument that is not pure data or repeats a key, or more than
 * 1 MiB.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(readDataCell("const b = amend(a, { bar: 2 });", "amend"), { name: "b", amended: "a", data: { bar: 2 } });
 * assert.throws(() => readDataCell("const b = amend(a, { bar: 2 }); b.bar = 3;", "amend"), /nothing may follow/);
 * ```
 */
export function readDataCell(source: string, call: keyof typeof CALLS): DataCell {
  const what = call === "amend" ? "amendment" : "pre-registration";
  const bytes = Buffer.byteLength(source);
  if (bytes > MAX_BYTES) {
    throw new InputError(`Reading the ${what} cell failed: it holds ${bytes} bytes; write at most 1 MiB`);
  }
  const text = normaliseLineEnds(source);
  const malformed = (offset: number, why: string): InputError => {
    const found = JSON.stringify(text.slice(offset).split("\n")[0]!.slice(0, 30));
    return new InputError(`Reading the ${what} cell stopped at ${positionOf(text, offset)}, at ${found}: ${why}`);
  };
  let at = skipTrivia(text, 0);
  for (let end = matchEnd(IMPORT, text, at); end > 0; end = matchEnd(IMPORT, text, at)) at = skipTrivia(text, end);
  const form = call === "amend" ? "const NAME = amend(AMENDED, { … });" : "const NAME = preregister({ … });";
  const opening = CALLS[call];
  opening.lastIndex = at;
  const name = opening.exec(text)?.[1];
  if (name === undefined) throw malformed(at, `after the imports comes "${form}"`);
  let start = skipTrivia(text, opening.lastIndex);
  let amended: string | null = null;
  if (call === "amend") {
    const end = matchEnd(NAME, text, start);
    const comma = end < 0 ? -1 : skipTrivia(text, end);
    if (text[comma] !== ",") {
      throw malformed(start, `the name of the amended registration and a comma come here: "${form}"`);
    }
    amended = text.slice(start, end);
    start = skipTrivia(text, comma + 1);
  }
  if (text[start] !== "{") throw notData(text, start);
  const end = literalEnd(text, start);
  if (end < 0) throw malformed(start, "this brace, or a text or comment behind it, is never closed");
  const data = readLiteral(text, start, end);
  const behind = skipTrivia(text, end);
  const closed = matchEnd(CLOSING, text, behind);
  if (closed < 0) throw notData(text, behind);
  const rest = skipTrivia(text, closed);
  if (rest < text.length) throw malformed(rest, `nothing may follow the ${what}; use another cell`);
  return { name, amended, data };
}

function skipTrivia(source: string, at: number): number {
  return matchEnd(TRIVIA, source, at);
}
