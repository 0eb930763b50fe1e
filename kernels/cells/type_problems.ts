import { pathToFileURL } from "node:url";
import { plainNames } from "../guard/language/mod.ts";
import { type CompilerMessage, compilerMessages } from "./compiler_messages.ts";
import type { NotebookCells } from "./notebook_cells.ts";
import type { CellProblem } from "./problem.ts";
import { runDeno } from "./run_deno.ts";

/** A notebook's code and the file that its module has been written to. */
export interface WrittenCells {
  readonly notebook: NotebookCells;
  readonly file: string;
}

/**
 * Type-checks the modules of notebooks with one `deno check`.
 *
 * @param written The notebooks.
 * @param deno Path of the Deno executable.
 * @param flags Which configuration to use.
 * @returns The problems of each notebook, in order; what is wrong outside of the cells is a problem of every notebook.
 */
export async function typeProblems(
  written: readonly WrittenCells[],
  deno: string,
  flags: readonly string[],
): Promise<CellProblem[][]> {
  // The kernel may import from anywhere.
  const words = ["check", "--allow-import", ...flags];
  const { status, stderr } = await runDeno(deno, [...words, ...written.map(({ file }) => file)]);
  if (status === 0) return written.map(() => []);
  const messages = compilerMessages(stderr);
  // What ends the check hides the other notebooks' problems.
  if (written.length > 1 && (messages.length === 0 || messages.some(({ code }) => code === "error"))) {
    return (await Promise.all(written.map((one) => typeProblems([one], deno, flags)))).flat();
  }
  if (messages.length === 0) {
    messages.push({
      code: "error",
      message: stderr.trim() || `deno check ended with ${status}`,
      file: null,
      line: null,
    });
  }
  const files = written.map(({ file }) => pathToFileURL(file).href);
  return written.map(({ notebook }, index) =>
    messages
      .filter(({ file }) => file === null || file === files[index] || !files.includes(file))
      .map((message) => problemOf(notebook, message, files[index]!))
  );
}

function problemOf(notebook: NotebookCells, message: CompilerMessage, file: string): CellProblem {
  const own = message.file === file ? notebook.placeOf(message.line!) : null;
  const elsewhere = message.file === null || message.file === file ? "" : ` (${message.file}:${message.line})`;
  return {
    cell: own?.cell ?? null,
    line: own?.line ?? null,
    kind: "type",
    rule: message.code,
    message: plainNames(message.message) + elsewhere,
  };
}
