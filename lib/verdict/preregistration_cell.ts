import { InputError } from "../errors.ts";
import { literalEnd, matchEnd, notData, positionOf, readLiteral, TRIVIA } from "./data_literal.ts";
import { checkPreregistration } from "./preregister.ts";
import type { Preregistration } from "./preregistration.ts";

const IMPORT = /import\b[^"'`;()=]*(?:"[^"\n]*"|'[^'\n]*')(?:\s*with\s*\{[^{}]*\})?[ \t]*;?/y;
const ASSIGNMENT = /const\s+[A-Za-z_$][\w$]*\s*=\s*preregister\s*\(/y;
const CLOSING = /\s*,?\s*\)[ \t]*;?/y;

/** Line ends as one newline each, whatever the editor wrote. */
export function normaliseLineEnds(source: string): string {
  return source.replace(/\r\n?/g, "\n");
}

/**
 * The pre-registration in a notebook cell, read without running the cell. The cell is one statement,
 * `const NAME = preregister({ … });`, with imports before it and comments anywhere.
 *
 * @param source the cell's source.
 * @throws {InputError} when the cell holds anything else, or an argument that is not pure data, or data that
 * {@link preregister} refuses.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => readPreregistrationCell("const plan = preregister({ seeds: { a: seed } });"), /are data/);
 * assert.throws(() => readPreregistrationCell("const plan = preregister({ schemaVersion: 1 });"), /question: missing/);
 * ```
 */
export function readPreregistrationCell(source: string): Preregistration {
  return checkPreregistration(argumentOfCell(normaliseLineEnds(source)));
}

function argumentOfCell(source: string): unknown {
  let at = skipTrivia(source, 0);
  for (let end = matchEnd(IMPORT, source, at); end > 0; end = matchEnd(IMPORT, source, at)) {
    at = skipTrivia(source, end);
  }
  const call = matchEnd(ASSIGNMENT, source, at);
  if (call < 0) throw malformed(source, at, 'after the imports comes "const NAME = preregister({ … });"');
  const start = skipTrivia(source, call);
  if (source[start] !== "{") throw notData(source, start);
  const end = literalEnd(source, start);
  if (end < 0) throw malformed(source, start, "this brace is never closed");
  const argument = readLiteral(source, start, end);
  const behind = skipTrivia(source, end);
  const closed = matchEnd(CLOSING, source, behind);
  if (closed < 0) throw notData(source, behind);
  const rest = skipTrivia(source, closed);
  if (rest < source.length) throw malformed(source, rest, "nothing may follow the registration; use another cell");
  return argument;
}

function skipTrivia(source: string, at: number): number {
  return matchEnd(TRIVIA, source, at);
}

function malformed(source: string, offset: number, why: string): InputError {
  const found = JSON.stringify(source.slice(offset).split("\n")[0]!.slice(0, 30));
  return new InputError(
    `Reading the pre-registration cell stopped at ${positionOf(source, offset)}, at ${found}: ${why}`,
  );
}
