import { joinLines, type NotebookDocument } from "../../kernels/runner/mod.ts";
import { PLOTLY_MIME } from "../../lib/notebook/mod.ts";
import { committed } from "./workspace.ts";

/**
 * A committed notebook as it is.
 *
 * @param mark Trust goes by content: copies with different marks are trusted one by one.
 */
export function figureNotebook(name: string, mark: string): NotebookDocument {
  const copy = committed(name);
  return { ...copy, metadata: { ...copy.metadata, copy: mark } };
}

/**
 * A control: the notebook's first figure in a form that not every viewer shows.
 *
 * @param form `svg`: as an SVG and nothing else; `inline`: as HTML that has the SVG inside.
 */
export function bareFigureNotebook(name: string, mark: string, form: "svg" | "inline"): NotebookDocument {
  const copy = figureNotebook(name, mark), cell = copy.cells[figureCells(copy)[0]!]!;
  if (cell.cell_type !== "code") return copy;
  for (const output of cell.outputs) {
    if (!("data" in output)) continue;
    const { "image/svg+xml": svg, "text/plain": plain } = output.data;
    output.data = { [form === "svg" ? "image/svg+xml" : "text/html"]: svg!, "text/plain": plain! };
  }
  return { ...copy, cells: [cell] };
}

/** The places of the code cells that show a figure. */
export function figureCells({ cells }: NotebookDocument): number[] {
  return cells.flatMap((cell, i) =>
    cell.cell_type === "code" && cell.outputs.some((output) => "data" in output && "image/svg+xml" in output.data)
      ? [i]
      : []
  );
}

/** What the figures of a notebook say to those who cannot see them, by which each picture is found again. */
export function figureAlts({ cells }: NotebookDocument): string[] {
  const outputs = cells.flatMap((cell) => cell.cell_type === "code" ? cell.outputs : []);
  return outputs.flatMap((output) => {
    if (!("data" in output) || !(PLOTLY_MIME in output.data)) return [];
    const alt = / alt="([^"]*)"/.exec(joinLines(output.data["text/html"] as string))?.[1] ?? "a figure without words";
    return [alt.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&amp;", "&")];
  });
}
