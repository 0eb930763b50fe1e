import { InputError } from "../../lib/errors.ts";
import { gridPreset } from "../../lib/graph/mod.ts";
import { type EnergyModel, ising, rbm } from "../../lib/model/mod.ts";
import { createStream } from "../../lib/random/mod.ts";
import { largestField } from "./largest_field.ts";
import type { Workload } from "./workload.ts";

const SEED = 60;
const CHAINS = 32;

/** Standard deviations of the couplings and biases of the grids, and of the RBM's weights. */
const SPREAD = { coupling: 0.3, bias: 0.1, dense: 0.1 } as const;

/** The largest possible field of the workload that stands for trained weights. */
const TRAINED_FIELD = 60;

const MAKERS = {
  "60_12": () => grid("60_12", CHAINS),
  "open-60": () => grid("open-60", CHAINS),
  "trained-60_12": () => trained(grid("60_12", CHAINS)),
  "rbm-784x500": () => ({ model: dense(784, 500), chains: CHAINS, grid: null }),
  "single-chain": () => grid("open-60", 1),
} as const;

/** The names of the workloads, in the order in which they are timed. */
export const WORKLOADS: readonly WorkloadName[] = Object.keys(MAKERS) as WorkloadName[];

/** The name of a workload. */
export type WorkloadName = keyof typeof MAKERS;

/**
 * The workload of that name. Every number of its model is a 32-bit float, so that peers of that precision sample exactly the
 * same model; couplings are N(0, 0.3²) and biases N(0, 0.1²) at beta 1, always the same ones.
 *
 * | name | model |
 * |---|---|
 * | `60_12` | the replication's preset: torus of side 60, degree 12 |
 * | `open-60` | the open grid of side 60, mean degree 10.44 |
 * | `trained-60_12` | `60_12` with all weights scaled until the largest possible field is 60 |
 * | `rbm-784x500` | a dense RBM with weights N(0, 0.1²) and no biases: half of its spins are up |
 * | `single-chain` | `open-60` with one chain; the others have 32 |
 *
 * @param name One of `WORKLOADS`.
 * @throws {InputError} For any other name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { model, chains } = createWorkload("open-60");
 * assert.deepEqual([model.graph.vertexCount, model.couplings.length, chains], [3600, 18788, 32]);
 * assert.throws(() => createWorkload("open-61"), /"open-61"/);
 * ```
 */
export function createWorkload(name: string): Workload {
  if (!Object.hasOwn(MAKERS, name)) {
    throw new InputError(`Cannot time the workload ${JSON.stringify(name)}; use one of ${WORKLOADS.join(", ")}`);
  }
  return { name, ...MAKERS[name as WorkloadName]() };
}

type Unnamed = Omit<Workload, "name">;

function grid(preset: string, chains: number): Unnamed {
  const graph = gridPreset(preset), { width, height } = graph.preset;
  const model = ising({
    graph,
    weights: normal(graph.from.length, SPREAD.coupling, 0),
    biases: normal(graph.vertexCount, SPREAD.bias, 1),
    beta: 1,
    blocks: graph.blocks,
  });
  return { model, chains, grid: { width, height } };
}

function trained({ model, ...rest }: Unnamed): Unnamed {
  // A little less, so that rounding to 32 bits does not carry the sum over the bound.
  const scale = TRAINED_FIELD * (1 - 2 ** -20) / largestField(model);
  const scaled = (values: Float64Array): Float64Array => values.map((value) => Math.fround(value * scale));
  const couplings = scaled(model.couplings), biases = scaled(model.biases!);
  return { ...rest, model: { ...model, couplings, biases } };
}

function dense(visible: number, hidden: number): EnergyModel {
  const weights = normal(visible * hidden, SPREAD.dense, 2);
  const rows = Array.from({ length: visible }, (_, i) => weights.subarray(i * hidden, (i + 1) * hidden));
  return rbm({ weights: rows, beta: 1 });
}

function normal(count: number, deviation: number, index: number): Float64Array {
  const stream = createStream(SEED, "couplings", index);
  return Float64Array.from({ length: count }, () => Math.fround(deviation * stream.gaussian()));
}
