import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { InputError } from "../../lib/errors.ts";
import { findProgram } from "../specs/mod.ts";
import { createSweepProgress, localEngine, sbatchOptions, slurmEngine, type SweepEngine } from "../sweep/mod.ts";
import { type Arguments, oneOf, parseArguments, positiveNumber } from "./arguments.ts";
import { type Command, EXIT } from "./command.ts";
import { denoPath } from "./deno_path.ts";
import { findNotebooks, type NotebookFile, shortPath } from "./find_notebooks.ts";
import { type FinishPlan, finishRun } from "./finish_run.ts";
import { outFolder, refuseOwnFolder } from "./out_folder.ts";
import { QUICK_TIMEOUT_SECONDS } from "./run.ts";
import { experimentName, runIdentity } from "./run_identity.ts";
import { removeStore, sweepExperiment, type SweepOutcome } from "./sweep_experiment.ts";
import { sweepPass, type SweepSettings } from "./sweep_pass.ts";
import type { SweepTask } from "./sweep_task.ts";

/** Tasks of a job array unless the user says otherwise. */
const TASKS = 8;

interface Plan extends FinishPlan, SweepSettings {
  readonly notebook: NotebookFile;
  readonly store: string;
  readonly engine: SweepEngine;
}

/** `lab sweep`: the cells of a grid over several processes. */
export const sweep: Command = {
  usage:
    `Usage: lab sweep EXP [--engine local|slurm] [--workers N] [--tasks N] [--sbatch KEY=VALUE]… [--mode quick|full]
                 [--out DIR] [--record] [--timeout SECONDS]

Makes the cells of an experiment's grid, what the notebook measures inside of ledger.cell(), in several processes, and then
the run that lab run would have made of them: notebook, ledger, page, verdicts. EXP is a number (05), a notebook's name, or
the path of any notebook.

  --engine local      workers on this computer (default)
  --workers N         how many of them; default: as many as there are processors
  --engine slurm      the tasks of a Slurm job array, submitted with sbatch; this repository, the notebook and --out must lie
                      where the nodes see them. Ctrl-C cancels the job
  --tasks N           how many of them, at most; default ${TASKS}
  --sbatch KEY=VALUE  a long option of sbatch, such as --sbatch partition=long --sbatch time=01:00:00
  --mode quick|full   the registered subset, or the whole experiment (default)
  --out DIR           where the executed notebook, the ledger and the page go (default out)
  --record            with --mode full: also write the notebook back, and the ledger to data/results
  --timeout SECONDS   per cell of the notebook; default ${QUICK_TIMEOUT_SECONDS} in quick mode, none in full

Each complete cell is kept in DIR/.cells at once. After an interruption, a failed cell or a lost task the same command makes
only the cells that are missing. Seconds in the ledger are those that the cells took, wherever that was, not the time that
passed; a registered projection of the budget counts them so, too.

Exit codes: 0 clean · 1 a cell, a worker or a task failed, or the verdict differs from the recorded one · 64 bad input ·
130 interrupted`,
  async run(args, terminal) {
    const plan = planOf(args), { notebook, store } = plan;
    const began = performance.now();
    const progress = createSweepProgress(process.stderr, notebook.name);
    let outcome: SweepOutcome;
    try {
      outcome = await sweepExperiment(notebook, {
        ...plan,
        progress,
        signal: terminal.signal,
        onNote: (text) => progress.above(() => terminal.err(`${notebook.name}: ${text}\n`)),
      });
    } finally {
      progress.end();
    }
    const { run, failures, found, made } = outcome;
    if (run === null) {
      for (const failure of failures) terminal.err(`${shortPath(notebook.path)}: ${failure}\n`);
      terminal.err(`${found + made} complete cells are kept; the same command makes the others\n`);
      return terminal.signal.aborted ? EXIT.interrupted : EXIT.failed;
    }
    const seconds = (performance.now() - began) / 1000;
    const good = await finishRun(notebook, { ...run, seconds }, plan, terminal);
    terminal.out(`  ${made} cells made${found === 0 ? "" : `, ${found} found complete`}\n`);
    if (run.failure === null) removeStore(store);
    return good ? EXIT.ok : EXIT.failed;
  },
};

