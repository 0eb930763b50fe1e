import { checkInteger } from "../../random/check.ts";
import { eventLoopTurns } from "../../sampler/schedule/event_loop_turns.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint_file.ts";
import { checkArm, type HypernetworkArm } from "./hypernetwork_arm.ts";
import { HypernetworkTrainer } from "./hypernetwork_trainer.ts";
import type { HypernetworkTraining, TrainingBreak } from "./hypernetwork_training.ts";
import { TrainingError } from "./training_error.ts";

/** How far a run is. */
export interface TrainingProgress {
  /** Updates done, and to do in all. */
  readonly step: number;
  readonly steps: number;
  /** Updates that a checkpoint has brought. */
  readonly resumedAt: number;
  /** Mean KL before the last update, in nats. */
  readonly kl: number;
  /** log Q_pool there, null where it is not part of the loss. */
  readonly logQ: number | null;
  /** By the updates that this call has done. */
  readonly secondsLeft: number;
}

/** How a run is watched, stopped and kept. None of it changes the result. */
export interface TrainingOptions {
  /** Called some ten times a second and at the end, and awaited. */
  readonly onProgress?: (progress: TrainingProgress) => void | Promise<void>;
  /** Stops the run: the call throws the signal's reason, after a checkpoint where one is kept. */
  readonly signal?: AbortSignal;
  /** A file that says where the run stands. When it is there the run goes on from it, as if it had never stopped. */
  readonly checkpointPath?: string;
  /** Updates from one checkpoint to the next; 100 by default. */
  readonly checkpointEvery?: number;
  /** What a number that is not finite does: `throw` (default), or `end` the run there and give what it has. */
  readonly onNonFinite?: "throw" | "end";
}

const REPORT_MS = 100;

/**
 * Trains a hypernetwork on its teachers by Adam on all codes at once: loss = mean over the codes of KL(teacher ‖ model) − λ log Q_pool.
 * For λ = 0 Q is never evaluated. The slope of log Q is that of `QObjective`, through resolvents and without eigenvectors (Prasanna
 * 2026, experiments 8, 9 and 11). For λ of about 1 and more that loss can fall without bound: the models freeze and T_O goes to 0; the run
 * then breaks off where T_O leaves the range of doubles.
 *
 * @throws {InputError} when the arm cannot be used, or the checkpoint belongs to another run
 * @throws {TrainingError} when a number is not finite: it names the step and the quantity
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * const teachers = [[[2, 0], [0, 2]], [[0, 2], [-2, 0]]].map((weights) => rbm({ weights, beta: 1 }));
 * const shape = { codeLength: 2, width: 8, visible: 2, hidden: 2, rank: 2 };
 * const { records, checkpoints } = await trainHypernetwork({ shape, seed: 7, teachers, steps: 300, learningRate: 0.03 });
 * assert.ok(records.kl[0]! > 0.5 && records.kl[300]! < 0.05);
 * const [, , quarter] = checkpoints;
 * assert.ok(quarter!.reached && quarter!.kl <= 0.25 && records.kl[quarter!.step - 1]! > 0.25);
 * ```
 */
export async function trainHypernetwork(
  arm: HypernetworkArm,
  { onProgress, signal, checkpointPath, checkpointEvery = 100, onNonFinite = "throw" }: TrainingOptions = {},
): Promise<HypernetworkTraining> {
  const full = checkArm(arm), { steps } = full;
  checkInteger(checkpointEvery, "checkpointEvery", "Cannot train a hypernetwork", 1, Number.MAX_SAFE_INTEGER);
  const state = checkpointPath === undefined ? null : await readCheckpoint(checkpointPath, full);
  const trainer = new HypernetworkTrainer(full, state ?? undefined);
  const keep = async (): Promise<void> => {
    if (checkpointPath !== undefined) await writeCheckpoint(checkpointPath, full, trainer.state());
  };
  const resumedAt = trainer.step, startedAt = performance.now(), turn = eventLoopTurns();
  const report = async (now: number): Promise<void> => {
    const { step } = trainer, done = step - resumedAt;
    const secondsLeft = done === 0 ? 0 : (now - startedAt) / 1000 * (steps - step) / done;
    await onProgress?.({ step, steps, resumedAt, ...trainer.latest(), secondsLeft });
  };
  let reportedAt = startedAt;
  let brokeOff: TrainingBreak | null = null;
  while (trainer.step < steps && brokeOff === null) {
    if (signal?.aborted) {
      await keep();
      throw signal.reason;
    }
    try {
      trainer.update();
    } catch (error) {
      if (onNonFinite !== "end" || !(error instanceof TrainingError)) throw error;
      brokeOff = { step: error.step, quantity: error.quantity, message: error.message };
    }
    if (trainer.step % checkpointEvery === 0 || trainer.step === steps || brokeOff !== null) await keep();
    const now = performance.now();
    if (now - reportedAt >= REPORT_MS && trainer.step < steps) {
      await report(now);
      reportedAt = now;
    }
    await turn();
  }
  await report(performance.now());
  return trainer.finish(brokeOff);
}
