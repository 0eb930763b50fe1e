import { existsSync } from "node:fs";
import { join } from "node:path";
import { lockHolder, type SweepPart } from "../../lib/verdict/mod.ts";
import type { SweepEngine, SweepRound } from "./engine.ts";

/** One process's way through the notebook as a worker: what went wrong outside of cells, or `null`. */
export type WorkerPass = (part: SweepPart, signal: AbortSignal) => Promise<string | null>;

/**
 * Makes cells in workers on this computer. Each takes the first cell that nobody has, until none is left.
 *
 * @param workers How many at the same time, at most.
 * @param pass Runs one worker.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const engine = localEngine(2, () => Promise.resolve("out of memory"));
 * const cells = [{ cell: "cell(m=4)", file: "no/such.cell" }];
 * const signal = new AbortController().signal;
 * const { failures } = await engine({ cells, store: "", passes: "", signal, onState: () => {} });
 * assert.deepEqual(failures, ["worker 1: out of memory"]);
 * ```
 */
export function localEngine(workers: number, pass: WorkerPass): SweepEngine {
  return async (round) => {
    const { cells, store, passes, signal, onState } = round;
    const count = Math.min(workers, cells.length);
    onState(count === 1 ? "1 worker" : `${count} workers`);
    const reports = Array.from({ length: count }, (_, k) => join(passes, `${k}.report`));
    const ended = await Promise.allSettled(
      reports.map((report) => pass({ store, report, makes: "unclaimed" }, signal)),
    );
    const failures = ended.flatMap((end, k) => {
      const failure = end.status === "fulfilled" ? end.value : String((end.reason as Error).message ?? end.reason);
      return failure === null ? [] : [`worker ${k + 1}: ${failure}`];
    });
    if (failures.length > 0 && !signal.aborted) failures.push(...abandoned(round));
    return { reports, failures };
  };
}

/** The cells that a worker had begun when its process ended. */
function abandoned({ cells }: SweepRound): string[] {
  return cells
    .filter(({ file }) => !existsSync(file) && existsSync(`${file}.lock`) && lockHolder(file) === null)
    .map(({ cell }) => `${cell} was being made by a worker that has ended`);
}
