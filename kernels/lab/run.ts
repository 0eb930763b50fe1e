import { existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import process from "node:process";
import { InputError } from "../../lib/errors.ts";
import {
  InterpolationError,
  type Ledger,
  readFreezeRecord,
  removeJournal,
  type RunMode,
  writeLedger,
} from "../../lib/verdict/mod.ts";
import { messageOf } from "../protocol/mod.ts";
import {
  createProgress,
  type NotebookDocument,
  parseSettings,
  runParallel,
  withTimings,
  writeNotebook,
} from "../runner/mod.ts";
import { oneOf, parseArguments, positiveNumber } from "./arguments.ts";
import { type Command, EXIT, type Terminal } from "./command.ts";
import { executeExperiment, type ExperimentRun } from "./execute_experiment.ts";
import { findNotebooks, type NotebookFile, shortPath } from "./find_notebooks.ts";
import { differencesFromRecord } from "./recorded.ts";
import { freezePath, recordPath } from "./repository.ts";
import { sealedRecord } from "./seal_prose.ts";
import { verdictText } from "./verdict_text.ts";
import { writeResults } from "./write_results.ts";

/** Seconds that a cell may take in quick mode unless the user says otherwise. */
export const QUICK_TIMEOUT_SECONDS = 600;

interface Plan {
  readonly mode: RunMode;
  readonly out: string;
  readonly record: boolean;
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
        const good = await finish(notebooks[i]!, outcome, plan, held);
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
  const out = resolve(parsed.value("--out") ?? "out");
  checkFolder(out);
  const notebooks = findNotebooks(parsed.positionals);
  for (const { path } of notebooks) {
    if (existsSync(out) && realpathSync(out) === dirname(path)) {
      throw new InputError(
        `Cannot use --out ${JSON.stringify(shortPath(out))}: the notebook "${
          basename(path)
        }" lies there; give another folder`,
      );
    }
  }
  return { plan: { mode, out, record, timeoutSeconds, parameters, parallel }, notebooks };
}

/** A folder that cannot be made should be known before the hours of a run. */
function checkFolder(out: string): void {
  for (let path = out;; path = dirname(path)) {
    if (!existsSync(path) && path !== dirname(path)) continue;
    if (existsSync(path) && statSync(path).isDirectory()) return;
    throw new InputError(`Cannot use --out ${JSON.stringify(shortPath(out))}: "${path}" is not a folder; give another`);
  }
}

/** A run that is stopped from outside leaves what it has reached. */
function autosave(out: string, { path }: NotebookFile, document: NotebookDocument): void {
  mkdirSync(out, { recursive: true });
  writeNotebook(join(out, basename(path)), document);
}

/** Writes and prints what came out; whether it is good. */
async function finish(
  notebook: NotebookFile,
  outcome: ExperimentRun,
  plan: Plan,
  terminal: Terminal,
): Promise<boolean> {
  const { name, path } = notebook;
  const fileName = basename(path);
  const { seconds, journal } = outcome;
  // What came out is written as it is before anything that may refuse it.
  const results = { fileName, name, mode: plan.mode };
  const write = ({ document, ledger }: Pick<ExperimentRun, "document" | "ledger">): Promise<string[]> =>
    writeResults(plan.out, { ...results, document: withTimings(document, outcome.report), ledger });
  const written = await write(outcome);
  const { document, ledger, failure } = plan.mode === "full" ? sealed(outcome) : outcome;
  if (document !== outcome.document) await write({ document, ledger });
  if (journal !== null) removeJournal(journal);
  terminal.out(`\n${name} (${plan.mode}, ${seconds.toFixed(1)} s)\n`);
  let good = failure === null;
  if (failure !== null) terminal.err(`${shortPath(path)}: ${failure}\n`);
  if (ledger?.verdict) terminal.out(verdictText(ledger.verdict));
  else if (good) terminal.out("no pre-registration, so no verdict\n");
  if (good && plan.mode === "full" && ledger !== null) good = await compareWithRecord(path, ledger, plan, terminal);
  if (failure === null && plan.record) {
    if (notebook.preregistration !== null) await warnUnfrozen(path, notebook.preregistration.digest, terminal);
    written.push(...await record(path, document, ledger));
  }
  for (const file of written) terminal.out(`  ${shortPath(file)}\n`);
  return good;
}

/** The outcome with the values interpolated from the ledger, and the ledger with the numbers of the prose sealed. */
function sealed(outcome: ExperimentRun): ExperimentRun {
  const { document, ledger, failure } = outcome;
  if (ledger === null || failure !== null) return outcome;
  try {
    return { ...outcome, ...sealedRecord(document, ledger) };
  } catch (error) {
    if (error instanceof InterpolationError) return { ...outcome, failure: error.message };
    throw error;
  }
}

/** A record that was not frozen first is never more than NOT CHECKED, and whoever makes one should know. */
async function warnUnfrozen(path: string, digest: string, terminal: Terminal): Promise<void> {
  const at = freezePath(path);
  const frozen = existsSync(at) && (await readFreezeRecord(at)).links.some((link) => link.digest === digest);
  if (frozen) return;
  terminal.err(
    `${shortPath(path)}: this registration is not frozen, so lab check will say NOT CHECKED of the record; ` +
      "run lab freeze and commit its file before the run\n",
  );
}

async function compareWithRecord(path: string, ledger: Ledger, plan: Plan, terminal: Terminal): Promise<boolean> {
  const recordedAt = recordPath(path, "full");
  const differences = await differencesFromRecord(recordedAt, ledger);
  if (differences === null) return true;
  const place = shortPath(recordedAt);
  if (differences.length === 0) {
    terminal.out(`the verdict agrees with the recorded one (${place})\n`);
    return true;
  }
  const text = `the verdict differs from the recorded one (${place}): ${differences.join("; ")}\n`;
  if (plan.record) terminal.out(text);
  else terminal.err(`${shortPath(path)}: ${text}`);
  return plan.record;
}

async function record(path: string, document: ExperimentRun["document"], ledger: Ledger | null): Promise<string[]> {
  writeNotebook(path, document);
  if (ledger === null) return [path];
  const recordedAt = recordPath(path, "full");
  await writeLedger(recordedAt, ledger);
  return [path, recordedAt];
}
