import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { InputError } from "../../lib/errors.ts";
import { messageOf } from "../protocol/mod.ts";
import { createProgress, type NotebookDocument, parseSettings, runParallel, writeNotebook } from "../runner/mod.ts";
import { oneOf, parseArguments, positiveNumber } from "./arguments.ts";
import { type Command, EXIT } from "./command.ts";
import { executeExperiment, type ExperimentRun } from "./execute_experiment.ts";
import { findNotebooks, type NotebookFile } from "./find_notebooks.ts";
import { type FinishPlan, finishRun } from "./finish_run.ts";
import { outFolder, refuseOwnFolder } from "./out_folder.ts";

/** Seconds that a cell may take in quick mode unless the user says otherwise. */
export const QUICK_TIMEOUT_SECONDS = 600;

interface Plan extends FinishPlan {
  readonly timeoutSeconds: number | null;
  readonly parameters: Readonly<Record<string, string>> | null;
  readonly parallel: number;
}

/** `lab run`: executes notebooks and writes what came out. */
export const run: Command = {
  usage: `Usage: lab run [EXP…] [--mode quick|full] [--out DIR] [--record] [--timeout SECONDS]
               [--set NAME=VALUE]… [--parallel N]

Executes notebooks on the Deno kernel and prints their verdicts. A full run that was interrupted goes on where it stopped.
EXP is a number (05), a notebook's name, or the path of any notebook; without it, all experiments run.

  --mode quick|full    the registered subset (default) or the whole experiment
  --out DIR            where the executed notebook, the ledger and the page go (default out)
  --record             with --mode full: also write the notebook back, and the ledger to data/results;
                       for a notebook elsewhere, to results beside it
  --timeout SECONDS    per cell; default ${QUICK_TIMEOUT_SECONDS} in quick mode, none in full
  --set NAME=VALUE     sets a parameter that the notebook takes with parameters(); typed and checked there
  --parallel N         how many notebooks run at the same time, default 1

A notebook in a folder of your own can import the library when a file deno.json beside it says
{"importMap": "PATH OF THIS REPOSITORY/deno.json", "lock": false}.

Exit codes: 0 clean · 1 something went wrong in a notebook, or a verdict differs from the recorded one · 64 bad input`,
  async run(args, terminal) {
    const { plan, notebooks } = planOf(args);
    const progress = createProgress(process.stderr);
    let code: number = EXIT.ok;
    const jobs = notebooks.map((notebook, i) => async (): Promise<ExperimentRun> => {
      const place = `${plan.mode}, ${i + 1} of ${notebooks.length}`;
      progress.above(() => terminal.err(`Running ${notebook.name} (${place})\n`));
      try {
        return await executeExperiment(notebook, {
          mode: plan.mode,
          timeoutSeconds: plan.timeoutSeconds,
          onEvent: progress.notebook(notebook.name),
          signal: terminal.signal,
          onNote: (text) => progress.above(() => terminal.err(`${notebook.name}: ${text}\n`)),
          onAutosave: (document) => autosave(plan.out, notebook, document),
          // A run with other parameters is another run.
          ...(plan.parameters === null
            ? { journalFolder: join(plan.out, ".journal") }
            : { parameters: plan.parameters }),
        });
      } catch (error) {
        if (error instanceof InputError) throw error;
        throw new Error(`${notebook.name}: ${messageOf(error)}`, { cause: error });
      }
    });
    await runParallel(jobs, plan.parallel, {
      signal: terminal.signal,
      onResult: async (outcome, i) => {
        const text: [stream: "out" | "err", text: string][] = [];
        const held = {
          ...terminal,
          out: (part: string) => void text.push(["out", part]),
          err: (part: string) => void text.push(["err", part]),
        };
        const good = await finishRun(notebooks[i]!, outcome, plan, held);
        progress.above(() => text.forEach(([stream, part]) => terminal[stream](part)));
        if (outcome.report.failure?.kind === "parameters") code = EXIT.badInput;
        else if (!good) code = code === EXIT.ok ? EXIT.failed : code;
      },
    });
    if (terminal.signal.aborted) return EXIT.interrupted;
    return code;
  },
};

function planOf(args: readonly string[]): { plan: Plan; notebooks: NotebookFile[] } {
  const parsed = parseArguments("run", args, {
    "--mode": "value",
    "--out": "value",
    "--record": "switch",
    "--timeout": "value",
    "--set": "values",
    "--parallel": "value",
  });
  const mode = oneOf("--mode", parsed.value("--mode") ?? "quick", ["quick", "full"]);
  const record = parsed.has("--record");
  if (record && mode === "quick") {
    throw new InputError('Cannot use --record with the mode "quick": only a full run is a record; add --mode full');
  }
  const settings = parsed.values("--set");
  if (record && settings.length > 0) {
    throw new InputError(
      `Cannot use --set ${JSON.stringify(settings[0])} beside --record: a record is what the notebook says by itself`,
    );
  }
  const parameters = settings.length === 0 ? null : parseSettings(settings);
  const parallel = positiveNumber("--parallel", parsed.value("--parallel") ?? "1", "whole number");
  const timeout = parsed.value("--timeout");
  const timeoutSeconds = timeout === undefined
    ? (mode === "quick" ? QUICK_TIMEOUT_SECONDS : null)
    : positiveNumber("--timeout", timeout, "number");
  const out = outFolder(parsed.value("--out"));
  const notebooks = findNotebooks(parsed.positionals);
  for (const { path } of notebooks) refuseOwnFolder(out, path);
  return { plan: { mode, out, record, timeoutSeconds, parameters, parallel }, notebooks };
}

/** A run that is stopped from outside leaves what it has reached. */
function autosave(out: string, { path }: NotebookFile, document: NotebookDocument): void {
  mkdirSync(out, { recursive: true });
  writeNotebook(join(out, basename(path)), document);
}
