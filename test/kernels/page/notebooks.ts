import type { CodeCell, NotebookCell, NotebookDocument, Output } from "../../../kernels/runner/mod.ts";

/** A notebook of the given cells. */
export function notebook(...cells: NotebookCell[]): NotebookDocument {
  return { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec: { name: "deno", language: "typescript" } }, cells };
}

/** A Markdown cell. */
export function prose(source: string, extra: Record<string, unknown> = {}): NotebookCell {
  return { cell_type: "markdown", metadata: {}, source, ...extra };
}

/** A code cell with its outputs. */
export function code(source: string, outputs: Output[] = [], tags: string[] = []): CodeCell {
  return { cell_type: "code", execution_count: 1, metadata: tags.length === 0 ? {} : { tags }, source, outputs };
}

/** A rich output. */
export function shown(data: Record<string, unknown>): Output {
  return { output_type: "display_data", metadata: {}, data: data as never };
}
