import type { NotebookDocument, Output } from "../../kernels/runner/mod.ts";

/** How the outputs of an executed notebook differ from those it should have, cell by cell: kinds and forms, not content. */
export function layoutDifferences(wanted: NotebookDocument, got: NotebookDocument): string[] {
  if (wanted.cells.length !== got.cells.length) return [`${got.cells.length} of ${wanted.cells.length} cells`];
  return wanted.cells.flatMap((cell, i) => {
    const other = got.cells[i]!;
    if (cell.cell_type !== "code" || other.cell_type !== "code") return [];
    const [expected, found] = [cell.outputs, other.outputs].map((outputs) => outputs.map(formOf).join("; "));
    return expected === found ? [] : [`cell ${i + 1} has "${found}" and not "${expected}"`];
  });
}

/** How many outputs a notebook has. */
export function outputCount({ cells }: NotebookDocument): number {
  return cells.reduce((sum, cell) => sum + (cell.cell_type === "code" ? cell.outputs.length : 0), 0);
}

function formOf(output: Output): string {
  // Plotly's extension of JupyterLab adds a PNG when it saves.
  const forms = "data" in output ? Object.keys(output.data).filter((mime) => mime !== "image/png").sort() : [];
  return [output.output_type, ...forms].join(" ");
}
