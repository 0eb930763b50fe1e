import { InputError } from "../../lib/errors.ts";

/** What else {@linkcode runParallel} is told. */
export interface ParallelOptions<T> {
  /** When it aborts, no further job is begun; those that run see it themselves. */
  readonly signal?: AbortSignal;
  /** Receives each result in the order of the jobs, one after the other, as soon as all before it are in. */
  readonly onResult?: (result: T, index: number) => void | Promise<void>;
}

/**
 * Runs jobs, at most `limit` at the same time. After a job that throws no further one is begun, those that run are waited
 * for and their results handed over, and then the first error, in the order of the jobs, is thrown.
 *
 * @param jobs What to run, each begun when its turn comes.
 * @param limit The greatest number at the same time.
 * @param options Signal, and who receives results.
 * @returns The results in the order of the jobs; `null` for a job that was not begun.
 * @throws {InputError} When the limit is not a whole number of at least 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const jobs = [30, 10, 20].map((pause) => async () => {
 *   await new Promise((done) => setTimeout(done, pause));
 *   return pause;
 * });
 * const order: number[] = [];
 * assert.deepEqual(await runParallel(jobs, 2, { onResult: (pause) => void order.push(pause) }), [30, 10, 20]);
 * assert.deepEqual(order, [30, 10, 20]);
 * ```
 */
export async function runParallel<T>(
  jobs: readonly (() => Promise<T>)[],
  limit: number,
  options: ParallelOptions<T> = {},
): Promise<(T | null)[]> {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new InputError(`Cannot run ${limit} notebooks at once: give a whole number of at least 1`);
  }
  const results: (T | null)[] = jobs.map(() => null);
  const done = new Set<number>();
  const errors = new Map<number, unknown>();
  let next = 0, handed = 0, handing = Promise.resolve();
  const attempt = async (index: number, work: () => void | Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!errors.has(index)) errors.set(index, error);
    }
  };
  const handOver = (): void => {
    for (; handed < next && (done.has(handed) || errors.has(handed)); handed++) {
      const index = handed;
      if (done.has(index)) {
        handing = handing.then(() => attempt(index, () => options.onResult?.(results[index] as T, index)));
      }
    }
  };
  const worker = async (): Promise<void> => {
    while (next < jobs.length && errors.size === 0 && options.signal?.aborted !== true) {
      const index = next++;
      await attempt(index, async () => {
        results[index] = await jobs[index]!();
        done.add(index);
      });
      handOver();
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, jobs.length) }, worker));
  await handing;
  if (errors.size > 0) throw errors.get(Math.min(...errors.keys()));
  return results;
}
