import type { EnergyModel } from "../../lib/model/mod.ts";

/** What a sampler is timed on: a model and the number of chains that run side by side. */
export interface Workload {
  readonly name: string;
  readonly model: EnergyModel;
  readonly chains: number;
  /** The grid that the model's graph lies on, for peers that shift whole grids; null where it lies on none. */
  readonly grid: { readonly width: number; readonly height: number } | null;
}

/**
 * Spins resampled in one sweep of all chains: what throughput counts.
 *
 * @param workload The workload.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../../lib/model/mod.ts";
 * const model = ising({ n: 3, edges: [[0, 1]], weights: [1], beta: 1 });
 * assert.equal(updatesPerSweep({ name: "small", model, chains: 4, grid: null }), 12);
 * ```
 */
export function updatesPerSweep({ model, chains }: Workload): number {
  return model.graph.vertexCount * chains;
}
