import { createHash } from "node:crypto";
import { gridPreset } from "../../../../../lib/graph/grid_presets.ts";
import type { EnergyModel } from "../../../../../lib/model/energy_model.ts";
import { ising } from "../../../../../lib/model/ising.ts";
import { rbm } from "../../../../../lib/model/rbm.ts";
import { createStream } from "../../../../../lib/random/stream.ts";
import type { Engine, EngineTask } from "../../../../../lib/sampler/engine/engine.ts";
import { packedLength } from "../../../../../lib/sampler/engine/packed_spins.ts";
import { integerWeights } from "../../../../../lib/sampler/plan/integer_weights.ts";
import { siteOrder } from "../../../../../lib/sampler/plan/site_order.ts";

/** A graph of about `degree` random neighbours a spin, with couplings and biases N(0, spread²). */
export function randomGraph(n: number, degree: number, spread: number): EnergyModel {
  const stream = createStream(21, "test"), edges = new Map<string, readonly [number, number]>();
  for (let k = 0; k < (n * degree) / 2; k++) {
    const a = Math.floor(stream.uniform() * n), b = Math.floor(stream.uniform() * n);
    if (a < b) edges.set(`${a} ${b}`, [a, b]);
    if (b < a) edges.set(`${b} ${a}`, [b, a]);
  }
  const normal = () => spread * stream.gaussian();
  return ising({
    n,
    edges: [...edges.values()],
    weights: Array.from(edges, normal),
    biases: Array.from({ length: n }, normal),
    beta: 1,
  });
}

/** The open grid of side 60 with couplings N(0, 0.3²) and biases N(0, 0.1²). */
export function openGrid(): EnergyModel {
  const stream = createStream(22, "test"), graph = gridPreset("open-60");
  const weights = Array.from(graph.from, () => 0.3 * stream.gaussian());
  const biases = Array.from({ length: graph.vertexCount }, () => 0.1 * stream.gaussian());
  return ising({ graph, weights, biases, beta: 1, blocks: graph.blocks });
}

/** An RBM with weights N(0, spread²). */
export function randomRbm(visible: number, hidden: number, spread: number): EnergyModel {
  const stream = createStream(23, "test");
  const row = () => Array.from({ length: hidden }, () => spread * stream.gaussian());
  return rbm({ weights: Array.from({ length: visible }, row), beta: 1 });
}

/** A task on a model; forward sweeps of 32 chains side by side unless told otherwise. */
export function taskOf(
  model: EnergyModel,
  other: Partial<EngineTask> = {},
  clamped: readonly number[] = [],
): EngineTask {
  const sites = siteOrder(model, clamped), weights = integerWeights(model, sites);
  const seed = 2 ** 45 + 11;
  return { sites, weights, scan: "forward", coin: "chain", seed, layout: "chains", chains: 32, ...other };
}

/** Random packed spins of all chains. */
export function startOf({ chains, sites: { spinCount: n } }: EngineTask): Uint32Array {
  const stream = createStream(24, "test");
  return Uint32Array.from({ length: packedLength(chains, n) }, (_, k) => {
    const left = chains - 32 * Math.floor(k / n);
    return (stream.uniform() * 2 ** 32) & (left >= 32 ? -1 : (1 << left) - 1);
  });
}

/** A digest of packed spins: long arrays are compared by it. */
export function digest(words: Uint32Array): string {
  return createHash("sha256").update(words).digest("hex");
}

/** Digests of a run's samples and of the spins after it and one more sweep, and the number of updates. */
export async function chainsOf(engine: Engine, task: EngineTask, sweeps: number, stride: number): Promise<unknown> {
  const size = packedLength(task.chains, task.sites.spinCount);
  const out = new Uint32Array(size * Math.floor(sweeps / stride)), last = new Uint32Array(size);
  await engine.load(startOf(task));
  await engine.run(5, sweeps, { stride, out });
  await engine.run(5 + sweeps, 1);
  await engine.store(last);
  const { updates } = await engine.undecided();
  await engine.close();
  return { out: digest(out), last: digest(last), updates };
}
