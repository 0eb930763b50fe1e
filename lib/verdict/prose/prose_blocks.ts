import { findInterpolations } from "./interpolation_markers.ts";
import { type ProseCell, type ProseDocument, wholeText } from "./prose_document.ts";
import { type ProseNumber, proseNumbers } from "./prose_numbers.ts";

/** A text of a notebook that holds numbers: a markdown cell, or the Markdown that a code cell displays. */
export interface ProseBlock {
  readonly cell: number;
  readonly output: number | null;
  /** Where the cell says that its figures were taken from. */
  readonly source: string | null;
  readonly numbers: readonly ProseNumber[];
  /** What is wrong with its markers. */
  readonly faults: readonly string[];
}

/** The texts of a notebook in order; those without numbers and markers are left out. */
export function proseBlocks(document: ProseDocument): ProseBlock[] {
  return document.cells.flatMap((cell, index) => blocksOf(cell, index))
    .filter(({ numbers, faults }) => numbers.length > 0 || faults.length > 0);
}

function blocksOf(cell: ProseCell, index: number): ProseBlock[] {
  const source = figureSource(cell);
  if (cell.cell_type === "markdown") {
    const text = wholeText(cell.source) ?? "";
    return [{
      cell: index,
      output: null,
      source,
      numbers: proseNumbers(text),
      faults: findInterpolations(text).faults,
    }];
  }
  if (cell.cell_type !== "code") return [];
  return (cell.outputs ?? []).flatMap(({ data }, output) => {
    const text = wholeText(data?.["text/markdown"]);
    if (text === null) return [];
    return [{ cell: index, output, source, numbers: proseNumbers(text, { markers: false }), faults: [] }];
  });
}

/** The entry `source` of the cell's metadata `thermolab`. */
function figureSource(cell: ProseCell): string | null {
  const own = cell.metadata["thermolab"];
  if (typeof own !== "object" || own === null || !Object.hasOwn(own, "source")) return null;
  const { source } = own as { source: unknown };
  return typeof source === "string" && source.trim() !== "" ? source.trim() : null;
}
