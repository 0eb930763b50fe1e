import { InputError } from "../../errors.ts";
import type { Stream } from "../../random/stream.ts";
import { checkSpins } from "../check.ts";
import type { NoiseStep, PerKind } from "./noise_schedule.ts";

/** Training data of one step, row by row as the data are. */
export interface NoisePairs {
  /** What the step should bring forth: the data noised up to its beginning. */
  readonly targets: Int8Array;
  /** What it is given: the targets noised up to its end. */
  readonly inputs: Int8Array;
}

/** How rows of data are laid out. */
export interface NoisePairOptions {
  /** Spins per row that are pixels; the rest of a row is its label. */
  readonly imageCount: number;
  /** Spins per row. */
  readonly rowLength: number;
  readonly stream: Stream;
}

/**
 * Noises rows of ±1 data (image, then label) for one step: every spin flips by itself with the step's probability for its
 * kind, first from the data to the targets, then from the targets to the inputs. The numbers of the stream are taken row by
 * row, one per spin for each of the two. Probabilities are met to 2^−33. Spins other than ±1 and rows that do not fill up are
 * InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createStream } from "../../random/stream.ts";
 * import { noiseSchedule } from "./noise_schedule.ts";
 * const options = { steps: 8, times: "log", offset: 0, imageRate: 0.9, labelRate: 0.2, decayPerRate: 1 } as const;
 * const first = noiseSchedule(options).steps[0]!, data = Int8Array.of(1, -1, 1, -1);
 * const stream = createStream(7, "data");
 * // The first step begins at time 0, so its targets are the data.
 * assert.deepEqual(noisePairs(first, data, { imageCount: 1, rowLength: 2, stream }).targets, data);
 * ```
 */
export function noisePairs(step: NoiseStep, data: ArrayLike<number>, options: NoisePairOptions): NoisePairs {
  const { imageCount, rowLength, stream } = options;
  if (!(rowLength >= 1) || data.length % rowLength !== 0) {
    throw new InputError(
      `Cannot noise the data: ${data.length} spins are no whole number of rows of ${rowLength}; give full rows`,
    );
  }
  const targets = checkSpins(data, "data", "Cannot noise the data", data.length);
  const inputs = new Int8Array(data.length);
  const first = thresholds(step.targetFlip, imageCount, rowLength);
  const second = thresholds(step.inputFlip, imageCount, rowLength);
  for (let at = 0; at < targets.length; at += rowLength) {
    for (let k = 0; k < rowLength; k++) if (stream.word() < first[k]!) targets[at + k] = -targets[at + k]!;
    for (let k = 0; k < rowLength; k++) {
      inputs[at + k] = stream.word() < second[k]! ? -targets[at + k]! : targets[at + k]!;
    }
  }
  return { targets, inputs };
}

function thresholds({ image, label }: PerKind, imageCount: number, rowLength: number): Float64Array {
  return Float64Array.from({ length: rowLength }, (_, k) => Math.round((k < imageCount ? image : label) * 2 ** 32));
}
