// Fails when a function or class of mod.ts has no docstring, or no example; the examples themselves are executed by `task examples`.
import { spawnSync } from "node:child_process";
import process from "node:process";

/** What needs no example of its own, with the reason. */
const EXEMPT: Readonly<Record<string, string>> = {
  ThermolabError: "base of the errors",
  InputError: "an error",
  SizeError: "an error",
  ConvergenceError: "an error",
  FigureError: "an error",
  ParameterError: "an error",
  HtmlFragment: "made by html, which has one",
  Progress: "made by progress, which has one",
};

interface Declaration {
  readonly kind: string;
  readonly jsDoc?: { readonly doc?: string; readonly tags?: readonly { readonly kind: string }[] };
}

interface Symbol {
  readonly name: string;
  readonly declarations: readonly Declaration[];
}

/** One sentence for each function or class that is exported without documentation or example. */
export function undocumented(symbols: readonly Symbol[]): string[] {
  return symbols.flatMap(({ name, declarations }) => {
    const own = declarations.filter(({ kind }) => kind === "function" || kind === "class");
    if (own.length === 0) return [];
    // Overloads share the docstring of the first of them.
    if (own.every(({ jsDoc }) => !jsDoc?.doc)) return [`${name} has no docstring`];
    const shown = own.some(({ jsDoc }) => jsDoc?.tags?.some(({ kind }) => kind === "example"));
    return shown || name in EXEMPT ? [] : [`${name} has no @example`];
  });
}

/** The symbols that a module exports, by Deno's documentation generator. */
export function exportedSymbols(module: string, deno: string): Symbol[] {
  const { status, stdout, stderr } = spawnSync(deno, ["doc", "--json", module], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`Could not read the documentation of ${module}: ${stderr}`);
  const { nodes } = JSON.parse(stdout) as { nodes: Record<string, { symbols: Symbol[] }> };
  return Object.values(nodes).flatMap(({ symbols }) => symbols);
}

if (process.argv[1]?.endsWith("documented.ts")) {
  const symbols = exportedSymbols("mod.ts", process.execPath);
  const problems = undocumented(symbols);
  for (const problem of problems) console.error(`mod.ts: ${problem}`);
  if (problems.length > 0 || symbols.length === 0) process.exit(1);
  console.log(`All ${symbols.length} exports of mod.ts are documented`);
}
