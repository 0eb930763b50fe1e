/**
 * One task of a Slurm job array that `lab sweep` has submitted.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { readSweepReport } from "../../lib/verdict/mod.ts";
import { messageOf } from "../protocol/mod.ts";
import { taskFiles } from "../sweep/mod.ts";
import { EXIT } from "./command.ts";
import { findNotebooks } from "./find_notebooks.ts";
import { sweepPass, type SweepSettings } from "./sweep_pass.ts";

/** What a task finds in the file `task.json` of its round. */
export interface SweepTask extends SweepSettings {
  /** Path of the notebook. */
  readonly notebook: string;
  readonly store: string;
}

/**
 * Makes the cells of one task.
 *
 * @param passes The folder of the round.
 * @param task The task's number.
 * @param signal Ends it.
 * @returns The exit code: 0, or 1 when something went wrong outside of cells or a cell threw.
 */
export async function sweepTask(passes: string, task: number, signal: AbortSignal): Promise<number> {
  const { list, report } = taskFiles(passes, task);
  const { notebook: path, store, ...settings } = JSON.parse(
    readFileSync(join(passes, "task.json"), "utf8"),
  ) as SweepTask;
  const [notebook] = findNotebooks([path]);
  const began = performance.now();
  const failure = await sweepPass(notebook!, settings, { store, report, makes: { list } }, signal);
  const lines = readSweepReport(report), made = lines.filter(({ state }) => state === "made").length;
  for (const line of lines) if (line.state === "failed") process.stdout.write(`${line.cell}: ${line.message}\n`);
  process.stdout.write(`${made} cells made in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  if (failure !== null) process.stdout.write(`${failure}\n`);
  return failure === null ? EXIT.ok : EXIT.failed;
}

if (import.meta.main) {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  try {
    const task = Number(process.env["SLURM_ARRAY_TASK_ID"]);
    process.exitCode = await sweepTask(process.argv[2]!, task, controller.signal);
  } catch (error) {
    process.stdout.write(`${messageOf(error)}\n`);
    process.exitCode = EXIT.failed;
  }
  // Signal handlers would keep the process alive.
  process.removeAllListeners("SIGINT");
  process.removeAllListeners("SIGTERM");
}
