import { availableParallelism } from "node:os";
import { join } from "node:path";
import { InputError } from "../../errors.ts";
import { checkThreads } from "../../sampler/backend/check_threads.ts";
import { type ArmStation, localArmStation } from "./arm_station.ts";
import { ARM_THREADS_AVAILABLE, threadArmStation } from "./arm_thread.ts";
import { armDigest, checkArm, type FullArm, type HypernetworkArm } from "./hypernetwork_arm.ts";
import type { HypernetworkTraining } from "./hypernetwork_training.ts";
import type { TrainingProgress } from "./train_hypernetwork.ts";
import { TrainingError } from "./training_error.ts";

/** How far several runs are. */
export interface ArmsProgress {
  /** Updates done, and to do in all. */
  readonly done: number;
  readonly total: number;
  /** Of each run, null before it has started. */
  readonly arms: readonly (TrainingProgress | null)[];
  readonly secondsLeft: number;
}

/** How several runs are trained. Nothing of it changes their results. */
export interface ArmsOptions {
  /** Runs side by side; as many as the processor has by default. Where threads cannot run TypeScript (Node 20) it is one. */
  readonly threads?: number;
  readonly onProgress?: (progress: ArmsProgress) => void | Promise<void>;
  /** Stops all runs: the call throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** A folder with a checkpoint of each run, named by what its result follows from; those that are there are gone on from. */
  readonly checkpointFolder?: string;
  /** Updates from one checkpoint to the next; 100 by default. */
  readonly checkpointEvery?: number;
  /** What a number that is not finite does: `throw` (default) and stop all runs, or `end` its run there. */
  readonly onNonFinite?: "throw" | "end";
}

/** The runs, in the order in which they were given. */
export interface ArmsResult {
  readonly trainings: readonly HypernetworkTraining[];
  /** Runs that went side by side. */
  readonly threads: number;
}

/**
 * Trains several hypernetworks side by side, the longest first. The results have the same bits for any number of threads.
 *
 * @throws {InputError} when an arm cannot be used, or the processor has fewer threads
 * @throws {TrainingError} when a number of a run is not finite; the other runs are stopped
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * const shape = { codeLength: 1, width: 4, visible: 2, hidden: 2, rank: 2 };
 * const teachers = [rbm({ weights: [[1, 0], [0, 1]], beta: 2 })];
 * const arms = [0, 0.1].map((lambda) => ({ shape, seed: 7, teachers, lambda, steps: 20 }));
 * const { trainings } = await trainArms(arms, { threads: 1 });
 * assert.deepEqual(trainings.map(({ qEvaluations }) => qEvaluations), [0, 20]);
 * ```
 */
export async function trainArms(
  arms: readonly HypernetworkArm[],
  { threads = availableParallelism(), onProgress, signal, checkpointFolder, ...kept }: ArmsOptions = {},
): Promise<ArmsResult> {
  if (arms.length === 0) throw new InputError("Cannot train 0 hypernetworks: give at least one arm");
  const full = arms.map(checkArm), wanted = checkThreads(threads, "Cannot train hypernetworks");
  const used = ARM_THREADS_AVAILABLE ? Math.min(wanted, full.length) : 1;
  const stop = new AbortController(), stations: ArmStation[] = [];
  const all = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const watch = watcher(full, onProgress), trainings: HypernetworkTraining[] = [];
  const queue = full.map((_, index) => index).sort((a, b) => cost(full[b]!) - cost(full[a]!) || a - b);
  const work = async (station: ArmStation): Promise<void> => {
    for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
      const arm = full[index]!, here = index;
      const training = station.train(arm, {
        onProgress: (progress) => watch(here, progress),
        signal: all,
        ...kept,
        ...(checkpointFolder === undefined ? {} : { checkpointPath: join(checkpointFolder, checkpointName(arm)) }),
      });
      trainings[here] = await training.catch((error) => {
        if (!(error instanceof TrainingError)) throw error;
        throw new TrainingError(`${error.message} (arms[${here}])`, error.step, error.quantity);
      });
    }
  };
  try {
    for (let k = 0; k < used; k++) stations.push(used === 1 ? localArmStation() : threadArmStation());
    const runs = stations.map((station) =>
      work(station).catch((error) => {
        // The first failure is the one that is told; the others stop for it.
        if (!all.aborted) stop.abort(error);
        throw error;
      })
    );
    await Promise.allSettled(runs);
    all.throwIfAborted();
  } finally {
    await Promise.all(stations.map((station) => station.close()));
  }
  return { trainings, threads: used };
}

function checkpointName(arm: FullArm): string {
  return `${armDigest(arm).slice("sha256:".length).slice(0, 24)}.json`;
}

/** About proportional to the time of a run: a solve for each observable touches every flip of every state. */
function cost({ shape: { visible, hidden }, teachers, lambda, steps }: FullArm): number {
  const pairs = visible * hidden, spins = visible + hidden;
  return steps * teachers.length * pairs * (2 ** visible + (lambda > 0 ? spins * 2 ** spins : 0));
}

function watcher(arms: readonly FullArm[], onProgress: ArmsOptions["onProgress"]) {
  const states: (TrainingProgress | null)[] = arms.map(() => null), costs = arms.map(cost);
  const startedAt = performance.now(), total = arms.reduce((sum, { steps }) => sum + steps, 0);
  return async (index: number, progress: TrainingProgress): Promise<void> => {
    states[index] = progress;
    let done = 0, spent = 0, left = 0;
    costs.forEach((whole, k) => {
      const { step, steps, resumedAt } = states[k] ?? { step: 0, steps: 1, resumedAt: 0 };
      done += step;
      spent += whole * (step - resumedAt) / steps;
      left += whole * (steps - step) / steps;
    });
    const secondsLeft = spent > 0 ? (performance.now() - startedAt) / 1000 * left / spent : 0;
    await onProgress?.({ done, total, arms: [...states], secondsLeft });
  };
}
