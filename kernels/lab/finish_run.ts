import { existsSync } from "node:fs";
import { basename } from "node:path";
import {
  InterpolationError,
  type Ledger,
  readFreezeRecord,
  removeJournal,
  type RunMode,
  writeLedger,
} from "../../lib/verdict/mod.ts";
import { withTimings, writeNotebook } from "../runner/mod.ts";
import type { Terminal } from "./command.ts";
import type { ExperimentRun } from "./execute_experiment.ts";
import { type NotebookFile, shortPath } from "./find_notebooks.ts";
import { differencesFromRecord } from "./recorded.ts";
import { freezePath, recordPath } from "./repository.ts";
import { sealedRecord } from "./seal_prose.ts";
import { verdictText } from "./verdict_text.ts";
import { writeResults } from "./write_results.ts";

/** What is done with what came out of a run. */
export interface FinishPlan {
  readonly mode: RunMode;
  /** The folder for the executed notebook, the ledger and the page. */
  readonly out: string;
  /** Whether the notebook is written back, and the ledger to the results. */
  readonly record: boolean;
}

/**
 * Writes and prints what came out of a run.
 *
 * @param notebook The notebook.
 * @param outcome What came out; its journal is removed.
 * @param plan What is done with it.
 * @param terminal Where to print.
 * @returns Whether it is good.
 */
export async function finishRun(
  notebook: NotebookFile,
  outcome: ExperimentRun,
  plan: FinishPlan,
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

async function compareWithRecord(path: string, ledger: Ledger, plan: FinishPlan, terminal: Terminal): Promise<boolean> {
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
