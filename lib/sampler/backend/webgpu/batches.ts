import type { BatchLimits } from "./buffer_sizes.ts";

/** Some sweeps of a run, given to the device at once. */
export interface Batch {
  /** Sweeps of the run before these. */
  readonly done: number;
  readonly sweeps: number;
  /** Samples of the run kept before these, and those kept in these. */
  readonly kept: number;
  readonly samples: number;
}

/**
 * Cuts a run into batches; without a stride nothing is kept.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cut = [...batches(10, { sweeps: 8, samples: 2 }, 2)];
 * assert.deepEqual(cut.map(({ sweeps, samples }) => [sweeps, samples]), [[5, 2], [4, 2], [1, 1]]);
 * ```
 */
export function* batches(sweeps: number, limits: BatchLimits, stride: number = Infinity): Generator<Batch> {
  for (let done = 0; done < sweeps;) {
    const kept = Math.floor(done / stride);
    const full = stride === Infinity ? Infinity : (kept + limits.samples + 1) * stride - 1 - done;
    const count = Math.min(limits.sweeps, sweeps - done, full);
    yield { done, sweeps: count, kept, samples: Math.floor((done + count) / stride) - kept };
    done += count;
  }
}
