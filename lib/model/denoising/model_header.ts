import type { GridOptions } from "../../graph/grid_graph.ts";
import type { DenoisingModel, DenoisingModelOptions } from "./denoising_model.ts";
import type { NoiseOptions } from "./noise_schedule.ts";

/** What a file begins with. */
export const FILE_MAGIC = "DENOISE\n";

/** The version of the format that this library writes and reads. */
export const FILE_VERSION = 1;

/** The numbers of a file: doubles, or singles in half the space. */
export type ModelNumbers = "float64" | "float32";

/** Everything of a model but its weights and biases: what `createDenoisingModel` builds the same model from. */
export type ModelOutline = Required<Omit<DenoisingModelOptions, "grid">> & NoiseOptions & {
  readonly grid: GridOptions;
};

/** The header of a file, one JSON object. */
export interface ModelHeader extends ModelOutline {
  readonly version: number;
  readonly numbers: ModelNumbers;
  /** `stepDigest` of every step. */
  readonly digests: readonly string[];
}

/**
 * The outline of a model, its keys always in the same order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createDenoisingModel } from "./denoising_model.ts";
 * const model = createDenoisingModel({ preset: "replication", grid: "8_8", imageCount: 9, seed: 1 });
 * assert.deepEqual(createDenoisingModel(modelOutline(model)).steps, model.steps);
 * ```
 */
export function modelOutline(model: DenoisingModel): ModelOutline {
  const { preset, grid: { width, height, offsets, boundary }, imageCount, labelCount, seed, schedule } = model;
  return {
    preset: preset.name,
    grid: { width, height, offsets, boundary },
    imageCount,
    labelCount,
    seed,
    ...schedule.options,
  };
}
