import type { EngineTask } from "../../../../../lib/sampler/engine/engine.ts";
import { packedLength, packSpins } from "../../../../../lib/sampler/engine/packed_spins.ts";
import { integerWeights } from "../../../../../lib/sampler/plan/integer_weights.ts";
import { siteOrder } from "../../../../../lib/sampler/plan/site_order.ts";
import type { EnergyModel } from "../../../../../lib/model/energy_model.ts";
import type { Engine } from "../../../../../lib/sampler/engine/engine.ts";
import { CounterGenerator } from "../../../../../lib/random/counter.ts";
import { createGraph } from "../../../../../lib/graph/create_graph.ts";
import { ising } from "../../../../../lib/model/ising.ts";
import { rbm } from "../../../../../lib/model/rbm.ts";

/** The parts of a task that a test varies. */
export type Variation = Partial<Pick<EngineTask, "scan" | "coin" | "layout" | "chains" | "seed">>;

/** A task on a model, with some spins clamped. */
export function taskOf(model: EnergyModel, variation: Variation, clamped: number[] = []): EngineTask {
  const sites = siteOrder(model, clamped), weights = integerWeights(model, sites);
  return { sites, weights, scan: "forward", coin: "chain", seed: 7, layout: "chains", chains: 32, ...variation };
}

/** Independent uniform starts, packed; the clamped spins are +1. */
export function randomStart({ seed, chains, sites: { spinCount, freeCount, positions } }: EngineTask): Uint32Array {
  const random = new CounterGenerator(seed, "test"), spins = new Int8Array(chains * spinCount);
  for (let k = 0; k < spins.length; k++) {
    const clamped = positions[k % spinCount]! >= freeCount;
    spins[k] = clamped || random.fill(1, 0, k)[0]! & 1 ? 1 : -1;
  }
  return packSpins(spins, chains, spinCount);
}

/** What an engine makes of a start: kept samples of two runs, the second on other parameters where given, then the end. */
export async function trajectory(
  engine: Engine,
  task: EngineTask,
  sweeps: number,
  { stride = 2, from = 5, then }: { stride?: number; from?: number; then?: EngineTask["weights"] } = {},
): Promise<Uint32Array> {
  const size = packedLength(task.chains, task.sites.spinCount), kept = Math.floor(sweeps / stride);
  const out = new Uint32Array((2 * kept + 1) * size);
  await engine.load(randomStart(task));
  await engine.run(from, sweeps, { stride, out: out.subarray(0, kept * size) });
  if (then !== undefined) await engine.setWeights(then);
  await engine.run(from + sweeps, sweeps, { stride, out: out.subarray(kept * size, 2 * kept * size) });
  await engine.store(out.subarray(2 * kept * size));
  return out;
}

/** A random graph of about `n·degree/2` edges with normal-like couplings and biases of the given size. */
export function randomGraphModel(seed: number, n: number, degree: number, size: number): EnergyModel {
  const random = new CounterGenerator(seed, "test"), edges = new Map<number, [number, number]>();
  for (let k = 0; edges.size < n * degree / 2; k++) {
    const a = Math.floor(random.uniform(2, 0, k) * n), b = Math.floor(random.uniform(3, 0, k) * n);
    if (a !== b) edges.set(Math.min(a, b) * n + Math.max(a, b), [Math.min(a, b), Math.max(a, b)]);
  }
  const pairs = [...edges.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const graph = createGraph(n, pairs), draw = (k: number) => size * (2 * random.uniform(4, 0, k) - 1);
  const weights = pairs.map((_, k) => draw(k)), biases = Array.from({ length: n }, (_, i) => draw(pairs.length + i));
  return ising({ graph, weights, biases, beta: 1 });
}

/** An RBM with couplings up to `size`. */
export function randomRbm(seed: number, visible: number, hidden: number, size: number): EnergyModel {
  const random = new CounterGenerator(seed, "test");
  const weights = Array.from(
    { length: visible },
    (_, i) => Array.from({ length: hidden }, (_, j) => size * (2 * random.uniform(5, i, j) - 1)),
  );
  return rbm({ weights, beta: 1 });
}

/** Couplings up to `size` on a graph, without biases. */
export function randomCouplings(seed: number, graph: EnergyModel["graph"], size: number): EnergyModel {
  const random = new CounterGenerator(seed, "test");
  const weights = Array.from({ length: graph.from.length }, (_, e) => size * (2 * random.uniform(6, 0, e) - 1));
  return ising({ graph, weights, beta: 1 });
}

/**
 * A hundred spins, each with two neighbours of its own (spins 300 to 499) whose huge couplings cancel when both are +1, and joined
 * to two hundred others by small ones: coarse fields of little precision near 0.
 */
export function cancellingModel(seed: number): EnergyModel {
  const random = new CounterGenerator(seed, "test"), edges: [number, number][] = [], weights: number[] = [];
  for (let j = 0; j < 100; j++) {
    for (let i = 100; i < 300; i++) {
      edges.push([j, i]);
      weights.push(0.1 * (2 * random.uniform(7, i, j) - 1));
    }
    edges.push([j, 300 + 2 * j], [j, 301 + 2 * j]);
    weights.push(1.5e5, -1.5e5);
  }
  return ising({ n: 500, edges, weights, beta: 1 });
}
