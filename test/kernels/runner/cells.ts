import type { CodeCell, NotebookCell, NotebookDocument } from "../../../kernels/runner/mod.ts";

/** A code cell with the given source, and tags if any. */
export function code(source: string, ...tags: string[]): CodeCell {
  return { cell_type: "code", metadata: tags.length > 0 ? { tags } : {}, source, execution_count: null, outputs: [] };
}

export function markdown(source: string): NotebookCell {
  return { cell_type: "markdown", metadata: {}, source };
}

/** A notebook of format 4.5 whose cells are called c0, c1, …. */
export function notebook(...cells: NotebookCell[]): NotebookDocument {
  const kernelspec = { display_name: "Deno", language: "typescript", name: "deno" };
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec },
    cells: cells.map((cell, i) => ({ id: `c${i}`, ...cell })),
  };
}
