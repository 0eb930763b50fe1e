import { createDenoisingModel, type DenoisingModel } from "../../../../lib/model/denoising/denoising_model.ts";
import { createStream } from "../../../../lib/random/stream.ts";

/** Three steps on 3 × 3 spins with two pixels and a label spin, and Gaussian weights and biases. */
export function smallModel(seed: number, scale = 0.5): DenoisingModel {
  const model = createDenoisingModel({
    preset: "replication",
    grid: { width: 3, height: 3, offsets: [[0, 1]], boundary: "open" },
    imageCount: 2,
    labelCount: 1,
    steps: 3,
    seed,
  });
  const stream = createStream(seed, "weights");
  for (const { weights, biases } of model.steps) {
    for (const list of [weights, biases]) for (let k = 0; k < list.length; k++) list[k] = scale * stream.gaussian();
  }
  return model;
}

/** A law of `size` states that is far from uniform. */
export function dataLaw(size: number, seed: number): Float64Array {
  const stream = createStream(seed, "data");
  const weights = Float64Array.from({ length: size }, () => Math.exp(2 * stream.gaussian()));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
