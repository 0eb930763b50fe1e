import { availableParallelism } from "node:os";
import process from "node:process";
import { InputError } from "../../lib/errors.ts";
import { findPreregistration, REEXECUTION_ALPHA } from "../../lib/verdict/mod.ts";
import { checkCells, problemText } from "../cells/mod.ts";
import { createProgress, type NotebookDocument, type RunEvent, runParallel } from "../runner/mod.ts";
import { parseArguments, positiveNumber } from "./arguments.ts";
import { checkNotebook, type NotebookCheck, type Rerun } from "./check_notebook.ts";
import { denoPath } from "./deno_path.ts";
import { type Command, EXIT, type Terminal } from "./command.ts";
import { locateNotebooks, readDenoNotebook } from "./find_notebooks.ts";
import { oneLine } from "./one_line.ts";
import { QUICK_TIMEOUT_SECONDS } from "./run.ts";

/** A kernel takes up to half a gigabyte. */
const MOST_AT_ONCE = 4;

/** `lab check`: whether what is recorded holds. */
export const check: Command = {
  usage: `Usage: lab check [EXP…] [--static] [--new-seeds N] [--parallel N] [--json]

Checks each experiment: its cells as code (types, lint, format, hidden state); its outputs; its pre-registration against
the freeze record, and by the history of commits that the freeze precedes the results; the registration in the ledger;
the verdict recomputed from the ledger's rows; the numbers in its prose; the ledgers and files that it has read. Then
runs the notebook in quick mode: the same seeds must give the same bits.
EXP is a number (05), a notebook's name, or the path of any notebook; without it, all experiments are checked.

  --static       leave out the run
  --new-seeds N  run with the sampling seeds N, N + 1, … instead: verdicts must agree, and values within their
                 Monte-Carlo errors, at a family-wise false-alarm rate of ${REEXECUTION_ALPHA} a notebook
  --parallel N   how many notebooks run at the same time, default one for each core, at most ${MOST_AT_ONCE}
  --json         print one JSON object

Exit codes: 0 holds · 1 fails · 2 something could not be checked, such as the order of commits of a shallow clone · 64 bad
input`,
  async run(args, terminal) {
    const parsed = parseArguments("check", args, {
      "--static": "switch",
      "--new-seeds": "value",
      "--parallel": "value",
      "--json": "switch",
    });
    const json = parsed.has("--json"), newSeeds = parsed.value("--new-seeds");
    if (newSeeds !== undefined && parsed.has("--static")) {
      throw new InputError("Cannot use --new-seeds beside --static: it asks for a run; leave one of them out");
    }
    const seed = newSeeds === undefined ? null : positiveNumber("--new-seeds", newSeeds, "whole number");
    const atOnce = String(Math.min(availableParallelism(), MOST_AT_ONCE));
    const parallel = positiveNumber("--parallel", parsed.value("--parallel") ?? atOnce, "whole number");
    // All are read before the first one runs.
    const notebooks = locateNotebooks(parsed.positionals).map((place) => ({
      place,
      document: readDenoNotebook(place.path),
    }));
    const progress = createProgress(process.stderr);
    const checks: NotebookCheck[] = [];
    // One compiler for all of them: most of its time is the library.
    const cells = await checkCells(notebooks.map(({ place, document }) => ({ path: place.path, document })), {
      deno: denoPath(),
    });
    const note = (text: string): void => progress.above(() => terminal.err(text));
    const jobs = notebooks.map(({ place, document }) => async (): Promise<NotebookCheck> => {
      const seeds = seed === null ? {} : samplingSeeds(document, seed);
      const rerun: Rerun | null = parsed.has("--static") ? null : {
        plan: {
          mode: "quick",
          timeoutSeconds: QUICK_TIMEOUT_SECONDS,
          onEvent: followed(() => progress.notebook(place.name)),
          signal: terminal.signal,
          ...(Object.keys(seeds).length === 0 ? {} : { seeds }),
        },
        onNote: (text) => note(`${place.name}: ${text}\n`),
      };
      note(`Checking ${place.name}${rerun === null ? "" : " (with a run in quick mode)"}\n`);
      if (seed !== null && Object.keys(seeds).length === 0) {
        note(`${place.name}: no sampling seeds are registered, so the run has the same seeds\n`);
      }
      return await checkNotebook(place, document, rerun, cells.get(place.path)!.map(problemText));
    });
    await runParallel(jobs, parallel, {
      signal: terminal.signal,
      onResult: (done) => {
        if (terminal.signal.aborted) return;
        checks.push(done);
        if (!json) progress.above(() => print(done, terminal));
      },
    });
    if (terminal.signal.aborted) return EXIT.interrupted;
    if (json) terminal.out(`${JSON.stringify({ experiments: checks.map(asJson) }, null, 2)}\n`);
    if (checks.some(({ status }) => status === "fails")) return EXIT.failed;
    return checks.some(({ status }) => status === "not-checked") ? EXIT.notChecked : EXIT.ok;
  },
};

/** New values for the registered sampling seeds; none where the registration cannot be read, which the check tells. */
function samplingSeeds(document: NotebookDocument, seed: number): Record<string, number> {
  try {
    const names = findPreregistration(document)?.registration.samplingSeeds ?? [];
    return Object.fromEntries(names.map((name, i) => [name, seed + i]));
  } catch (error) {
    if (error instanceof InputError) return {};
    throw error;
  }
}

/** Opens the progress line with the first event: a notebook that fails before its run has none. */
function followed(open: () => (event: RunEvent) => void): (event: RunEvent) => void {
  let follow: ((event: RunEvent) => void) | undefined;
  return (event) => (follow ??= open())(event);
}

function print({ name, status, draft, verdict, problems, notChecked }: NotebookCheck, terminal: Terminal): void {
  const verdicts = verdict?.predictions.map(({ id, verdict }) => `${id} ${verdict}`).join(", ");
  const recorded = draft
    ? ": a draft, neither frozen nor recorded"
    : verdict === null
    ? ""
    : `: ${verdicts}; outcome ${verdict.outcome}`;
  terminal.out(`${name} ${status === "not-checked" ? "is not checked" : status}${recorded}\n`);
  for (const problem of problems) terminal.err(`${name}: ${oneLine(problem)}\n`);
  for (const { id, message } of notChecked) terminal.err(`${name}: NOT CHECKED (${id}): ${oneLine(message)}\n`);
}

function asJson({ name, status, verdict, problems, notChecked }: NotebookCheck): object {
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
    problems: [...problems, ...notChecked.map(({ message }) => message)].map(oneLine),
    notChecked: notChecked.map(({ id, message }) => ({ id, message: oneLine(message) })),
  };
}
