import { findInterpolations, type Interpolation } from "./interpolation_markers.ts";
import { numberTokens, signBefore } from "./number_tokens.ts";

/** A number of a text. */
export interface ProseNumber {
  /** Which number of the text it is, from 0. */
  readonly index: number;
  /** As it is written, with its sign; for an interpolated one the sign before it and the whole value. */
  readonly text: string;
  /** Where its first digit stands in the text, line ends counted as one character. */
  readonly offset: number;
  /** The words around it. */
  readonly context: string;
  /** How it is interpolated; null for a number that is only written. */
  readonly interpolation: Interpolation | null;
}

const CONTEXT = 24;

/**
 * Every number of a Markdown text in order, in running text, formulas, code and names alike: a digit that changes, or a
 * sign before one, changes a number. A value between interpolation markers is one number, whatever it says.
 *
 * @param markdown with line ends of any kind.
 * @param options `markers: false` reads markers as plain text, as for Markdown that a program has displayed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const numbers = proseNumbers("P4: 45/48 cells, $T_O =$ <!--= totalTime | 1 -->9.7<!--/--> sweeps");
 * assert.deepEqual(numbers.map(({ text }) => text), ["4", "45", "48", "9.7"]);
 * assert.equal(numbers[3]!.interpolation!.expression, "totalTime");
 * assert.equal(numbers[1]!.context, "P4: 45/48 cells, $T_O =$ 9.7");
 * ```
 */
export function proseNumbers(markdown: string, options: { readonly markers?: boolean } = {}): ProseNumber[] {
  const text = markdown.replace(/\r\n?/g, "\n");
  const interpolations = options.markers === false ? [] : findInterpolations(text).found;
  const written = numberTokens(masked(text, interpolations)).map(({ text, offset }) => {
    return { text, offset, end: offset + text.length, interpolation: null };
  });
  const tied = interpolations.map((interpolation) => {
    const { value, start, end, from } = interpolation;
    return { text: signBefore(text, 0, from) + value.trim(), offset: start, end, interpolation };
  });
  return [...written, ...tied].sort((a, b) => a.offset - b.offset).map(({ end, ...number }, index) => {
    return { index, ...number, context: around(text, number.offset, end) };
  });
}

/** The text with letters in place of what the markers enclose, so that all else keeps its place. */
function masked(text: string, interpolations: readonly Interpolation[]): string {
  let result = "", done = 0;
  for (const { from, to } of interpolations) {
    result += text.slice(done, from) + "x".repeat(to - from);
    done = to;
  }
  return result + text.slice(done);
}

function around(text: string, start: number, end: number): string {
  const before = visible(text.slice(Math.max(0, start - 400), start)).slice(-CONTEXT);
  const after = visible(text.slice(end, end + 400)).slice(0, CONTEXT);
  const whole = [
    before.length === CONTEXT ? before.replace(/^\S*\s+(?=\S)/, "") : before,
    text.slice(start, end),
    after.length === CONTEXT ? after.replace(/\s+\S*$/, "") : after,
  ];
  return whole.join("").replace(/\s+/g, " ").replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "").trim();
}

/** Without comments, and without the piece of one at either end. */
function visible(text: string): string {
  return text.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?-->/, "").replace(/<!--[\s\S]*$/, "");
}
