import { createHash } from "node:crypto";
import { basename } from "node:path";
import {
  binarise,
  builtInDigits,
  type DataSet,
  findMnist,
  loadImages,
  selectClasses,
  splitImages,
  visibleSpins,
} from "../../lib/data/mod.ts";
import { InputError } from "../../lib/errors.ts";
import type { TrainData } from "./train_config.ts";

/** What a model is trained on. */
export interface TrainRows {
  readonly train: Int8Array;
  readonly test: Int8Array | null;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly classes: readonly number[];
  readonly labelSpots: number;
  /** Which images they are, with no folder of this computer: what a record says. */
  readonly name: string;
  /** Where they come from, in words. */
  readonly source: string;
  /** SHA-256 of the rows. */
  readonly digest: string;
}

/**
 * The images of a configuration as rows of spins.
 *
 * @param seed what test images are chosen by
 * @throws {InputError} for files that cannot be read, and labels, classes and thresholds that do not fit them
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rest = { labels: null, testCount: null, threshold: 0.5, labelSpots: null };
 * const rows = await loadTrainRows({ data: "builtin", classes: [0, 1], ...rest }, 1);
 * assert.deepEqual([rows.count, rows.train.length / rows.count, rows.labelSpots], [120, 784 + 10, 5]);
 * ```
 */
export async function loadTrainRows(config: TrainData, seed: number, signal?: AbortSignal): Promise<TrainRows> {
  const { set, name, source } = await find(config, signal);
  const selected = config.classes === null ? set : selectClasses(set, config.classes);
  const data = config.testCount === null ? selected : splitImages(selected, config.testCount, seed);
  const images = binarise(data.train, config.threshold), { count, height, width, classes } = images;
  const labelSpots = config.labelSpots ?? (images.labels === null ? 0 : 5);
  const train = visibleSpins(images, labelSpots);
  const test = data.test === null ? null : visibleSpins(binarise(data.test, config.threshold), labelSpots);
  const hash = createHash("sha256").update(train);
  if (test !== null) hash.update(test);
  const digest = `sha256:${hash.digest("hex")}`;
  return { train, test, count, height, width, classes, labelSpots, name, source, digest };
}

interface Found {
  readonly set: DataSet;
  readonly name: string;
  readonly source: string;
}

async function find(config: TrainData, signal?: AbortSignal): Promise<Found> {
  const { data, labels } = config;
  if (data !== "builtin" && data !== "mnist") {
    const set = loadImages(data, labels === null ? {} : { labels });
    return { set, name: basename(data), source: set.name };
  }
  if (labels !== null) {
    throw new InputError(`Cannot use the configuration: labels are given and data is "${data}", which has its own`);
  }
  if (data === "builtin") {
    const set = builtInDigits();
    return { set, name: set.name, source: "the built-in digits, which are not MNIST" };
  }
  const set = await findMnist(signal === undefined ? {} : { signal });
  return { set, name: set.name, source: set.source.sentence };
}
