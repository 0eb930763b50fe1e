import { readFileSync } from "node:fs";
import type { ProseCell, ProseDocument } from "../../../../lib/verdict/prose/prose_document.ts";

/** The committed notebooks that the tests stand on. */
export const NOTEBOOKS = ["00-trainability-theorem", "01-exact-diagonalisation", "05-gap-vs-multimodality"] as const;

/** The file of a committed notebook, with what it interpolates as plain figures: the tests tie their own. */
export function notebookText(name: string): string {
  const text = readFileSync(new URL(`../../../../notebooks/${name}.ipynb`, import.meta.url), "utf8");
  return text.replace(/<!--= .*? -->(.*?)<!--\/-->/g, "$1");
}

export function committed(name: string): ProseDocument {
  return JSON.parse(notebookText(name));
}

export function markdown(source: string | readonly string[], thermolab?: Record<string, unknown>): ProseCell {
  return { cell_type: "markdown", source, metadata: thermolab === undefined ? {} : { thermolab } };
}

/** A code cell that displays Markdown, after a figure that has none. */
export function displaying(text: string): ProseCell {
  const figure = { output_type: "display_data", data: { "text/html": "<b>17</b>", "text/plain": "17" } };
  const shown = { output_type: "display_data", data: { "text/markdown": [text], "text/plain": "x" } };
  return { cell_type: "code", source: "show(12)", metadata: {}, outputs: [figure, shown] };
}

export function notebook(...cells: readonly (ProseCell | string)[]): ProseDocument {
  return { cells: cells.map((cell) => typeof cell === "string" ? markdown(cell) : cell) };
}

/** A text of a notebook that can hold numbers, and how to put another in its place. */
export interface Text {
  readonly cell: number;
  readonly kind: "markdown" | "display";
  readonly text: string;
  /** The notebook with this text in its place, as JSON has it. */
  replaced(document: ProseDocument, text: string): ProseDocument;
}

/** Every markdown cell and every displayed Markdown, read without the code under test. */
export function textsOf(document: ProseDocument): Text[] {
  const join = (stored: unknown) => Array.isArray(stored) ? stored.join("") : String(stored);
  return document.cells.flatMap((cell, i): Text[] => {
    if (cell.cell_type === "markdown") {
      return [{
        cell: i,
        kind: "markdown",
        text: join(cell.source),
        replaced: (of, source) => ({ cells: of.cells.map((c, at) => at === i ? { ...c, source } : c) }),
      }];
    }
    return (cell.outputs ?? []).flatMap((output, k): Text[] => {
      const stored = output.data?.["text/markdown"];
      if (stored === undefined) return [];
      return [{
        cell: i,
        kind: "display",
        text: join(stored),
        replaced: (of, text) => {
          const outputs = of.cells[i]!.outputs!.map((o, at) =>
            at === k ? { ...o, data: { ...o.data, "text/markdown": text } } : o
          );
          return { cells: of.cells.map((c, at) => at === i ? { ...c, outputs } : c) };
        },
      }];
    });
  });
}
