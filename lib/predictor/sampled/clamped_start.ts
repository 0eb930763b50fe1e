import { checkInteger } from "../../random/check.ts";
import { createStream } from "../../random/stream.ts";
import { InputError } from "../../errors.ts";

/** What the chains of a phase with clamped spins begin with. */
export interface ClampedStartOptions {
  /** N. */
  readonly spinCount: number;
  readonly chains: number;
  readonly seed: number;
  /** The clamped spins. */
  readonly clamped: ArrayLike<number>;
  /** Their values ±1, the same in every chain, in the order of `clamped`. */
  readonly values: ArrayLike<number>;
}

/**
 * Dispersed starts, N spins per chain: the clamped spins at their values, every other spin ±1 with probability ½, drawn from the
 * stream (seed, "init"). Clamped spins that are none of the model's, and values other than ±1, are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const start = clampedStart({ spinCount: 3, chains: 4, seed: 7, clamped: [1], values: [-1] });
 * assert.deepEqual([start.length, start[1], start[4], start[7], start[10]], [12, -1, -1, -1, -1]);
 * ```
 */
export function clampedStart({ spinCount, chains, seed, clamped, values }: ClampedStartOptions): Int8Array {
  const action = "Cannot start the chains of a phase";
  checkInteger(spinCount, "spinCount", action, 1, 2 ** 24);
  checkInteger(chains, "chains", action, 1, 2 ** 20);
  if (clamped.length !== values.length) {
    throw new InputError(
      `${action}: ${clamped.length} spins are clamped and ${values.length} values given; give one each`,
    );
  }
  const stream = createStream(seed, "init"), spins = new Int8Array(chains * spinCount);
  for (let k = 0; k < spins.length; k++) spins[k] = stream.sign();
  for (let k = 0; k < clamped.length; k++) {
    const site = checkInteger(clamped[k], `clamped[${k}]`, action, 0, spinCount - 1), value = values[k];
    if (value !== 1 && value !== -1) throw new InputError(`${action}: values[${k}] is ${value}; give +1 or -1`);
    for (let c = 0; c < chains; c++) spins[c * spinCount + site] = value;
  }
  return spins;
}
