import { fileURLToPath } from "node:url";
import { type NotebookCell, type NotebookDocument, readNotebook, type RunFailure } from "../../kernels/runner/mod.ts";

/** One way in which a cell can fail. */
export interface CanaryCase {
  readonly name: string;
  /** What the runner must say, `null` where nothing has failed. */
  readonly red: RunFailure["kind"] | null;
  /** What a stock client says on Deno's plain kernel; `any` where it depends on the moment. */
  readonly stock: "green" | "red" | "any";
  /** A cell that is well, the cells of the case, and another one that is well. */
  readonly document: NotebookDocument;
}

/** The cases of the canary notebook, in their order. */
export function canaryCases(): CanaryCase[] {
  const whole = readNotebook(fileURLToPath(new URL("canary.ipynb", import.meta.url)));
  const cases = new Map<string, CanaryCase>();
  for (const cell of whole.cells) {
    const labels = cell.metadata["canary"] as { case: string; red: CanaryCase["red"]; stock: CanaryCase["stock"] };
    if (labels === undefined) continue;
    const { case: name, red, stock } = labels;
    const one = cases.get(name) ?? { name, red, stock, document: { ...whole, cells: [well("before", 1)] } };
    one.document.cells.push(cell);
    cases.set(name, one);
  }
  for (const { document } of cases.values()) document.cells.push(well("after", 2));
  return [...cases.values()];
}

function well(id: string, value: number): NotebookCell {
  return { cell_type: "code", id, metadata: {}, source: `${value};`, execution_count: null, outputs: [] };
}
