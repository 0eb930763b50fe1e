import { SizeError } from "../../../errors.ts";
import type { EngineTask } from "../../engine/engine.ts";
import { packedLength } from "../../engine/packed_spins.ts";
import { updatesPerSweep } from "../../engine/updates_per_sweep.ts";
import { SITE_WORDS } from "./device_data.ts";
import type { Lines } from "./lines.ts";
import type { RowLayout } from "./row_layout.ts";
import type { Visit } from "./visits.ts";

/** How much work is given to the device at once. */
export interface BatchLimits {
  readonly sweeps: number;
  readonly samples: number;
}

const MOST_SWEEPS = 256, MOST_UPDATES = 2 ** 27, MOST_STEPS = 2 ** 18, MOST_DISPATCHES = 2 ** 14;
const MASK_WORDS = 2 ** 21, SAMPLE_WORDS = 2 ** 21;

/**
 * The limits of a batch: no driver should find the device busy for seconds, no counter overflow and no buffer grow beyond some
 * megabytes for the sake of the batch.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * import { chainLines } from "./lines.ts";
 * import { sweepVisits } from "./visits.ts";
 * const task = { sites: siteOrder(curieWeiss(3, 1)), scan: "forward", layout: "chains", chains: 64 } as const;
 * assert.deepEqual(batchLimits(task, chainLines(task), sweepVisits(task)), { sweeps: 256, samples: 256 });
 * ```
 */
export function batchLimits(
  { sites, scan, chains }: Pick<EngineTask, "sites" | "scan" | "chains">,
  lines: Lines,
  visits: readonly Visit[],
): BatchLimits {
  const stepwise = scan === "single-site" || scan === "metropolis";
  const sweeps = Math.min(
    MOST_SWEEPS,
    stepwise ? MOST_STEPS / sites.freeCount : MOST_UPDATES / (updatesPerSweep({ sites, scan }) * chains),
    MOST_DISPATCHES / visits.length,
    scan === "symmetric" ? MASK_WORDS / (2 * lines.count) : MOST_SWEEPS,
  );
  const samples = Math.min(MOST_SWEEPS, SAMPLE_WORDS / packedLength(chains, sites.spinCount));
  return { sweeps: Math.max(1, Math.floor(sweeps)), samples: Math.max(1, Math.floor(samples)) };
}

/** The bytes of the buffers that shaders bind as storage. */
export interface BufferSizes {
  readonly spins: number;
  readonly sites: number;
  readonly entries: number;
  readonly couplings: number;
  readonly masks: number;
  readonly places: number;
  readonly packed: number;
}

/** The sizes of a task's buffers. */
export function bufferSizes(
  { sites, scan, chains }: Pick<EngineTask, "sites" | "scan" | "chains">,
  lines: Lines,
  rows: RowLayout,
  limits: BatchLimits,
): BufferSizes {
  const entries = 8 * Math.max(rows.length, 1);
  return {
    spins: 4 * lines.count * sites.spinCount,
    sites: 4 * SITE_WORDS * sites.freeCount,
    entries,
    couplings: entries,
    masks: 4 * lines.count * (scan === "symmetric" ? 1 + 2 * limits.sweeps : 1),
    places: 4 * sites.spinCount,
    packed: 4 * packedLength(chains, sites.spinCount) * limits.samples,
  };
}

/**
 * The limits to ask a device for, or a SizeError when the adapter has no buffer that is large enough.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const sizes = { spins: 2 ** 28, sites: 4, entries: 4, couplings: 4, masks: 4, places: 4, packed: 4 };
 * const least = { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28 };
 * assert.throws(() => requiredLimits(sizes, least), /buffer for the spins takes 256 MiB/);
 * assert.equal(requiredLimits({ ...sizes, spins: 4 }, least).maxStorageBufferBindingSize, 2 ** 27);
 * ```
 */
export function requiredLimits(
  sizes: BufferSizes,
  limits: Pick<GPUSupportedLimits, "maxStorageBufferBindingSize" | "maxBufferSize">,
): { maxStorageBufferBindingSize: number; maxBufferSize: number } {
  const most = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  let needed = 0;
  for (const [name, bytes] of Object.entries(sizes)) {
    if (bytes > most) {
      const ofChains = name === "spins" || name === "packed" || name === "masks";
      throw new SizeError(
        `Cannot run on the WebGPU adapter: the buffer for the ${name} takes ${
          mebibytes(bytes)
        } MiB, the adapter's hold ` +
          `${mebibytes(most)} MiB; take ${ofChains ? 'fewer chains or the backend "wasm"' : 'the backend "wasm"'}`,
      );
    }
    needed = Math.max(needed, bytes);
  }
  // What WebGPU gives without being asked.
  return {
    maxStorageBufferBindingSize: Math.max(needed, Math.min(2 ** 27, limits.maxStorageBufferBindingSize)),
    maxBufferSize: Math.max(needed, Math.min(2 ** 28, limits.maxBufferSize)),
  };
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
