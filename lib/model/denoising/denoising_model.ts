import { InputError } from "../../errors.ts";
import { type GridGraph, gridGraph, type GridOptions } from "../../graph/grid_graph.ts";
import { gridPreset } from "../../graph/grid_presets.ts";
import { placeVisible } from "../../graph/place_visible.ts";
import { checkInteger } from "../../random/check.ts";
import { checkSeed } from "../../random/seed.ts";
import { createStream } from "../../random/stream.ts";
import { type DenoisingPreset, denoisingPreset } from "./denoising_preset.ts";
import { createDenoisingStep, type DenoisingStep } from "./denoising_step.ts";
import { type NoiseOptions, type NoiseSchedule, noiseSchedule } from "./noise_schedule.ts";

/** What a denoising model is built from; everything but the preset, the sizes and the seed is the preset's unless given. */
export interface DenoisingModelOptions extends Partial<NoiseOptions> {
  readonly preset: DenoisingPreset["name"];
  /** A name of GRID_PRESETS, or a grid. */
  readonly grid?: string | GridOptions;
  /** Spins of the image. */
  readonly imageCount: number;
  /** Spins of the label, repetitions included; default 0. */
  readonly labelCount?: number;
  /** What the places of the visible spins are drawn from, in each step anew. */
  readonly seed: number;
}

/** A denoising thermodynamic model: T steps, each a Boltzmann machine of its own on the same grid. */
export interface DenoisingModel {
  readonly preset: DenoisingPreset;
  readonly grid: GridGraph;
  readonly schedule: NoiseSchedule;
  readonly imageCount: number;
  readonly labelCount: number;
  readonly seed: number;
  /** Step 0 is the least noisy; generation runs from the last one to the first. */
  readonly steps: readonly DenoisingStep[];
}

/**
 * A denoising model with zero weights and biases. Its visible spins stand at random places, other ones in each step, drawn
 * from the streams (seed, "couplings", step). Sizes that do not fit on the grid, and unknown names, are InputErrors.
 *
 * Source: arXiv:2510.23972, Eqs. 7 and 8; dtm-replication, commit 7c22d19.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const model = createDenoisingModel({ preset: "replication", imageCount: 784, labelCount: 20, seed: 0 });
 * // The published default: one step, which ignores its input.
 * assert.deepEqual([model.steps.length, model.schedule.coupled], [1, false]);
 * assert.ok(model.steps[0]!.inputCouplings.every((coupling) => coupling === 0));
 * ```
 */
export function createDenoisingModel(options: DenoisingModelOptions): DenoisingModel {
  const action = "Cannot build a denoising model";
  const preset = denoisingPreset(options.preset);
  const given = options.grid ?? preset.grid;
  const grid = typeof given === "string" ? gridPreset(given) : gridGraph(given);
  const imageCount = checkInteger(options.imageCount, "imageCount", action, 0, grid.vertexCount);
  const labelCount = checkInteger(options.labelCount ?? 0, "labelCount", action, 0, grid.vertexCount - imageCount);
  if (imageCount + labelCount === 0) {
    throw new InputError(`${action}: imageCount and labelCount are 0; give at least one visible spin`);
  }
  const schedule = noiseSchedule({
    steps: options.steps ?? preset.noise.steps,
    times: options.times ?? preset.noise.times,
    offset: options.offset ?? preset.noise.offset,
    imageRate: options.imageRate ?? preset.noise.imageRate,
    labelRate: options.labelRate ?? preset.noise.labelRate,
    decayPerRate: options.decayPerRate ?? preset.noise.decayPerRate,
  });
  const seed = checkSeed(options.seed);
  const steps = schedule.steps.map((noise) => {
    const stream = createStream(seed, "couplings", noise.index);
    const placement = placeVisible(grid, { imageCount, labelCount, placement: preset.placement, stream });
    return createDenoisingStep(noise, grid, placement);
  });
  return { preset, grid, schedule, imageCount, labelCount, seed, steps };
}
