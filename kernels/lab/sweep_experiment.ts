import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { InputError } from "../../lib/errors.ts";
import { claimFile, lockHolder, readSweepReport, type SweepLine, unlockFile } from "../../lib/verdict/mod.ts";
import { cancelLeftJob, type MissingCell, type SweepEngine, type SweepProgress } from "../sweep/mod.ts";
import { executeExperiment, type ExperimentRun } from "./execute_experiment.ts";
import { type NotebookFile, shortPath } from "./find_notebooks.ts";
import type { SweepSettings } from "./sweep_pass.ts";

const RELEASE_TIMEOUT_MS = 5000;
const RELEASE_PAUSE_MS = 50;
const COUNT_MS = 250;

/** How a sweep is made. */
export interface SweepPlan extends SweepSettings {
  /** The folder of complete cells. */
  readonly store: string;
  readonly engine: SweepEngine;
  readonly progress: SweepProgress;
  readonly signal: AbortSignal;
  /** Takes a sentence on what became of an earlier sweep. */
  readonly onNote: (text: string) => void;
}

/** What came of a sweep. */
export interface SweepOutcome {
  /** The run that all cells were put together in; `null` when some are missing. */
  readonly run: ExperimentRun | null;
  /** Why some are missing, one text each. */
  readonly failures: readonly string[];
  /** How many cells this sweep found complete, and how many it made. */
  readonly found: number;
  readonly made: number;
}

/**
 * Makes the cells of a notebook's grid in several processes, and then the run that has them all. Cells are kept one by one, so
 * that a sweep that is stopped goes on where it was. A notebook whose later cells need values of earlier ones takes several
 * rounds.
 *
 * @param notebook The notebook.
 * @param plan How.
 * @throws {InputError} When another sweep is working in the same store.
 * @throws {SlurmError} When Slurm refuses the job or no longer answers.
 */
export async function sweepExperiment(notebook: NotebookFile, plan: SweepPlan): Promise<SweepOutcome> {
  const { store } = plan, own = join(store, "sweep");
  mkdirSync(store, { recursive: true });
  const holder = claimFile(own);
  if (holder !== null) {
    throw new InputError(
      `Cannot sweep into "${
        shortPath(store)
      }": process ${holder} is doing so; wait for it, stop it, or give another --out`,
    );
  }
  try {
    const left = await cancelLeftJob(store);
    if (left !== null) plan.onNote(`Cancelled the job ${left} of an earlier sweep`);
    await released(store);
    return await rounds(notebook, plan);
  } finally {
    unlockFile(own);
  }
}

/**
 * Removes the store of a sweep, once what came out is written; and the folder above, when nothing else lies there.
 *
 * @param store The folder of complete cells.
 *
 * @example
 * ```ts
 * removeStore("no/such/folder/store");
 * ```
 */
export function removeStore(store: string): void {
  rmSync(store, { recursive: true, force: true });
  try {
    rmdirSync(dirname(store));
  } catch {
    // It holds something else, or is not there.
  }
}

async function rounds(notebook: NotebookFile, plan: SweepPlan): Promise<SweepOutcome> {
  const { progress, signal } = plan, passes = join(plan.store, "passes");
  let found: number | null = null, made = 0;
  for (;;) {
    const { run, lines } = await assembly(notebook, plan);
    const missing = missingOf(lines), complete = lines.filter(({ state }) => state === "stored").length;
    for (const line of lines) if (line.state === "damaged") plan.onNote(`${line.message}; it is made again`);
    if (found === null) {
      found = complete;
      if (complete > 0) plan.onNote(`Going on from ${complete} complete ${complete === 1 ? "cell" : "cells"}`);
    }
    if (signal.aborted || missing.length === 0) return { run: signal.aborted ? null : run, failures: [], found, made };

    rmSync(passes, { recursive: true, force: true });
    mkdirSync(passes);
    progress.round(complete, complete + missing.length);
    const before = cellCount(plan.store), count = (): void => progress.done(complete + cellCount(plan.store) - before);
    const counter = setInterval(count, COUNT_MS);
    try {
      const { store } = plan;
      const { reports, failures } = await plan.engine({
        cells: missing,
        store,
        passes,
        signal,
        onState: progress.state,
      });
      count();
      const lines = reports.flatMap(readSweepReport), done = lines.filter(({ state }) => state === "made").length;
      made += done;
      if (signal.aborted) return { run: null, failures: [], found, made };
      const thrown = lines.flatMap((line) => line.state === "failed" ? [`${line.cell}: ${line.message}`] : []);
      const all = [...thrown, ...failures];
      if (done === 0 && all.length === 0) {
        all.push(`none of ${missing.length} cells could be made, from ${missing[0]!.cell} on: each waits for another`);
      }
      if (all.length > 0) return { run: null, failures: all, found, made };
    } finally {
      clearInterval(counter);
    }
  }
}

/** Runs the notebook on the cells that are there; with all of them, that is the run. */
async function assembly(
  notebook: NotebookFile,
  { mode, timeoutSeconds, signal, store, progress }: SweepPlan,
): Promise<{ run: ExperimentRun; lines: SweepLine[] }> {
  const folder = mkdtempSync(join(tmpdir(), "thermolab-sweep-")), report = join(folder, "report");
  const last = notebook.document.cells.length;
  progress.phase("reading the notebook");
  try {
    const run = await executeExperiment(notebook, {
      mode,
      timeoutSeconds,
      signal,
      sweep: { store, report },
      onEvent: (event) => {
        if (event.type === "cell-started") progress.phase(`reading the notebook, cell ${event.index + 1} of ${last}`);
      },
    });
    return { run, lines: readSweepReport(report) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A worker that has all cells of its round goes on to those of the next, so that more may be made than were missing. */
function cellCount(store: string): number {
  return readdirSync(store).filter((name) => name.endsWith(".cell")).length;
}

function missingOf(lines: readonly SweepLine[]): MissingCell[] {
  return lines.flatMap((line) => line.state === "skipped" ? [{ cell: line.cell, file: line.file }] : []);
}

/** Waits for the workers of a sweep that was killed, which outlive it by a moment, and clears claims and failures away. */
async function released(store: string): Promise<void> {
  for (const name of readdirSync(store)) if (name.endsWith(".cell.failed")) rmSync(join(store, name));
  for (const name of readdirSync(store).filter((file) => file.endsWith(".cell.lock"))) {
    const file = join(store, name.slice(0, -".lock".length));
    for (let waited = 0;; waited += RELEASE_PAUSE_MS) {
      const holder = lockHolder(file);
      if (holder === null) break;
      if (waited >= RELEASE_TIMEOUT_MS) {
        throw new InputError(
          `Cannot sweep into "${
            shortPath(store)
          }": process ${holder} is making the cell "${name}"; wait for it, stop it, ` +
            `or give another --out`,
        );
      }
      await sleep(RELEASE_PAUSE_MS);
    }
    unlockFile(file);
  }
}
