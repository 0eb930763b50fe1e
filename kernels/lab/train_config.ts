import { dirname, resolve } from "node:path";
import { InputError } from "../../lib/errors.ts";
import { inFile } from "../../lib/data/in_file.ts";
import { readText } from "../../lib/data/read_file.ts";
import type { DenoisingModelOptions } from "../../lib/model/mod.ts";
import { checkKeys } from "../../lib/model/json_object.ts";
import { parseJsonText } from "../../lib/model/json_text.ts";
import { checkInteger, describeValue } from "../../lib/random/check.ts";
import type { DenoisingTrainingOptions } from "../../lib/train/mod.ts";

/** Where the images come from and what becomes of them. */
export interface TrainData {
  /** `builtin`, `mnist`, or an absolute path. */
  readonly data: string;
  readonly labels: string | null;
  readonly classes: readonly number[] | null;
  readonly testCount: number | null;
  readonly threshold: number;
  /** Null for 5 where there are labels and 0 else. */
  readonly labelSpots: number | null;
}

/** A checked CONFIG.json. Values that the library checks when it builds from them are handed on as they are. */
export interface TrainConfig {
  /** All of it as it is written, for the record. */
  readonly written: unknown;
  readonly data: TrainData;
  readonly model: Omit<DenoisingModelOptions, "imageCount" | "labelCount">;
  readonly training: DenoisingTrainingOptions;
  /** Epochs in all. */
  readonly epochs: number;
  /** Updates from one checkpoint to the next. */
  readonly checkpointUpdates: number;
  /** Epochs after which the weights are kept in a file of their own; the last one always is. */
  readonly keep: readonly number[];
  /** Images drawn from the trained model; 0 for none. */
  readonly images: number;
}

const DATA = ["labels", "classes", "testCount", "threshold", "labelSpots"] as const;
const MODEL = ["grid", "steps", "times", "offset", "imageRate", "labelRate", "decayPerRate"] as const;
const TRAINING = [
  ...["batchSize", "warmUp", "samples", "stride", "beta", "conditioning", "learningRate", "rateEpochs", "rateFloor"],
  ...["penalty", "probe", "conditionalMeans", "backend", "threads"],
] as const;
const RUN = ["preset", "checkpointUpdates", "keep", "images"] as const;
const PENALTY = ["strength", "threshold", "change", "least"] as const;
const PROBE = ["reading", "lag", "inputs", "chains", "warmUp", "samples", "stride", "projections", "beta"] as const;

/**
 * The configuration in a CONFIG.json file; paths in it are taken relative to the file.
 *
 * @throws {InputError} that names the file, for anything that is no such configuration: unknown keys, values out of range
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => loadTrainConfig("none.json"), /Cannot load "none.json": .* there is no such file/);
 * ```
 */
export function loadTrainConfig(path: string): TrainConfig {
  return inFile(
    path,
    () =>
      parseTrainConfig(parseJsonText(readText(path, "the configuration"), "the configuration"), dirname(resolve(path))),
  );
}

/**
 * The configuration in a value parsed from JSON; `train.schema.json` describes it.
 *
 * @param folder what paths are relative to
 * @throws {InputError} for anything that is no such configuration
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const config = parseTrainConfig({ data: "builtin", seed: 1, epochs: 3 }, "/");
 * assert.deepEqual([config.model.preset, config.epochs, config.keep], ["replication", 3, []]);
 * assert.throws(() => parseTrainConfig({ data: "builtin", seed: 1, epoch: 3 }, "/"), /unknown key "epoch"/);
 * ```
 */
export function parseTrainConfig(json: unknown, folder: string): TrainConfig {
  const keys = ["data", "seed", "epochs"];
  const given = checkKeys(json, ACTION, keys, [...RUN, ...DATA, ...MODEL, ...TRAINING]);
  for (const key of Object.keys(given)) {
    if (given[key] === null) throw new InputError(`${ACTION}: ${key} is null; leave it out for the default`);
  }
  const path = (key: string) => {
    const value = given[key];
    if (typeof value === "string" && value !== "") return value;
    throw new InputError(`${ACTION}: ${key} is ${describeValue(value)}; give a path`);
  };
  const data = path("data");
  const whole = (key: string, standard: number, low: number) =>
    checkInteger(given[key] ?? standard, key, ACTION, low, 2 ** 22);
  if (given["penalty"] !== undefined) checkKeys(given["penalty"], `${ACTION}: its penalty`, ["law"], PENALTY);
  if (given["probe"] !== undefined) checkKeys(given["probe"], `${ACTION}: its probe`, [], PROBE);
  if (typeof given["grid"] === "object") {
    checkKeys(given["grid"], `${ACTION}: its grid`, ["width", "height", "offsets", "boundary"], []);
  }
  return {
    written: json,
    data: {
      data: data === "builtin" || data === "mnist" ? data : resolve(folder, data),
      labels: given["labels"] === undefined ? null : resolve(folder, path("labels")),
      classes: list(given["classes"], "classes", 0, 255),
      testCount: given["testCount"] === undefined ? null : whole("testCount", 0, 1),
      threshold: given["threshold"] as number | undefined ?? 0.1,
      labelSpots: given["labelSpots"] === undefined ? null : whole("labelSpots", 0, 0),
    },
    model: {
      preset: "replication",
      ...some(given, ["preset", ...MODEL]),
      seed: given["seed"],
    } as TrainConfig["model"],
    training: { ...some(given, TRAINING), seed: given["seed"] } as DenoisingTrainingOptions,
    epochs: whole("epochs", 0, 1),
    checkpointUpdates: whole("checkpointUpdates", 20, 1),
    keep: list(given["keep"], "keep", 1, 2 ** 22) ?? [],
    images: whole("images", 40, 0),
  };
}

const ACTION = "Cannot use the configuration";

function some(given: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => given[key] !== undefined).map((key) => [key, given[key]]));
}

function list(value: unknown, key: string, least: number, most: number): readonly number[] | null {
  if (value === undefined) return null;
  if (!Array.isArray(value)) {
    throw new InputError(`${ACTION}: ${key} is ${describeValue(value)}; give a list of numbers`);
  }
  return value.map((entry, k) => checkInteger(entry, `${key}[${k}]`, ACTION, least, most));
}
