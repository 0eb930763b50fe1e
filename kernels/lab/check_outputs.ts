import type { Ledger } from "../../lib/verdict/mod.ts";
import { cellName, isBlank, mayFail, type NotebookDocument } from "../runner/mod.ts";
import { displaysPerCell } from "./displays.ts";

/**
 * Whether a notebook has never been executed: no counts, no outputs.
 *
 * @param document The notebook.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "code" as const, metadata: {}, source: "1", execution_count: null, outputs: [] }];
 * assert.equal(isUnexecuted({ nbformat: 4, nbformat_minor: 4, metadata: {}, cells }), true);
 * ```
 */
export function isUnexecuted(document: NotebookDocument): boolean {
  return document.cells.every((cell) =>
    cell.cell_type !== "code" || (cell.execution_count === null && cell.outputs.length === 0)
  );
}

/**
 * What is wrong with the outputs of a committed notebook: it must have been executed from top to bottom in a fresh
 * kernel, without an error. One that its registered budget has halted ends with the cell that says so.
 *
 * @param document The notebook.
 * @param halted Whether the ledger's outcome is HALT.
 * @returns One sentence per problem.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "code" as const, metadata: {}, source: "1", execution_count: 3, outputs: [] }];
 * const problems = outputProblems({ nbformat: 4, nbformat_minor: 4, metadata: {}, cells });
 * assert.deepEqual(problems, ["cell 1 (1): its execution count is 3, 1 is needed; run the notebook from the top"]);
 * ```
 */
export function outputProblems(document: NotebookDocument, halted = false): string[] {
  const problems: string[] = [];
  let count = 0, ended = false;
  for (const [index, cell] of document.cells.entries()) {
    if (cell.cell_type !== "code") continue;
    const needed = isBlank(cell) || ended ? null : ++count;
    if (cell.execution_count !== needed) {
      problems.push(
        `${
          cellName(document, index)
        }: its execution count is ${cell.execution_count}, ${needed} is needed; run the notebook from the top`,
      );
    }
    const shown = cell.outputs.find((output) => output.output_type === "error");
    if (halted && shown?.output_type === "error" && shown.ename === "BudgetHaltError") {
      ended = true;
      continue;
    }
    if (shown?.output_type === "error" && !mayFail(cell)) {
      problems.push(`${cellName(document, index)}: it shows the error ${shown.ename}: ${shown.evalue}`);
    }
  }
  return problems;
}

/**
 * Where a committed notebook shows another number of displays than its ledger has counted.
 *
 * @param document The notebook.
 * @param displays The ledger's counts.
 * @returns One sentence per cell.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "code" as const, metadata: {}, source: "1", execution_count: 1, outputs: [] }];
 * const document = { nbformat: 4 as const, nbformat_minor: 4, metadata: {}, cells };
 * assert.deepEqual(displayProblems(document, [{ cell: 0, count: 1 }]), ["cell 1 (1): it shows 0 displays, the ledger counts 1"]);
 * ```
 */
export function displayProblems(document: NotebookDocument, displays: Ledger["displays"]): string[] {
  const shown = new Map(displaysPerCell(document).map(({ cell, count }) => [cell, count]));
  const counted = new Map(displays.map(({ cell, count }) => [cell, count]));
  const cells = [...new Set([...shown.keys(), ...counted.keys()])].sort((a, b) => a - b);
  return cells.flatMap((cell) => {
    const here = shown.get(cell), there = counted.get(cell);
    if (here === there) return [];
    if (here === undefined) return [`cell ${cell + 1}: the ledger counts displays of a code cell that is not there`];
    if (there === undefined) return [`${cellName(document, cell)}: the ledger knows no code cell here`];
    return [`${cellName(document, cell)}: it shows ${here} displays, the ledger counts ${there}`];
  });
}
