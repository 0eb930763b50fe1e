import process from "node:process";
import { createProgress, type RunEvent } from "../runner/mod.ts";
import { parseArguments } from "./arguments.ts";
import { checkNotebook, type NotebookCheck } from "./check_notebook.ts";
import { type Command, EXIT, type Terminal } from "./command.ts";
import { locateNotebooks, readDenoNotebook } from "./find_notebooks.ts";
import { oneLine } from "./one_line.ts";
import { QUICK_TIMEOUT_SECONDS } from "./run.ts";

/** `lab check`: whether what is recorded holds. */
export const check: Command = {
  usage: `Usage: lab check [EXP…] [--static] [--json]

Checks each experiment: the notebook's outputs, the digest of its pre-registration, the registration in the ledger, the
verdict recomputed from the ledger's rows; then runs the notebook in quick mode.
EXP is a number (05), a notebook's name, or the path of any notebook; without it, all experiments are checked.

  --static  leave out the run
  --json    print one JSON object

Exit codes: 0 holds · 1 fails · 2 not checked, because there is no recorded ledger · 64 bad input`,
  async run(args, terminal) {
    const parsed = parseArguments("check", args, { "--static": "switch", "--json": "switch" });
    const json = parsed.has("--json");
    // All are read before the first one runs.
    const notebooks = locateNotebooks(parsed.positionals).map((place) => ({
      place,
      document: readDenoNotebook(place.path),
    }));
    const progress = createProgress(process.stderr);
    const checks: NotebookCheck[] = [];
    for (const { place, document } of notebooks) {
      const rerun = parsed.has("--static") ? null : {
        mode: "quick" as const,
        timeoutSeconds: QUICK_TIMEOUT_SECONDS,
        onEvent: followed(() => progress.notebook(place.name)),
        signal: terminal.signal,
      };
      terminal.err(`Checking ${place.name}${rerun === null ? "" : " (with a run in quick mode)"}\n`);
      const done = await checkNotebook(place, document, rerun);
      if (terminal.signal.aborted) return EXIT.interrupted;
      checks.push(done);
      if (!json) print(done, terminal);
    }
    if (json) terminal.out(`${JSON.stringify({ experiments: checks.map(asJson) }, null, 2)}\n`);
    if (checks.some(({ status }) => status === "fails")) return EXIT.failed;
    return checks.some(({ status }) => status === "not-checked") ? EXIT.notChecked : EXIT.ok;
  },
};

/** Opens the progress line with the first event: a notebook that fails before its run has none. */
function followed(open: () => (event: RunEvent) => void): (event: RunEvent) => void {
  let follow: ((event: RunEvent) => void) | undefined;
  return (event) => (follow ??= open())(event);
}

function print({ name, status, verdict, problems, missing }: NotebookCheck, terminal: Terminal): void {
  const verdicts = verdict?.predictions.map(({ id, verdict }) => `${id} ${verdict}`).join(", ");
  const recorded = verdict === null ? "" : `: ${verdicts}; outcome ${verdict.outcome}`;
  terminal.out(`${name} ${status === "not-checked" ? "is not checked" : status}${recorded}\n`);
  for (const problem of problems) terminal.err(`${name}: ${oneLine(problem)}\n`);
  if (missing !== null) terminal.err(`${name}: ${missing}\n`);
}

function asJson({ name, status, verdict, problems, missing }: NotebookCheck): object {
  return {
    id: name,
    status,
    outcome: verdict?.outcome ?? null,
    predictions: (verdict?.predictions ?? []).map(({ id, verdict, measure, error, threshold, published }) => ({
      id,
      verdict,
      measure,
      error,
      threshold,
      published,
    })),
    problems: [...problems, ...(missing === null ? [] : [missing])].map(oneLine),
  };
}
