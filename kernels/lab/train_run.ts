import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError, ThermolabError } from "../../lib/errors.ts";
import { readBytes } from "../../lib/data/read_file.ts";
import { createDenoisingModel, type DenoisingModel } from "../../lib/model/mod.ts";
import { imageGrid } from "../../lib/notebook/images/mod.ts";
import { chooseBackend } from "../../lib/sampler/backend/choose_backend.ts";
import { trainingSettings } from "../../lib/train/denoising/training_settings.ts";
import {
  type BatchRecord,
  createDenoisingTrainer,
  decodeTraining,
  type DenoisingTrainer,
  encodeTraining,
  type EpochRecord,
  resumedState,
  type TrainingFile,
} from "../../lib/train/mod.ts";
import { generateImages, spinImages } from "../../lib/train/generation/mod.ts";
import { writeWhole } from "../../lib/write_whole.ts";
import { messageOf } from "../protocol/mod.ts";
import type { TrainConfig } from "./train_config.ts";
import type { TrainRows } from "./train_data.ts";

/** Where a run of `lab train` stands on disk. */
export const CHECKPOINT = "training.checkpoint", LEDGER = "training.json", SAMPLES = "samples.svg";

/** The file of the weights after so many epochs. */
export const keptFile = (epochs: number): string => `epoch-${epochs}.checkpoint`;

/** A file of a run could not be written. */
export class TrainWriteError extends ThermolabError {
  override name = "TrainWriteError";
}

/** What is trained, where to, and who watches. */
export interface TrainRunOptions {
  readonly config: TrainConfig;
  readonly rows: TrainRows;
  readonly out: string;
  /** Whether to go on from the checkpoint in `out`. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
  readonly onBatch?: (record: BatchRecord, trainer: DenoisingTrainer) => void;
  readonly onEpoch?: (record: EpochRecord) => void;
  /** How files are written; whole or not at all. */
  readonly write?: (path: string, content: string | Uint8Array) => Promise<void>;
}

/** What came of it. */
export interface TrainOutcome {
  readonly completed: boolean;
  readonly model: DenoisingModel;
  readonly records: readonly EpochRecord[];
  /** The folder's files that a user looks for. */
  readonly files: readonly string[];
}

/**
 * Trains a denoising model into a folder: a checkpoint now and then and whenever it is stopped, the record of every epoch, the weights
 * after the epochs that are kept, and at the end images drawn from it. Every file is written whole or not at all.
 *
 * @throws {InputError} when the configuration does not fit the data or the checkpoint; nothing has been written then
 * @throws {TrainWriteError} when a file cannot be written; the one before it is kept
 */
export async function runTraining(options: TrainRunOptions): Promise<TrainOutcome> {
  const { config, rows, out, resume, signal, write = writeWhole } = options, { training, epochs } = config;
  const path = join(out, CHECKPOINT);
  const fresh = createDenoisingModel({
    ...config.model,
    imageCount: rows.height * rows.width,
    labelCount: rows.classes.length * rows.labelSpots,
  });
  const settings = trainingSettings(training, fresh.preset);
  const found = resume ? readCheckpoint(path, fresh) : null;
  const state = found === null ? undefined : resumedState(found, { settings, data: rows.digest }, named(path));
  if (found === null && existsSync(path)) {
    throw new InputError(
      `Cannot begin a training in ${
        JSON.stringify(out)
      }: it holds a checkpoint; go on with --resume, or give another --out`,
    );
  }
  const model = found?.model ?? fresh;
  const backend = await chooseBackend(training.backend ?? "auto", training.threads);
  const trainer = createDenoisingTrainer(model, rows, training, state);
  const files: string[] = [];
  const put = async (name: string, content: string | Uint8Array) => {
    try {
      await write(join(out, name), content);
    } catch (error) {
      const kept = existsSync(path) ? `${named(path)} is kept: make room and go on with --resume` : "make room";
      throw new TrainWriteError(`Cannot write ${JSON.stringify(join(out, name))} (${messageOf(error)}); ${kept}`, {
        cause: error,
      });
    }
    if (!files.includes(name)) files.push(name);
  };
  const data = { name: rows.name, images: rows.count, classes: rows.classes, labelSpots: rows.labelSpots };
  const ledger = (finished: boolean) => ({
    ...{ kind: "denoising-training", version: 1, finished, config: config.written },
    data: { ...data, digest: rows.digest },
    model: { preset: model.preset.source, coupled: model.schedule.coupled, warnings: model.schedule.warnings },
    settings,
    ...{ backend: backend.name, batchesPerEpoch: trainer.batchesPerEpoch, epochs: trainer.records },
  });
  const contents = { data: rows.digest, note: { config: config.written, data } };
  const save = async () => {
    await put(CHECKPOINT, encodeTraining(trainer, contents));
    unsaved = 0;
  };
  let unsaved = 0;
  try {
    const completed = await trainer.train({
      epochs,
      signal,
      onBatch: async (record) => {
        options.onBatch?.(record, trainer);
        if (++unsaved >= config.checkpointUpdates && trainer.position.batch > 0) await save();
      },
      // What belongs to an epoch comes before its checkpoint: a run that ends in between does it again.
      onEpoch: async (record) => {
        const done = record.epoch + 1, last = record.step === model.steps.length - 1;
        if (last && (done === epochs || config.keep.includes(done))) {
          await put(keptFile(done), encodeTraining(trainer, { ...contents, optimiser: false }));
        }
        await put(LEDGER, text(ledger(last && done === epochs)));
        await save();
        options.onEpoch?.(record);
      },
    });
    if (unsaved > 0) await save();
    if (completed && config.images > 0 && !signal.aborted) await put(SAMPLES, await drawn(model, options));
    return { completed, model, records: trainer.records, files };
  } finally {
    await trainer.close();
  }
}

function readCheckpoint(path: string, like: DenoisingModel): TrainingFile {
  return decodeTraining(readBytes(path, named(path)), named(path), { like });
}

function named(path: string): string {
  return `the checkpoint ${JSON.stringify(path)}`;
}

function text(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** Images through the chain of steps, as a figure. */
async function drawn(model: DenoisingModel, { config, rows, signal }: TrainRunOptions): Promise<string> {
  const { seed, backend = "auto", threads = 1 } = config.training;
  const generation = await generateImages(model, { count: config.images, seed, backend, threads, signal });
  const title = `${config.images} images drawn through ${model.steps.length} steps after ${config.epochs} epochs`;
  const bundle = imageGrid(spinImages(generation.rows, generation, rows), { title, alt: `${title}.` });
  return String(bundle["image/svg+xml"]);
}
