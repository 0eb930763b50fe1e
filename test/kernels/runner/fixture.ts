import type { CodeCell, NotebookDocument, Output } from "../../../kernels/runner/mod.ts";
import { executeNotebook, type ExecuteNotebookOptions, type RunReport } from "../../../kernels/runner/mod.ts";
import { DENO } from "../guard/deno_path.ts";

/** Executes a notebook with a limit of 100 s per cell unless told. */
export function execute(
  document: NotebookDocument,
  options: Partial<ExecuteNotebookOptions> = {},
): Promise<RunReport> {
  return executeNotebook(document, {
    cwd: ".",
    deno: DENO!,
    environment: {},
    timeoutSeconds: 100,
    onEvent: () => {},
    ...options,
  });
}

/** The outputs of a code cell. */
export function outputs(report: RunReport, index: number): Output[] {
  return (report.document.cells[index] as CodeCell).outputs;
}

/** Status by status. */
export function statuses(report: RunReport): string[] {
  return report.cells.map((cell) => cell.status);
}
