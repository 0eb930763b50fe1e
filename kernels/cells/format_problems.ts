import { readFile, writeFile } from "node:fs/promises";
import { ThermolabError } from "../../lib/errors.ts";
import { joinLines, type MultilineText } from "../runner/mod.ts";
import type { NotebookCells } from "./notebook_cells.ts";
import type { CellProblem } from "./problem.ts";
import { runDeno } from "./run_deno.ts";

/**
 * Compares the cells of notebooks with what one `deno fmt` makes of them. The formatter gets copies: its `--check` calls
 * notebooks unformatted that it would leave as they are.
 *
 * @param notebooks The notebooks, each with the path for its copy, which must end in `.ipynb`.
 * @param deno Path of the Deno executable.
 * @param flags Which configuration to use.
 * @returns The problems of each notebook, in order.
 * @throws {ThermolabError} When the formatter fails.
 */
export async function formatProblems(
  notebooks: readonly { readonly notebook: NotebookCells; readonly copy: string }[],
  deno: string,
  flags: readonly string[],
): Promise<CellProblem[][]> {
  await Promise.all(notebooks.map(({ notebook, copy }) => writeFile(copy, JSON.stringify(bare(notebook)))));
  const { status, stderr } = await runDeno(deno, ["fmt", "--quiet", ...flags, ...notebooks.map(({ copy }) => copy)]);
  if (status !== 0) throw new ThermolabError(`Cannot format the cells: ${stderr.trim()}`);
  return await Promise.all(notebooks.map(async ({ notebook, copy }) => {
    const { cells } = JSON.parse(await readFile(copy, "utf8")) as { cells: { source: MultilineText }[] };
    return notebook.cells.flatMap(({ source, syntaxError }, index) => {
      const line = syntaxError === null ? firstDifference(source, joinLines(cells[index]!.source)) : null;
      if (line === null) return [];
      const message = "is not formatted: run deno fmt on the notebook";
      return [{ cell: notebook.numbers[index]!, line, kind: "format" as const, rule: "deno-fmt", message }];
    });
  }));
}

/** A notebook of the code alone, since nothing else is compared. */
function bare({ cells }: NotebookCells): unknown {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: "typescript" } },
    cells: cells.map(({ source, syntaxError }, index) => ({
      cell_type: "code",
      id: `c${index}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source: syntaxError === null ? source : "",
    })),
  };
}

function firstDifference(before: string, after: string): number | null {
  if (before === after) return null;
  const old = before.split("\n"), now = after.split("\n");
  const line = old.findIndex((text, i) => text !== now[i]);
  return line < 0 ? old.length : line + 1;
}
