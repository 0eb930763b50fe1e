import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import { checkVector } from "../check.ts";
import type { DenoisingModel } from "./denoising_model.ts";
import { createDenoisingStep, type DenoisingStep } from "./denoising_step.ts";
import { FILE_MAGIC, FILE_VERSION, type ModelHeader, type ModelNumbers, modelOutline } from "./model_header.ts";
import { stepDigest } from "./step_models.ts";

/**
 * A denoising model as the bytes of a file: eight letters, the length of the header (two 32-bit words, the second zero), a
 * JSON header with everything that the model is built from and each step's digest, filled up with spaces to a multiple of 8,
 * then every step's weights and biases, little-endian. As `float64` (default) the model comes back bit for bit; `float32`
 * rounds the numbers and takes half the space. Weights and biases that are not finite are InputErrors, so that a model whose
 * training went wrong never replaces a good one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createDenoisingModel, decodeDenoisingModel } from "thermolab";
 * const model = createDenoisingModel({ preset: "replication", grid: "8_8", imageCount: 9, labelCount: 3, steps: 2, seed: 1 });
 * model.steps[1]!.weights[7] = Math.PI;
 * assert.deepEqual(decodeDenoisingModel(encodeDenoisingModel(model), "the model").steps, model.steps);
 * ```
 */
export function encodeDenoisingModel(model: DenoisingModel, numbers: ModelNumbers = "float64"): Uint8Array {
  const action = "Cannot write the denoising model";
  if (numbers !== "float64" && numbers !== "float32") {
    throw new InputError(`${action}: numbers is ${describeValue(numbers)}; give "float64" or "float32"`);
  }
  const steps = model.steps.map((step, t) => {
    checkVector(step.weights, `step ${t}: weights`, action, step.weights.length, "edge");
    checkVector(step.biases, `step ${t}: biases`, action, step.biases.length, "spin");
    return numbers === "float64" ? step : rounded(step);
  });
  const header: ModelHeader = {
    version: FILE_VERSION,
    ...modelOutline(model),
    numbers,
    digests: steps.map(stepDigest),
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / 8) * 8, size = numbers === "float64" ? 8 : 4;
  const count = steps.reduce((sum, step) => sum + step.weights.length + step.biases.length, 0);
  const bytes = new Uint8Array(16 + length + size * count).fill(0x20, 16, 16 + length);
  new TextEncoder().encodeInto(FILE_MAGIC, bytes);
  bytes.set(json, 16);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, length, true);
  let at = 16 + length;
  for (const { weights, biases } of steps) {
    for (const list of [weights, biases]) {
      for (let k = 0; k < list.length; k++, at += size) {
        if (size === 8) view.setFloat64(at, list[k]!, true);
        else view.setFloat32(at, list[k]!, true);
      }
    }
  }
  return bytes;
}

function rounded(step: DenoisingStep): DenoisingStep {
  const copy = createDenoisingStep(step.noise, step.graph, step.placement);
  copy.weights.set(Float32Array.from(step.weights));
  copy.biases.set(Float32Array.from(step.biases));
  return copy;
}
