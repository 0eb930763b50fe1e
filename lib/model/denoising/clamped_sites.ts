import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import type { DenoisingStep } from "./denoising_step.ts";

/**
 * What is held while a step is sampled: `positive` the visible spins (training, data), `negative` nothing (training, model, and
 * free generation), `labelled` the label (generation of a given class). The input is held in all of them.
 */
export type DenoisingPhase = "positive" | "negative" | "labelled";

/**
 * The spins that a sampler clamps in a phase, ascending. `inputs` says how the input enters: as fields of `conditionalModel`,
 * or as the clamped spins of `jointModel`.
 *
 * Source: arXiv:2510.23972, Eq. 14: both phases are conditioned on the input, the positive one on the data as well.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createDenoisingModel } from "thermolab";
 * const { steps: [step] } = createDenoisingModel({ preset: "replication", grid: "8_8", imageCount: 9, labelCount: 3, steps: 2, seed: 1 });
 * assert.equal(clampedSites(step!, "negative", "fields").length, 0);
 * assert.equal(clampedSites(step!, "positive", "spins").length, 24);
 * ```
 */
export function clampedSites(step: DenoisingStep, phase: DenoisingPhase, inputs: "fields" | "spins"): Uint32Array {
  const action = "Cannot clamp the phase", n = step.graph.vertexCount;
  if (phase !== "positive" && phase !== "negative" && phase !== "labelled") {
    throw new InputError(`${action}: phase is ${describeValue(phase)}; give "positive", "negative" or "labelled"`);
  }
  if (inputs !== "fields" && inputs !== "spins") {
    throw new InputError(`${action}: inputs is ${describeValue(inputs)}; give "fields" or "spins"`);
  }
  const held = phase === "positive" ? step.visible : phase === "labelled" ? step.placement.label : [];
  const given = inputs === "spins" ? Uint32Array.from(step.visible, (_, k) => n + k) : [];
  const sites = new Uint32Array(held.length + given.length);
  sites.set(held);
  sites.set(given, held.length);
  return sites.sort();
}
