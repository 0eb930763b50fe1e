import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import canonicalize from "canonicalize";
import { ThermolabError } from "../../lib/errors.ts";
import {
  compareEvaluations,
  completeLedger,
  effectiveSeeds,
  evaluate,
  type Ledger,
  readLedger,
  readSweepReport,
  type RunContext,
  type RunMode,
  type SweepPart,
} from "../../lib/verdict/mod.ts";
import type { NotebookDocument, RunEvent, RunReport } from "../runner/mod.ts";
import { displaysPerCell } from "./displays.ts";
import { executeInContext } from "./execute_in_context.ts";
import type { NotebookFile } from "./find_notebooks.ts";
import { thisMachine, versions } from "./machine.ts";
import { journalProblem, type KeptRun, keptRun } from "./kept_run.ts";
import { ROOT } from "./repository.ts";
import { contextOf, experimentName, type RunIdentity, runIdentity } from "./run_identity.ts";

/** How a notebook is to be run. */
export interface ExecutionPlan {
  readonly mode: RunMode;
  /** Seconds per cell; `null`: no limit. */
  readonly timeoutSeconds: number | null;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal: AbortSignal;
  /** Where the journals of interrupted runs lie, so that the same run goes on where it was stopped; none without it. */
  readonly journalFolder?: string;
  /** Takes a sentence on what became of an interrupted run. */
  readonly onNote?: (text: string) => void;
  /** Sampling seeds in place of the registered ones, for a re-execution. */
  readonly seeds?: Readonly<Record<string, number>>;
  /** Texts that set parameters of the notebook, by name. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Saves the notebook as far as it has come, while it runs. */
  readonly onAutosave?: (document: NotebookDocument) => void;
  /** The cells come from the store of a sweep; where one is missing the run ends, and the report says which are. */
  readonly sweep?: Pick<SweepPart, "store" | "report">;
}

/** What came out. */
export interface ExperimentRun {
  /** The executed notebook, up to the failure if there is one. */
  readonly document: NotebookDocument;
  /** The completed ledger; `null` after a failure and where the notebook keeps none. */
  readonly ledger: Ledger | null;
  /** Why the run is red, else `null`. */
  readonly failure: string | null;
  readonly seconds: number;
  /**
   * After a clean run with a journal, the journal's path: whoever has written what came out removes it with
   * `removeJournal`. Else `null`; a journal of a run that is red stays, for the next one to go on from.
   */
  readonly journal: string | null;
  /** How the cells went. */
  readonly report: RunReport;
}

/** A notebook ran to its end, but its ledger is not the record of that run. */
export class LedgerMissingError extends ThermolabError {
  override name = "LedgerMissingError";
}

/**
 * Executes a notebook on the Deno kernel that runs this program, in the notebook's own folder, and completes the ledger
 * that it saves. A notebook with a pre-registration must save a ledger whose rows answer just that registration.
 *
 * @param notebook The notebook; its file is not touched.
 * @param plan How to run it.
 * @returns The outcome; a failure inside the notebook is part of it.
 * @throws {KernelStartError} When no kernel can be started.
 * @throws {JournalError} When an interrupted run has left a journal that is damaged.
 * @throws {InputError} When a seed is to be replaced that is no sampling seed of the registration.
 */
