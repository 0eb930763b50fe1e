import { EPOCH_LIMIT, LANE_LIMIT } from "../../data/shuffle.ts";
import { InputError } from "../../errors.ts";
import { checkSpins } from "../../model/check.ts";
import type { DenoisingModel } from "../../model/denoising/denoising_model.ts";
import { stepDigest } from "../../model/denoising/step_models.ts";
import { checkInteger } from "../../random/check.ts";
import type { AdamState } from "../adam.ts";
import { readAutocorrelation } from "./autocorrelation_probe.ts";
import { EpochExamples } from "./epoch_examples.ts";
import { nextPenalty, type PenaltyState } from "./penalty_law.ts";
import type { EngineChoice } from "./phase_sampler.ts";
import { StepTrainer } from "./step_trainer.ts";
import { type BatchRecord, type EpochRecord, epochRecord, type TrainingPosition } from "./training_record.ts";
import { type DenoisingTrainingOptions, type TrainingSettings, trainingSettings } from "./training_settings.ts";

/** What a model is trained on, rows of V spins ±1: image, then label. */
export interface TrainingRows {
  readonly train: Int8Array;
  /** What the autocorrelation is read with; the training rows where there are none. */
  readonly test?: Int8Array | null;
}

/** Everything that a run goes on from; the weights themselves stand in the model. */
export interface DenoisingTrainingState {
  readonly position: TrainingPosition;
  /** One per step. */
  readonly adam: readonly AdamState[];
  /** One per step. */
  readonly penalties: readonly PenaltyState[];
  /** Of the step's epoch that is not finished. */
  readonly batches: readonly BatchRecord[];
  /** Of all epochs of all steps that are. */
  readonly epochs: readonly EpochRecord[];
}

/** How far to train, and how it is watched and stopped. None of it changes the result. */
export interface TrainDenoisingOptions {
  /** Epochs in all, those done before included. */
  readonly epochs: number;
  /** Called after every update, and awaited. */
  readonly onBatch?: (record: BatchRecord) => void | Promise<void>;
  /** Called after every epoch of every step, and awaited. */
  readonly onEpoch?: (record: EpochRecord) => void | Promise<void>;
  /** Stops after the update in hand. */
  readonly signal?: AbortSignal;
}

