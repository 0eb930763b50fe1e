import { InputError } from "../../lib/errors.ts";
import { readBytes } from "../../lib/data/read_file.ts";
import { conditionalModel, decodeDenoisingModel, type EnergyModel, loadModel } from "../../lib/model/mod.ts";
import { createStream } from "../../lib/random/mod.ts";
import { decodeTraining, isTraining } from "../../lib/train/mod.ts";

/** Letters that a file of `encodeDenoisingModel` begins with. */
const MODEL = "DENOISE\n";

/**
 * The model in a file for `lab sample`: a MODEL.json, or a step of a denoising model in a file or checkpoint of `lab train`. A step's law is
 * conditional on an input; it is given fair coins from the seed, as the first step of a generation is. The last step on the
 * logarithmic grid of times, and with it the only one of a model of one step, ignores its input.
 *
 * @param step which step; null for the last, with which a generation begins
 * @throws {InputError} that names the file, when it cannot be used
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => sampledModel("none.json", null, 1), /Cannot .*"none.json".* there is no such file/);
 * ```
 */
export function sampledModel(path: string, step: number | null, seed: number): EnergyModel {
  const what = JSON.stringify(path), bytes = path.endsWith(".json") ? null : readBytes(path, what);
  const trained = bytes !== null && isTraining(bytes);
  if (bytes === null || !(trained || [...MODEL].every((letter, k) => bytes[k] === letter.charCodeAt(0)))) {
    if (step === null) return loadModel(path);
    throw new InputError(`Cannot use --step ${step}: ${what} is no denoising model; leave --step out`);
  }
  const model = trained ? decodeTraining(bytes, what).model : decodeDenoisingModel(bytes, what);
  const chosen = model.steps[step ?? model.steps.length - 1];
  if (chosen === undefined) {
    throw new InputError(`Cannot use --step ${step}: ${what} has the steps 0 to ${model.steps.length - 1}`);
  }
  const stream = createStream(seed, "data");
  const input = Int8Array.from({ length: chosen.visible.length }, () => stream.sign());
  return conditionalModel(chosen, input, model.preset.trainingBeta);
}
