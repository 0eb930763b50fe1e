/** A place in a text as the language server protocol names it: line and UTF-16 unit, both counted from 0. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/**
 * From Jupyter's way to count, in code points, to JavaScript's.
 *
 * @param text The text.
 * @param cursor How many code points stand before the cursor; beyond the text's end, the end is meant.
 * @returns How many UTF-16 units stand before it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(utf16Offset("𝒳 = 1", 2), 3);
 * ```
 */
export function utf16Offset(text: string, cursor: number): number {
  let units = 0, points = 0;
  for (const point of text) {
    if (points++ >= cursor) break;
    units += point.length;
  }
  return units;
}

/**
 * From JavaScript's way to count to Jupyter's.
 *
 * @param text The text.
 * @param offset How many UTF-16 units stand before the cursor.
 * @returns How many code points stand before it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(codePointOffset("𝒳 = 1", 3), 2);
 * ```
 */
export function codePointOffset(text: string, offset: number): number {
  return [...text.slice(0, offset)].length;
}

/**
 * The line and column of a place.
 *
 * @param text The text.
 * @param offset In UTF-16 units.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(positionAt("a\nbc", 3), { line: 1, character: 1 });
 * ```
 */
export function positionAt(text: string, offset: number): LinePosition {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}

/**
 * The place of a line and column.
 *
 * @param text The text.
 * @param position Line and column; beyond the end, the end is meant.
 * @returns In UTF-16 units.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(offsetAt("a\nbc", { line: 1, character: 1 }), 3);
 * ```
 */
export function offsetAt(text: string, position: LinePosition): number {
  const lines = text.split("\n").slice(0, position.line + 1);
  if (lines.length <= position.line) return text.length;
  const last = lines.pop()!;
  return lines.reduce((sum, line) => sum + line.length + 1, 0) + Math.min(position.character, last.length);
}
