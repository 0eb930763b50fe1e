/** A value of the ledger in a markdown cell, between its two markers. */
export interface Interpolation {
  /** What of the ledger it shows. */
  readonly expression: string;
  /** How many digits, such as "3" (decimals) or "3s" (significant); null where it is left open. */
  readonly digits: string | null;
  /** The text between the markers. */
  readonly value: string;
  /** Where that text begins and ends. */
  readonly start: number;
  readonly end: number;
  /** Where the opening marker begins and the closing one ends. */
  readonly from: number;
  readonly to: number;
}

/** The interpolations of a text, in order, and what is wrong with its markers, one phrase each. */
export interface FoundInterpolations {
  readonly found: readonly Interpolation[];
  readonly faults: readonly string[];
}

// Opening, closing, and torn: one without its end, which would hide all that follows.
const MARKER = /<!--\s*(?:=((?:(?!-->|<!--)[\s\S])*)-->|(\/)\s*-->|=((?:(?!<!--).)*))/g;
// In a table the bar is written "\|", as it would end the table's cell otherwise.
const CONTENT = /^([\s\S]*?)(?:\\?\|\s*(\d+s?)\s*)?$/;

/**
 * Finds `<!--= EXPRESSION | DIGITS -->VALUE<!--/-->`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { found, faults } = findInterpolations("A gap of <!--= gap(beta=3) | 3 -->0.648<!--/-->, <!--= P4 -->0");
 * assert.deepEqual(found.map(({ expression, digits, value }) => [expression, digits, value]), [["gap(beta=3)", "3", "0.648"]]);
 * assert.match(faults[0]!, /"P4" is not closed/);
 * ```
 */
export function findInterpolations(text: string): FoundInterpolations {
  const found: Interpolation[] = [], faults: string[] = [];
  let open: { content: string; from: number; start: number } | null = null;
  const unclosed = (content: string) =>
    faults.push(`the marker ${quote(content)} is not closed; close it with <!--/-->`);
  for (const match of text.matchAll(MARKER)) {
    const [whole, content, closing] = match;
    const after = match.index + whole.length;
    if (closing === undefined) {
      if (open !== null) unclosed(open.content);
      open = content === undefined ? null : { content, from: match.index, start: after };
      if (content === undefined) faults.push(`the marker ${quote(match[3]!)} does not end; end it with -->`);
      continue;
    }
    if (open === null) {
      faults.push("a closing marker <!--/--> has no opening one; write <!--= EXPRESSION --> before its value");
      continue;
    }
    const value = text.slice(open.start, match.index);
    // One paragraph cannot reach into another; whatever lies between would be written over.
    if (/\n\s*\n/.test(value)) {
      unclosed(open.content);
      open = null;
      continue;
    }
    const [, expression, digits] = CONTENT.exec(open.content)!;
    const problem = plain(expression!) === "" ? "is empty; name what it shows" : digitsProblem(digits);
    if (problem !== null) faults.push(`the marker ${quote(open.content)} ${problem}`);
    else {
      found.push({
        expression: plain(expression!),
        digits: digits ?? null,
        value,
        start: open.start,
        end: match.index,
        from: open.from,
        to: after,
      });
    }
    open = null;
  }
  if (open !== null) unclosed(open.content);
  return { found, faults };
}

function digitsProblem(digits: string | undefined): string | null {
  if (digits === undefined) return null;
  const count = parseInt(digits), least = digits.endsWith("s") ? 1 : 0;
  return count >= least && count <= 17 ? null : `asks for ${count} digits; ask for ${least} to 17`;
}

/** Spaces of an expression that an editor may have broken into lines. */
function plain(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

function quote(content: string): string {
  return JSON.stringify(plain(content).slice(0, 60));
}