function planOf(args: readonly string[]): Plan {
  const parsed = parseArguments("sweep", args, {
    "--engine": "value",
    "--workers": "value",
    "--tasks": "value",
    "--sbatch": "values",
    "--mode": "value",
    "--out": "value",
    "--record": "switch",
    "--timeout": "value",
  });
  const mode = oneOf("--mode", parsed.value("--mode") ?? "full", ["quick", "full"]);
  const record = parsed.has("--record");
  if (record && mode === "quick") {
    throw new InputError('Cannot use --record with the mode "quick": only a full run is a record; leave --mode out');
  }
  const timeout = parsed.value("--timeout");
  const timeoutSeconds = timeout === undefined
    ? (mode === "quick" ? QUICK_TIMEOUT_SECONDS : null)
    : positiveNumber("--timeout", timeout, "number");
  const chosen = engineArguments(parsed);
  if (parsed.positionals.length !== 1) {
    const [, second] = parsed.positionals;
    throw new InputError(
      second === undefined
        ? 'Cannot sweep without an experiment; give one, as in "lab sweep 07"'
        : `Cannot sweep ${JSON.stringify(second)} as well; give one experiment`,
    );
  }
  const out = outFolder(parsed.value("--out"));
  const notebook = findNotebooks(parsed.positionals)[0]!;
  refuseOwnFolder(out, notebook.path);
  const store = join(out, ".cells", `${experimentName(notebook.name)}.${mode}`);
  const settings = { mode, timeoutSeconds, identity: runIdentity(notebook) };
  return { ...settings, out, record, notebook, store, engine: engineOf(chosen, notebook, settings, store) };
}

type EngineChoice =
  | { readonly engine: "local"; readonly workers: number }
  | { readonly engine: "slurm"; readonly tasks: number; readonly options: readonly string[] };

function engineArguments(parsed: Arguments): EngineChoice {
  const engine = oneOf("--engine", parsed.value("--engine") ?? "local", ["local", "slurm"]);
  const foreign = (engine === "local" ? ["--tasks", "--sbatch"] : ["--workers"]).find((flag) =>
    parsed.values(flag).length > 0
  );
  if (foreign !== undefined) {
    throw new InputError(
      `Cannot use ${foreign} ${
        JSON.stringify(parsed.values(foreign)[0])
      } with --engine ${engine}; leave one of them out`,
    );
  }
  if (engine === "local") {
    const workers = parsed.value("--workers");
    return {
      engine,
      workers: workers === undefined ? availableParallelism() : positiveNumber("--workers", workers, "whole number"),
    };
  }
  const tasks = positiveNumber("--tasks", parsed.value("--tasks") ?? String(TASKS), "whole number");
  const options = sbatchOptions(parsed.values("--sbatch"));
  for (const name of ["sbatch", "scancel", "scontrol"]) {
    if (findProgram([name], { environment: process.env, platform: process.platform }) !== null) continue;
    throw new InputError(
      `Cannot use --engine "slurm": the program "${name}" is not on the search path; run this where Slurm is installed, or ` +
        `leave --engine out`,
    );
  }
  return { engine, tasks, options };
}

function engineOf(choice: EngineChoice, notebook: NotebookFile, settings: SweepSettings, store: string): SweepEngine {
  if (choice.engine === "local") {
    return localEngine(choice.workers, (part, signal) => sweepPass(notebook, settings, part, signal));
  }
  const { tasks, options } = choice;
  const program = fileURLToPath(new URL("sweep_task.ts", import.meta.url));
  return slurmEngine({
    tasks,
    options,
    name: `lab-sweep-${experimentName(notebook.name)}`,
    command(passes) {
      const task: SweepTask = { ...settings, notebook: notebook.path, store };
      writeFileSync(join(passes, "task.json"), JSON.stringify(task));
      return [denoPath(), "run", "-A", program, passes];
    },
  });
}