/** Trains a denoising model in place. Close it to free its threads. */
export interface DenoisingTrainer {
  readonly model: DenoisingModel;
  readonly settings: TrainingSettings;
  /** Updates of each step in an epoch; the examples that do not fill a batch are left out. */
  readonly batchesPerEpoch: number;
  readonly position: TrainingPosition;
  readonly records: readonly EpochRecord[];
  /** The next update, and with the last one of an epoch its reading of the autocorrelation. */
  readonly trainBatch: () => Promise<BatchRecord>;
  /** Trains until the epochs are done, or the signal stops it; false when there is more to do. */
  readonly train: (options: TrainDenoisingOptions) => Promise<boolean>;
  /** A copy of where it stands. */
  readonly state: () => DenoisingTrainingState;
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Trains the steps of a denoising model by the gradient of its loss, each by itself, epoch by epoch: the positive phase holds the
 * data and the input, the negative one the input alone; one chain per example that begins anew at every update; Adam with a
 * learning rate that falls along a cosine; the total-correlation penalty with its strength fixed or adapted. The weights of `model`
 * change in place, once per update.
 *
 * Every random number has an address that follows from the seed and the position, so the result depends on neither the backend, nor
 * the threads, nor where the run was interrupted, and the readings of the autocorrelation change nothing but what the adaptive
 * laws make of them.
 *
 * Sources: arXiv:2510.23972, Eqs. 14 and 18 and its appendix on the adaptive correlation penalty; dtm-replication, commit 7c22d19.
 *
 * @throws {InputError} when the settings, the rows or the state do not fit the model
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createDenoisingModel } from "thermolab";
 * const model = createDenoisingModel({ preset: "replication", grid: "4_4", imageCount: 2, steps: 2, seed: 1 });
 * const train = Int8Array.from({ length: 64 }, (_, k) => k % 4 < 2 ? 1 : -1);
 * const options = { seed: 7, batchSize: 32, warmUp: 10, samples: 10, stride: 1, rateEpochs: 20 };
 * const trainer = createDenoisingTrainer(model, { train }, options);
 * assert.equal(await trainer.train({ epochs: 20 }), true);
 * assert.deepEqual([trainer.records.length, trainer.records.at(-1)!.updates], [40, 20]);
 * assert.ok(trainer.records.at(-1)!.largestWeight > 0.1);
 * await trainer.close();
 * ```
 */
export function createDenoisingTrainer(
  model: DenoisingModel,
  rows: TrainingRows,
  options: DenoisingTrainingOptions,
  state?: DenoisingTrainingState,
): DenoisingTrainer {
  const settings = trainingSettings(options, model.preset), { penalty: law, probe } = settings;
  const engine: EngineChoice = { backend: options.backend ?? "auto", threads: options.threads ?? 1 };
  const width = model.imageCount + model.labelCount, count = model.steps.length;
  checkInteger(count, "the number of steps", ACTION, 1, LANE_LIMIT / 2);
  const train = checkRows(rows.train, "train", width, settings.batchSize);
  const test = rows.test === undefined || rows.test === null ? train : checkRows(rows.test, "test", width, 1);
  const batchesPerEpoch = Math.floor(train.length / width / settings.batchSize);
  if (state !== undefined) checkState(state, count, batchesPerEpoch);
  const steps = model.steps.map((step, t) => new StepTrainer(step, settings, batchesPerEpoch, state?.adam[t]));
  const penalties: PenaltyState[] = state?.penalties.slice() ??
    Array.from({ length: count }, () => ({ strength: law.strength, previous: null }));
  const epochs = state?.epochs.slice() ?? [];
  let batches = state?.batches.slice() ?? [], position = state?.position ?? { epoch: 0, step: 0, batch: 0 };
  let examples: EpochExamples | null = null, busy = false;

  const read = (t: number, reading: number) =>
    readAutocorrelation(model.steps[t]!, test, { probe: probe!, seed: settings.seed, reading, engine });

  // Threads and noised data are kept for the step in hand only.
  const enter = async (): Promise<EpochExamples> => {
    const { epoch, step: t } = position;
    if (examples !== null) return examples;
    if (law.law === "replication" && penalties[t]!.previous === null) {
      penalties[t] = { ...penalties[t]!, previous: await read(t, 0) };
    }
    await steps[t]!.open(engine);
    return examples = new EpochExamples(model.steps[t]!, train, epoch, settings);
  };

  const leave = async (): Promise<void> => {
    const { epoch, step: t } = position, step = model.steps[t]!;
    examples = null;
    if (count > 1) await steps[t]!.close();
    const penalty = penalties[t]!;
    const autocorrelation = probe === null ? null : await read(t, epoch + 1);
    epochs.push(epochRecord(batches, { penalty, autocorrelation, digest: stepDigest(step) }));
    if (autocorrelation !== null) penalties[t] = nextPenalty(law, penalty, autocorrelation);
    batches = [];
    position = t + 1 < count ? { epoch, step: t + 1, batch: 0 } : { epoch: epoch + 1, step: 0, batch: 0 };
  };

  const trainBatch = async (): Promise<BatchRecord> => {
    if (busy) throw new InputError(`${ACTION}: an update is going on; await it first`);
    busy = true;
    try {
      const { epoch, step: t, batch } = position;
      checkInteger(epoch, "the epoch", ACTION, 0, EPOCH_LIMIT - 1);
      const found = (await enter()).batch(batch), penalty = penalties[t]!.strength;
      const figures = await steps[t]!.update({ examples: found, penalty, over: model.preset.penalty });
      const record = { epoch, step: t, batch, updates: steps[t]!.updates, ...figures };
      batches.push(record);
      if (batch + 1 < batchesPerEpoch) position = { epoch, step: t, batch: batch + 1 };
      else await leave();
      return record;
    } finally {
      busy = false;
    }
  };

  const close = async () => {
    for (const step of steps) await step.close();
  };

  return {
    model,
    settings,
    batchesPerEpoch,
    get position() {
      return position;
    },
    get records() {
      return epochs;
    },
    trainBatch,
    train: async ({ epochs: wanted, onBatch, onEpoch, signal }) => {
      checkInteger(wanted, "epochs", ACTION, 1, EPOCH_LIMIT);
      while (position.epoch < wanted) {
        if (signal?.aborted === true) return false;
        const done = epochs.length, record = await trainBatch();
        await onBatch?.(record);
        if (epochs.length > done) await onEpoch?.(epochs.at(-1)!);
      }
      return true;
    },
    state: () => ({
      position,
      adam: steps.map((step) => step.state()),
      penalties: penalties.slice(),
      batches: batches.slice(),
      epochs: epochs.slice(),
    }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const ACTION = "Cannot train a denoising model";

function checkRows(rows: unknown, name: string, width: number, least: number): Int8Array {
  const length = (rows as ArrayLike<unknown> | null)?.length ?? 0;
  if (!(length >= least * width) || length % width !== 0) {
    throw new InputError(
      `${ACTION}: ${name} has ${length} spins; give whole rows of ${width}, at least ${least} of them, or a smaller batchSize`,
    );
  }
  return checkSpins(rows, name, ACTION, length);
}

function checkState(
  { position, adam, penalties, batches }: DenoisingTrainingState,
  count: number,
  perEpoch: number,
): void {
  checkInteger(position.epoch, "the state's epoch", ACTION, 0, EPOCH_LIMIT);
  checkInteger(position.step, "the state's step", ACTION, 0, count - 1);
  checkInteger(position.batch, "the state's batch", ACTION, 0, perEpoch - 1);
  if (adam.length === count && penalties.length === count && batches.length === position.batch) return;
  throw new InputError(`${ACTION}: the state is not one of this model; give the state of the same run`);
}
