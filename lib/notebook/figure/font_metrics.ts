// Advance widths of Helvetica (Adobe's font metrics), which Arial and Liberation Sans share, in thousandths of the font size,
// for the characters 32 to 126.
const ASCII = [
  [278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278],
  [556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556],
  [1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778],
  [667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556],
  [333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556],
  [556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584],
].flat();

const OTHERS: readonly (readonly [pattern: RegExp, width: number])[] = [
  [/[\p{M}\u200b-\u200f\u2060\ufeff]/u, 0],
  [/[\u00a0\u2009]/u, 278],
  [/[\u00b2\u00b3\u00b9\u2070-\u208e]/u, 365],
  [/[\u2212\u00d7\u00f7\u00b1\u2248\u2260\u2264\u2265]/u, 584],
  [/[\u2014\u2026\u2190-\u21ff]/u, 1000],
  [/[\u2200-\u22ff\u27c2\u27e8\u27e9]/u, 720],
  [/[\u0391-\u03a9\u0410-\u042f]/u, 722],
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u, 1000],
];
const DEFAULT_WIDTH = 580;

// Bold letters are wider, and a viewer without these fonts falls back to a wider one (DejaVu Sans).
const BOLD_FACTOR = 1.08;
const SAFETY_FACTOR = 1.1;

/** Height of a capital line above and below the baseline, in font sizes. */
export const ASCENT = 0.905;
/** Depth below the baseline, in font sizes. */
export const DESCENT = 0.212;

/**
 * The width of a text in pixels, as Helvetica and Arial set it, a little on the safe side.
 *
 * @param text one line
 * @param fontSize in pixels
 * @param bold whether it is set in bold
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.ok(textWidth("illi", 10) < textWidth("WWWW", 10) / 3);
 * assert.ok(Math.abs(textWidth("10", 100) / 1.1 - 111.2) < 1e-9);
 * ```
 */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let thousandths = 0;
  for (const character of text) thousandths += advance(character);
  return thousandths * fontSize * SAFETY_FACTOR * (bold ? BOLD_FACTOR : 1) / 1000;
}

function advance(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 32) return 0;
  if (code < 127) return ASCII[code - 32]!;
  return OTHERS.find(([pattern]) => pattern.test(character))?.[1] ?? DEFAULT_WIDTH;
}
