import { createHash } from "node:crypto";
import { decodeDenoisingModel, type DecodeOptions } from "../../model/denoising/decode_denoising_model.ts";
import type { DenoisingModel } from "../../model/denoising/denoising_model.ts";
import { encodeDenoisingModel } from "../../model/denoising/encode_denoising_model.ts";
import { ModelFileError } from "../../model/denoising/model_file_error.ts";
import type { AdamState } from "../adam.ts";
import type { DenoisingTrainer, DenoisingTrainingState } from "./denoising_trainer.ts";
import type { EpochRecord } from "./training_record.ts";
import type { TrainingSettings } from "./training_settings.ts";

/** What a checkpoint begins with, and its version. */
const MAGIC = "DTRAIN1\n", DIGEST = 32;

/** What a checkpoint of a training run holds. */
export interface TrainingFile {
  readonly model: DenoisingModel;
  readonly settings: TrainingSettings;
  /** The digest of the data that it is trained on. */
  readonly data: string;
  /** Updates that each step's optimiser has done: epochs times batches. */
  readonly updates: readonly number[];
  /** The record of every epoch of every step, with the digest of its weights. */
  readonly records: readonly EpochRecord[];
  /** What the writer noted with it, as JSON; null for nothing. */
  readonly note: unknown;
  /** What the run goes on from; null in a file of the weights without their optimiser. */
  readonly state: DenoisingTrainingState | null;
}

/** What goes into a checkpoint beside the model and where its training stands. */
export interface TrainingFileOptions {
  /** Of what the model is trained on. */
  readonly data: string;
  /** Anything that is JSON, such as the configuration of the run. Default: nothing. */
  readonly note?: unknown;
  /** Whether the optimiser's moments are written, twice the size of the weights; no run goes on without them. Default true. */
  readonly optimiser?: boolean;
}

interface Header extends Pick<TrainingFile, "settings" | "data" | "note"> {
  readonly state: Omit<DenoisingTrainingState, "adam">;
  /** Bytes of the model's file. */
  readonly model: number;
  /** Updates of each step's optimiser, and its parameters, 0 where they are left out. */
  readonly adam: readonly (readonly [updates: number, parameters: number])[];
}

/**
 * Where a training run stands, as the bytes of a file: eight letters, the length of the header (two 32-bit words, the second zero), a JSON
 * header, the model as `encodeDenoisingModel` writes it, the moments of each step's optimiser, all numbers little-endian doubles,
 * and the SHA-256 of everything before. A run goes on from it bit for bit. Weights that are not finite are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createDenoisingModel, createDenoisingTrainer } from "thermolab";
 * const model = createDenoisingModel({ preset: "replication", grid: "4_4", imageCount: 2, steps: 2, seed: 1 });
 * const train = Int8Array.of(1, 1, -1, -1), options = { seed: 7, batchSize: 2, warmUp: 2, samples: 2, stride: 1 };
 * const trainer = createDenoisingTrainer(model, { train }, options);
 * await trainer.trainBatch();
 * const { state, settings } = decodeTraining(encodeTraining(trainer, { data: "sha256:0" }), "the checkpoint");
 * assert.deepEqual([state, settings], [trainer.state(), trainer.settings]);
 * const weights = encodeTraining(trainer, { data: "sha256:0", note: { name: "a" }, optimiser: false });
 * const kept = decodeTraining(weights, "the checkpoint");
 * assert.deepEqual([kept.updates, kept.note, kept.state], [[1, 0], { name: "a" }, null]);
 * await trainer.close();
 * ```
 */
export function encodeTraining(
  trainer: DenoisingTrainer,
  { data, note = null, optimiser = true }: TrainingFileOptions,
): Uint8Array {
  const model = encodeDenoisingModel(trainer.model), { adam, ...state } = trainer.state();
  const header: Header = {
    settings: trainer.settings,
    data,
    note,
    state,
    model: model.length,
    adam: adam.map(({ updates, firstMoments }) => [updates, optimiser ? firstMoments.length : 0]),
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const numbers = header.adam.reduce((sum, [_, parameters]) => sum + 2 * parameters, 0);
  const bytes = new Uint8Array(16 + json.length + model.length + 8 * numbers + DIGEST);
  new TextEncoder().encodeInto(MAGIC, bytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, json.length, true);
  bytes.set(json, 16);
  bytes.set(model, 16 + json.length);
  let at = 16 + json.length + model.length;
  for (const { firstMoments, secondMoments } of optimiser ? adam : []) {
    for (const list of [firstMoments, secondMoments]) {
      for (let k = 0; k < list.length; k++, at += 8) view.setFloat64(at, list[k]!, true);
    }
  }
  bytes.set(createHash("sha256").update(bytes.subarray(0, at)).digest(), at);
  return bytes;
}

/**
 * What `encodeTraining` wrote. Everything else, truncated and damaged files among it, is a `ModelFileError`; `what` names the file in its
 * message. A model that is not `like` the one expected is one, too.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => decodeTraining(new Uint8Array(9), "a.train"), /Cannot read a.train: it is no checkpoint of a training run/);
 * ```
 */
export function decodeTraining(bytes: Uint8Array, what: string, options: DecodeOptions = {}): TrainingFile {
  const action = `Cannot read ${what}`;
  if (!isTraining(bytes)) {
    throw new ModelFileError("format", `${action}: it is no checkpoint of a training run; check the path`);
  }
  const end = bytes.length - DIGEST;
  const whole = end >= 16 &&
    createHash("sha256").update(bytes.subarray(0, end)).digest().every((byte, k) => byte === bytes[end + k]);
  if (!whole) {
    throw new ModelFileError(
      "digest",
      `${action}: it is truncated or damaged; take an earlier checkpoint or begin anew`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = view.getUint32(8, true);
  const header: Header = JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + length)));
  let at = 16 + length + header.model;
  const model = decodeDenoisingModel(bytes.subarray(16 + length, at), what, options);
  const list = (count: number) => Float64Array.from({ length: count }, () => view.getFloat64((at += 8) - 8, true));
  const adam: AdamState[] = header.adam.map(([updates, count]) => {
    const firstMoments = list(count);
    return { updates, firstMoments, secondMoments: list(count) };
  });
  const { settings, data, note, state } = header, resumes = adam.every(({ firstMoments }) => firstMoments.length > 0);
  return {
    ...{ model, settings, data, note, updates: adam.map(({ updates }) => updates), records: state.epochs },
    state: resumes ? { ...state, adam } : null,
  };
}

/**
 * Whether a file's bytes begin as those of `encodeTraining` do.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(isTraining(new Uint8Array(9)), false);
 * ```
 */
export function isTraining(bytes: Uint8Array): boolean {
  return [...MAGIC].every((letter, k) => bytes[k] === letter.charCodeAt(0));
}
