import { pathToFileURL } from "node:url";
import { ThermolabError } from "../../lib/errors.ts";
import { plainNames } from "../guard/language/mod.ts";
import type { CellProblem } from "./problem.ts";
import { runDeno } from "./run_deno.ts";
import type { WrittenCells } from "./type_problems.ts";

/** Notebooks print, await, export nothing, and may name a package where they use it. */
const NOT_IN_CELLS = [
  "explicit-module-boundary-types",
  "no-console",
  "no-import-prefix",
  "no-top-level-await",
];

interface LintReport {
  readonly diagnostics: readonly {
    readonly filename: string;
    readonly range: { readonly start: { readonly line: number } };
    readonly message: string;
    readonly code: string;
    readonly hint?: string;
  }[];
}

/**
 * Lints the modules of notebooks with one `deno lint`, by the rules of the configuration except those that make no sense
 * in cells.
 *
 * @param written The notebooks.
 * @param deno Path of the Deno executable.
 * @param flags Which configuration to use.
 * @returns The problems of each notebook, in order.
 * @throws {ThermolabError} When the linter fails.
 */
export async function lintProblems(
  written: readonly WrittenCells[],
  deno: string,
  flags: readonly string[],
): Promise<CellProblem[][]> {
  const words = ["lint", "--json", ...flags, `--rules-exclude=${NOT_IN_CELLS.join(",")}`];
  const { stdout, stderr } = await runDeno(deno, [...words, ...written.map(({ file }) => file)]);
  const { diagnostics } = parsed(stdout, stderr);
  return written.map(({ notebook, file }) => {
    const url = pathToFileURL(file).href;
    return diagnostics.filter(({ filename }) => filename === url).flatMap(({ range, message, code, hint }) => {
      const place = notebook.placeOf(range.start.line);
      if (place === null) return [];
      const text = plainNames(hint === undefined ? message : `${message}: ${hint}`);
      return [{ ...place, kind: "lint" as const, rule: code, message: text }];
    });
  });
}

function parsed(stdout: string, stderr: string): LintReport {
  try {
    return JSON.parse(stdout) as LintReport;
  } catch {
    throw new ThermolabError(`Cannot lint the cells: ${stderr.trim() || stdout.trim()}`);
  }
}