export async function executeExperiment(notebook: NotebookFile, plan: ExecutionPlan): Promise<ExperimentRun> {
  const folder = await mkdtemp(join(tmpdir(), "thermolab-run-"));
  try {
    // Taken before the run, so that an edit made meanwhile cannot pass for what ran.
    const identity = runIdentity(notebook);
    const start = await startOf(notebook, plan, identity, folder);
    const context: RunContext = {
      ...contextOf(notebook, plan.mode, join(folder, "ledger.json"), identity),
      ...(start.path === null ? {} : { journal: start.path }),
      ...(plan.seeds === undefined ? {} : { seeds: plan.seeds }),
      ...(plan.sweep === undefined ? {} : { sweep: { ...plan.sweep, makes: "none" } }),
    };
    const report = await executeInContext(notebook, context, plan);
    const { document, seconds } = report;
    const red = (failure: string): ExperimentRun => ({
      document,
      ledger: null,
      failure,
      seconds,
      journal: null,
      report,
    });
    // A halt by the registered budget is a result: the ledger says so, and no cell behind it was to run.
    const halted = report.failure?.kind === "cell-error" && await isHalted(context.ledger);
    if (report.failure !== null && !halted) return red(report.failure.message + remedy(report.failure.message));
    try {
      const saved = await savedLedger(context.ledger, notebook, plan.mode, start.path);
      const ledger = saved && completed(saved, report, identity, sweptStart(start, plan.sweep));
      return {
        document,
        ledger,
        failure: null,
        seconds,
        journal: plan.sweep === undefined ? start.path : null,
        report,
      };
    } catch (error) {
      if (!(error instanceof ThermolabError)) throw error;
      return red(error.message);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a run goes on from; the path is `null` where no journal is kept. */
interface Start extends Pick<KeptRun, "startedAt" | "seconds"> {
  readonly path: string | null;
}

async function startOf(
  notebook: NotebookFile,
  plan: ExecutionPlan,
  identity: RunIdentity,
  folder: string,
): Promise<Start> {
  const registration = notebook.preregistration?.registration;
  const seeds = registration && effectiveSeeds(registration, plan.seeds);
  const startedAt = new Date().toISOString();
  // A sweep goes on from its store; the journal is there to compare the ledger with.
  if (plan.sweep !== undefined) return { path: join(folder, "journal"), startedAt, seconds: 0 };
  if (plan.journalFolder === undefined) return { path: null, startedAt, seconds: 0 };
  const name = experimentName(notebook.name);
  return await keptRun(plan.journalFolder, name, {
    schemaVersion: 1,
    experiment: registration?.experiment ?? name,
    mode: plan.mode,
    preregistrationDigest: notebook.preregistration?.digest ?? null,
    ...identity,
    // Without a registration only the notebook, which is compared, knows them.
    ...(seeds === undefined ? {} : { seeds }),
    startedAt,
  }, plan.onNote ?? (() => {}));
}

/** The start with the cells of a sweep in it: when the first was begun, and the seconds that all took, wherever that was. */
function sweptStart(start: Start, sweep: ExecutionPlan["sweep"]): Start {
  const stored = sweep === undefined ? [] : readSweepReport(sweep.report).filter((line) => line.state === "stored");
  return stored.reduce((sum, { seconds, startedAt }) => ({
    ...sum,
    startedAt: startedAt < sum.startedAt ? startedAt : sum.startedAt,
    seconds: sum.seconds + seconds,
  }), start);
}

async function savedLedger(
  path: string,
  notebook: NotebookFile,
  mode: RunMode,
  journal: string | null,
): Promise<Ledger | null> {
  const { preregistration } = notebook;
  if (!existsSync(path)) {
    if (preregistration === null) return null;
    throw new LedgerMissingError(
      "Reading the ledger failed: the notebook has a pre-registration, but saved no ledger; end it with `await ledger.save()`",
    );
  }
  const ledger = await readLedger(path);
  const own = ledger.preregistration?.registration ?? null, cell = preregistration?.registration ?? null;
  if (canonicalize(own) !== canonicalize(cell)) {
    throw new LedgerMissingError(
      cell === null
        ? "Reading the ledger failed: it answers a registration that stands in no cell tagged preregistration; tag the cell"
        : "Reading the ledger failed: it does not answer the registration of the cell tagged preregistration; hand createLedger just that",
    );
  }
  if (ledger.mode !== mode) {
    throw new LedgerMissingError(`Reading the ledger failed: its mode is "${ledger.mode}", the run is "${mode}"`);
  }
  const problem = journal && journalProblem(journal, ledger);
  if (problem !== null) {
    throw new LedgerMissingError(`Reading the ledger failed: ${problem}; delete "${journal}" to start the run afresh`);
  }
  if (cell !== null) {
    const differences = compareEvaluations(ledger.verdict!, evaluate(cell, ledger.rows, mode));
    if (differences.length > 0) {
      throw new LedgerMissingError(
        `Reading the ledger failed: its verdict does not follow from its rows: ${differences[0]!.message}`,
      );
    }
  }
  return ledger;
}

/** Whether the ledger that a failed run has saved ends in a halt by the registered budget. */
async function isHalted(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  const { rows, verdict } = await readLedger(path);
  return verdict?.outcome === "HALT" && rows.some((row) => row.measure === "budgetDecision" && row.value === "HALT");
}

function completed(
  ledger: Ledger,
  report: RunReport,
  { code, lock }: RunIdentity,
  start: Start,
): Ledger {
  return completeLedger(ledger, {
    digests: { code, lock },
    device: thisMachine(),
    versions: versions(ROOT),
    startedAt: start.startedAt,
    finishedAt: new Date().toISOString(),
    displays: displaysPerCell(report.document),
    timings: report.cells.map(({ index, seconds }) => ({ cell: index, seconds: rounded(seconds) })),
    // Timings are those of the cells as they ran last; the total has the time before an interruption in it.
    totals: { seconds: rounded(start.seconds + report.seconds) },
  });
}

/** Milliseconds are all that a wall-clock time of a cell can be trusted with. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** What a notebook outside of the repository needs, so that its cells can import the library. */
function remedy(message: string): string {
  if (!/Import "thermolab" not a dependency/.test(message)) return "";
  const config = JSON.stringify({ importMap: join(ROOT, "deno.json"), lock: false });
  return `\n  write the file deno.json beside the notebook, with ${config}`;
}
