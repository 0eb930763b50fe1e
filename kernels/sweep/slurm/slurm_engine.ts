import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { RoundOutcome, SweepEngine, SweepRound } from "../engine.ts";
import { cancelJob, type JobArray, submitJobArray } from "./job_array.ts";
import { SlurmError } from "./run_program.ts";
import { hasEnded, type TaskState } from "./task_states.ts";

const POLL_MS = 1000;
/** How often Slurm may fail to answer in a row: its controller may be restarted while an array runs. */
const SILENT_POLLS = 60;
const LOG_LINES = 5;

/** How cells are made under Slurm. */
export interface SlurmSettings {
  /** Tasks of the job array, at most. */
  readonly tasks: number;
  /** The job's name. */
  readonly name: string;
  /** Options of `sbatch` in addition. */
  readonly options: readonly string[];
  /**
   * The command of one task, a program and its arguments. It finds its number in `SLURM_ARRAY_TASK_ID`, the cells that it is to
   * make in {@linkcode taskFiles}, and writes its report there.
   *
   * @param passes The folder of the round.
   */
  readonly command: (passes: string) => readonly string[];
}

/**
 * The files of one task.
 *
 * @param passes The folder of the round.
 * @param task The task's number, counted from 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(taskFiles("passes", 3).log, "passes/3.log");
 * ```
 */
export function taskFiles(passes: string, task: number | "%a"): { list: string; report: string; log: string } {
  return {
    list: join(passes, `${task}.json`),
    report: join(passes, `${task}.report`),
    log: join(passes, `${task}.log`),
  };
}

/**
 * Makes cells in the tasks of a Slurm job array. The cells are dealt to the tasks in turn; what a task that ends early leaves
 * is made by the next sweep.
 *
 * @param settings How.
 */
export function slurmEngine(settings: SlurmSettings): SweepEngine {
  return async (round) => {
    const { cells, passes } = round, count = Math.min(settings.tasks, cells.length);
    for (let task = 0; task < count; task++) {
      const own = cells.filter((_, k) => k % count === task).map(({ cell }) => cell);
      writeFileSync(taskFiles(passes, task).list, JSON.stringify(own));
    }
    const script = join(passes, "task.sh");
    writeFileSync(script, `#!/bin/sh\nexec ${settings.command(passes).map(quoted).join(" ")}\n`);
    const { name, options } = settings;
    const job = await submitJobArray({ script, tasks: count, name, log: taskFiles(passes, "%a").log, options });
    writeFileSync(jobFile(round.store), job.id);
    const states = await followed(job, count, round);
    rmSync(jobFile(round.store), { force: true });
    return outcomeOf(job, states, count, round);
  };
}

/**
 * Ends the job array of a sweep that was killed before it could do so.
 *
 * @param store The sweep's store.
 * @returns The number of that job, `null` when there is none.
 * @throws {SlurmError} When Slurm cannot be reached.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(await cancelLeftJob("no/such/folder"), null);
 * ```
 */
export async function cancelLeftJob(store: string): Promise<string | null> {
  const file = jobFile(store);
  if (!existsSync(file)) return null;
  const id = readFileSync(file, "utf8").trim();
  await cancelJob(id);
  rmSync(file, { force: true });
  return id;
}

function jobFile(store: string): string {
  return join(store, "slurm-job");
}

/** The last states; a task that Slurm no longer knows has none. */
async function followed(
  job: JobArray,
  count: number,
  { signal, onState }: SweepRound,
): Promise<Map<number, TaskState>> {
  let states = new Map<number, TaskState>(), cancelled = false;
  for (let silent = 0;;) {
    if (signal.aborted && !cancelled) {
      await job.cancel();
      cancelled = true;
    }
    try {
      const now = await job.states();
      if (now === null) return states;
      states = now;
      silent = 0;
      onState(`job ${job.id}: ${summary(states, count)}`);
      // A task that is not listed has not been looked at yet.
      if (states.size >= count && [...states.values()].every(({ state }) => hasEnded(state))) return states;
    } catch (error) {
      if (!(error instanceof SlurmError) || ++silent > SILENT_POLLS) throw error;
      onState(`job ${job.id}: Slurm does not answer`);
    }
    await sleep(POLL_MS, undefined, cancelled ? {} : { signal }).catch(() => {});
  }
}

function summary(states: ReadonlyMap<number, TaskState>, count: number): string {
  const counts = new Map<string, number>();
  for (let task = 0; task < count; task++) {
    const state = (states.get(task)?.state ?? "PENDING").toLowerCase();
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, n]) => `${n} ${state}`).join(", ");
}

function outcomeOf(
  { id }: JobArray,
  states: ReadonlyMap<number, TaskState>,
  count: number,
  { passes }: SweepRound,
): RoundOutcome {
  const reports: string[] = [], failures: string[] = [];
  for (let task = 0; task < count; task++) {
    const { report, log } = taskFiles(passes, task), state = states.get(task);
    reports.push(report);
    if (state === undefined || state.state === "COMPLETED" || !hasEnded(state.state)) continue;
    const code = /^0:0$|^$/.test(state.exitCode) ? "" : `, exit code ${state.exitCode}`;
    failures.push(`task ${id}_${task} ended as ${state.state}${code}${tail(log)}`);
  }
  return { reports, failures };
}

function tail(log: string): string {
  if (!existsSync(log)) return "; it has no log";
  const lines = readFileSync(log, "utf8").trimEnd().split("\n").slice(-LOG_LINES).filter((line) => line !== "");
  return lines.length === 0 ? `; its log is empty` : `; its log ends\n${lines.map((line) => `    ${line}`).join("\n")}`;
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
