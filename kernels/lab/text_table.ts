/** A column of a table in the terminal. */
export interface Column {
  readonly title: string;
  /** Widest it may become, in characters; longer texts go on in the next line. */
  readonly width: number;
}

/**
 * Rows as an aligned text, wrapped at words, without trailing spaces.
 *
 * @param columns Titles and widths.
 * @param rows One text per column.
 * @returns The table, each line with its end.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const columns = [{ title: "id", width: 4 }, { title: "measure", width: 9 }];
 * assert.equal(textTable(columns, [["P1", "max gap is 0.05"]]), "id  measure\nP1  max gap\n    is 0.05\n");
 * ```
 */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = [
    columns.map(({ title }) => [title]),
    ...rows.map((row) => row.map((text, c) => wrap(text, columns[c]!.width))),
  ];
  const widths = columns.map((_, c) => Math.max(...cells.flatMap((row) => row[c]!.map(length))));
  const lines = cells.flatMap((row) => {
    const height = Math.max(...row.map((lines) => lines.length));
    return Array.from(
      { length: height },
      (_, l) => row.map((lines, c) => padded(lines[l] ?? "", widths[c]!)).join("  "),
    );
  });
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

function wrap(text: string, width: number): string[] {
  if (length(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && length(line) + 1 + length(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function padded(text: string, width: number): string {
  return text + " ".repeat(width - length(text));
}

/** Code points, which is what fixed-width fonts give one column each in the texts of this project. */
function length(text: string): number {
  return [...text].length;
}
