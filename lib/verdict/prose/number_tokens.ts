/** A number as it is written, with its sign, and where its first digit stands. */
export interface NumberToken {
  readonly text: string;
  readonly offset: number;
}

// Every character that Unicode counts as a number, so that no digit is outside of a token: superscripts and fractions too.
// After the digits: decimals and versions, superscript signs, an exponent, a LaTeX exponent, a percent sign.
const NUMBER =
  /(?:(?<![\p{L}\p{N}.])\.)?\p{N}+(?:[.,⁻⁺₋₊]\p{N}+)*(?:[eE][+\-−]?\p{N}+)?(?:\^(?:\{[+\-−]?\p{N}+\}|[+\-−]?\p{N}+))?(?:\\?%)?/gu;

// A sign may stand apart from its number: by spaces, opening brackets, LaTeX commands, emphasis.
const SIGN = /(.?)([+\-−±∓⁻⁺₋₊﹣－]|&minus;)((?:[\s{([$*_`]|\\[A-Za-z]+|\\[,;:!])*)$/su;
const FARTHEST_SIGN = 60;
const DEEPEST_BULLET = 40;

/**
 * Every number of a text, in order, each with its sign. A number that follows another one without a decimal sign between
 * them is a number of its own: "45/48" is two, "2026-01-31" three.
 *
 * @param text with `\n` as line end.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const texts = numberTokens("P1: $10^{-13}$, 5·10²⁶, −0.5 and $-\\tfrac12$").map(({ text }) => text);
 * assert.deepEqual(texts, ["1", "10^{-13}", "5", "10²⁶", "−0.5", "-12"]);
 * ```
 */
export function numberTokens(text: string): NumberToken[] {
  let end = 0;
  return Array.from(text.matchAll(NUMBER), (match) => {
    const sign = signBefore(text, end, match.index);
    end = match.index + match[0].length;
    return { text: sign + match[0], offset: match.index };
  });
}

/** The sign of what begins at `offset`, "" for none; looked for after `end`, where the number before it ends. */
export function signBefore(text: string, end: number, offset: number): string {
  const from = Math.max(end, offset - FARTHEST_SIGN);
  const found = SIGN.exec(text.slice(from, offset));
  if (found === null) return "";
  const [, before, sign, between] = found;
  // Rules, table borders, options and comments.
  if (/[+\-−]/.test(before!)) return "";
  const start = from + found.index + before!.length;
  const isBullet = /^\s/.test(between!) &&
    /(?:^|\n)[ \t>]*$/.test(text.slice(Math.max(0, start - DEEPEST_BULLET), start));
  return isBullet ? "" : sign!;
}
