import { InputError } from "../../errors.ts";
import type { Stream } from "../../random/stream.ts";
import { checkSpins } from "../check.ts";
import type { DenoisingStep } from "./denoising_step.ts";
import { hintonStart } from "./hinton_start.ts";

/** What the chains of a phase begin with. */
export interface PhaseStartOptions {
  /** V spins per chain, image then label; their number gives the number of chains. */
  readonly inputs: ArrayLike<number>;
  /** V spins per chain for the visible spins. Without them these begin as the hidden ones do. */
  readonly visible?: ArrayLike<number>;
  /** Default 1. */
  readonly beta?: number;
  readonly stream: Stream;
}

/**
 * The spins with which the chains of `jointModel` begin, N + V per chain: the input in its place, the visible spins as given,
 * everything else by `hintonStart` on the learned biases. Lists of other lengths and spins other than ±1 are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createDenoisingModel, createStream } from "thermolab";
 * const { steps: [step] } = createDenoisingModel({ preset: "replication", grid: "8_8", imageCount: 9, labelCount: 3, steps: 2, seed: 1 });
 * const inputs = new Int8Array(24).fill(1), visible = new Int8Array(24).fill(-1);
 * const spins = phaseStart(step!, { inputs, visible, stream: createStream(7, "init") });
 * assert.deepEqual([spins.length, spins[64], spins[step!.visible[0]!]], [152, 1, -1]);
 * ```
 */
export function phaseStart(step: DenoisingStep, options: PhaseStartOptions): Int8Array {
  const action = "Cannot start the chains";
  const width = step.visible.length, n = step.graph.vertexCount, length = options.inputs.length;
  if (length === 0 || length % width !== 0) {
    throw new InputError(`${action}: inputs has ${length} spins; give ${width} per chain`);
  }
  const inputs = checkSpins(options.inputs, "inputs", action, length);
  const visible = options.visible === undefined ? null : checkSpins(options.visible, "visible", action, length);
  const biases = step.parameters.subarray(step.jointGraph.from.length);
  const spins = hintonStart(biases, length / width, options.beta ?? 1, options.stream);
  for (let at = 0, row = 0; at < spins.length; at += n + width, row += width) {
    for (let k = 0; k < width; k++) {
      spins[at + n + k] = inputs[row + k]!;
      if (visible !== null) spins[at + step.visible[k]!] = visible[row + k]!;
    }
  }
  return spins;
}
