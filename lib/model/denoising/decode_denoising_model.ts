import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import { createDenoisingModel, type DenoisingModel } from "./denoising_model.ts";
import { ModelFileError } from "./model_file_error.ts";
import { type ModelOutline, modelOutline } from "./model_header.ts";
import { readModelHeader } from "./read_model_header.ts";
import { stepDigest } from "./step_models.ts";

/** How a file is read. */
export interface DecodeOptions {
  /** The model that the file has to be a state of: same grid, places, steps and couplings, with weights of its own. */
  readonly like?: DenoisingModel;
}

/**
 * The denoising model in the bytes of a file that `encodeDenoisingModel` made. Everything else is a `ModelFileError`, whose
 * `problem` tells other files, other versions, truncated or overlong ones, damaged numbers, and models that are not like the
 * one expected; `what` names the file in its message.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createDenoisingModel, encodeDenoisingModel } from "thermolab";
 * const options = { preset: "replication", grid: "8_8", imageCount: 9, steps: 2 } as const;
 * const bytes = encodeDenoisingModel(createDenoisingModel({ ...options, seed: 1 }));
 * const like = createDenoisingModel({ ...options, seed: 2 });
 * assert.throws(() => decodeDenoisingModel(bytes, "a.dtm", { like }), /Cannot read a.dtm: .* its seed is 1 and 2 is expected/);
 * ```
 */
export function decodeDenoisingModel(bytes: Uint8Array, what: string, options: DecodeOptions = {}): DenoisingModel {
  const action = `Cannot read ${what}`;
  const { version: _, numbers, digests, headerEnd, ...outline } = readModelHeader(bytes, what);
  if (options.like !== undefined) requireLike(outline, modelOutline(options.like), action);
  const size = numbers === "float64" ? 8 : 4;
  const requireLength = (expected: number, exact: boolean) => {
    if (exact ? bytes.length === expected : !(bytes.length < expected)) return;
    throw new ModelFileError(
      "length",
      `${action}: it has ${bytes.length} bytes and its header asks for ${exact ? "" : "more than "}${expected}; ` +
        "take a whole copy of the file",
    );
  };
  // A damaged header must not make the model so large that building it takes all memory.
  requireLength(size * outline.steps * outline.grid?.width * outline.grid?.height, false);
  const model = build(outline, action);
  requireLength(headerEnd + size * model.steps.length * (model.grid.from.length + model.grid.vertexCount), true);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = headerEnd;
  model.steps.forEach((step, t) => {
    for (const list of [step.weights, step.biases]) {
      for (let k = 0; k < list.length; k++, at += size) {
        list[k] = size === 8 ? view.getFloat64(at, true) : view.getFloat32(at, true);
      }
    }
    if (stepDigest(step) === digests[t]) return;
    throw new ModelFileError(
      "digest",
      `${action}: the numbers of step ${t} do not have the digest ${describeValue(digests[t])} of its header; ` +
        "the file is damaged or another version made it, take another copy",
    );
  });
  return model;
}

function build(outline: ModelOutline, action: string): DenoisingModel {
  const refuse = (reason: string, cause?: unknown) =>
    new ModelFileError("format", `${action}: no model can be built from its header (${reason})`, { cause });
  let model: DenoisingModel;
  try {
    model = createDenoisingModel(outline);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw refuse(error.message, error);
  }
  // A value that is left out is the preset's when a model is built, and damage when it is read.
  const key = firstDifference(outline, modelOutline(model));
  if (key !== null) throw refuse(`${key} is ${describeValue(outline[key])}`);
  return model;
}

function requireLike(found: ModelOutline, expected: ModelOutline, action: string): void {
  const key = firstDifference(found, expected);
  if (key === null) return;
  throw new ModelFileError(
    "model",
    `${action}: it holds another model: its ${key} is ${describeValue(found[key])} and ${
      describeValue(expected[key])
    } is expected; give the file that belongs to this model`,
  );
}

function firstDifference(found: ModelOutline, expected: ModelOutline): keyof ModelOutline | null {
  const keys = Object.keys(expected) as (keyof ModelOutline)[];
  return keys.find((key) => JSON.stringify(found[key]) !== JSON.stringify(expected[key])) ?? null;
}
