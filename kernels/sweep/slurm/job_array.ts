import { accountedStates, controlledStates, type TaskState } from "./task_states.ts";
import { type ProgramEnd, runProgram, SlurmError } from "./run_program.ts";

/** A job array that has been submitted. */
export interface JobArray {
  /** Slurm's number. */
  readonly id: string;
  /** What Slurm says of its tasks, by index; `null` when it no longer knows the job. */
  states(): Promise<Map<number, TaskState> | null>;
  /** Ends all of its tasks. */
  cancel(): Promise<void>;
}

/** What is submitted. */
export interface JobArrayRequest {
  /** Path of the script that each task runs. */
  readonly script: string;
  readonly tasks: number;
  readonly name: string;
  /** Pattern of the log files, with %a for the task. */
  readonly log: string;
  /** Options of `sbatch` in addition, such as `--partition=long`. */
  readonly options: readonly string[];
}

/**
 * Submits a job array with `sbatch`.
 *
 * @param request What is submitted.
 * @throws {SlurmError} When Slurm refuses it; the message has Slurm's own.
 */
export async function submitJobArray({ script, tasks, name, log, options }: JobArrayRequest): Promise<JobArray> {
  const args = ["--parsable", `--job-name=${name}`, ...options, `--array=0-${tasks - 1}`, `--output=${log}`, script];
  const end = await runProgram("sbatch", args);
  const id = /^(\d+)/.exec(end.stdout)?.[1];
  if (end.code !== 0 || id === undefined) throw new SlurmError(`Cannot submit the cells: ${said("sbatch", end)}`);
  return { id, states: () => taskStates(id), cancel: () => cancelJob(id) };
}

/**
 * Ends a job; one that has ended is none.
 *
 * @param id Slurm's number.
 * @throws {SlurmError} When Slurm cannot be reached.
 */
export async function cancelJob(id: string): Promise<void> {
  const end = await runProgram("scancel", [id]);
  if (end.code !== 0 && !isUnknown(end)) throw new SlurmError(`Cannot cancel the job ${id}: ${said("scancel", end)}`);
}

async function taskStates(id: string): Promise<Map<number, TaskState> | null> {
  const accounted = await accounting(id);
  if (accounted !== null && accounted.size > 0) return accounted;
  const end = await runProgram("scontrol", ["show", "job", "--oneliner", id]);
  if (end.code === 0) return controlledStates(end.stdout);
  if (isUnknown(end)) return null;
  throw new SlurmError(`Cannot follow the job ${id}: ${said("scontrol", end)}`);
}

/** `null` where the cluster keeps no accounts. */
async function accounting(id: string): Promise<Map<number, TaskState> | null> {
  try {
    const format = "--format=JobID%40,State,ExitCode";
    const end = await runProgram("sacct", ["--noheader", "--parsable2", "--allocations", format, "--jobs", id]);
    return end.code === 0 ? accountedStates(end.stdout) : null;
  } catch (error) {
    if (error instanceof SlurmError) return null;
    throw error;
  }
}

function isUnknown({ stderr }: ProgramEnd): boolean {
  return /invalid job id/i.test(stderr);
}

function said(program: string, { code, stdout, stderr }: ProgramEnd): string {
  const text = (stderr.trim() || stdout.trim()).split("\n").at(-1) ?? "";
  return text === "" ? `${program} ended with code ${code}` : `${program} said ${JSON.stringify(text)}`;
}
