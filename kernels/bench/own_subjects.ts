import { performance } from "node:perf_hooks";
import process from "node:process";
import { ThermolabError } from "../../lib/errors.ts";
import { chainEnergies, type ChainSampler, createSampler, defaultLayout } from "../../lib/sampler/mod.ts";
import { LAW, type MeanEnergy, type Measurement, type Session, type Subject } from "./subject.ts";
import { APART } from "./scaling.ts";
import type { Workload } from "./workload.ts";

const SEED = 2024;

/** What is swept without a pause: long enough that neither calls nor the clock count. */
const CHUNK_SECONDS = 0.1;

const BACKENDS = [
  { name: "reference", threads: [1] },
  { name: "wasm", threads: [1, 2] },
  { name: "webgpu", threads: [1] },
] as const;

type Name = typeof BACKENDS[number]["name"];

/** A backend does not run as it was asked to. */
export class BackendError extends ThermolabError {
  override name = "BackendError";
}

/**
 * The backends of this project on the forward scan, at one thread and, where they have threads, at two. Beside two threads that share
 * the work stand two that have nothing to do with each other, each with all chains: what the computer gives.
 *
 * @param cores Processors that may be used: more threads are not asked for.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../../lib/model/mod.ts";
 * const [reference] = ownSubjects(2);
 * const model = ising({ n: 3, edges: [[0, 1]], weights: [1], beta: 1 });
 * const session = await reference!.open({ name: "small", model, chains: 40, grid: null });
 * assert.ok((await session.measure(0.01)).updates >= 120);
 * await session.close();
 * ```
 */
export function ownSubjects(cores: number): readonly Subject[] {
  return BACKENDS.flatMap(({ name, threads }) =>
    threads.filter((count) => count <= cores).flatMap((count): Subject[] => {
      // Threads share out the chains.
      const takes = ({ chains }: Workload): boolean => count <= chains;
      const ours = { kind: "ours", name, threads: count, takes } as const;
      const shared: Subject = { ...ours, open: (workload) => openSession(workload, name, count) };
      if (count === 1) return [shared];
      return [shared, {
        ...ours,
        kind: "reference",
        name: APART,
        open: async (workload) => ({
          ...await openSession({ ...workload, chains: count * workload.chains }, name, count),
          version: `${count} samplers`,
        }),
      }];
    })
  );
}

async function openSession(workload: Workload, backend: Name, threads: number): Promise<Session> {
  const { model, chains } = workload;
  const sampler = await createSampler(model, { seed: SEED, scan: "forward", backend, threads });
  let state = sampler.init(chains), chunk = 1;
  const sweep = async (): Promise<number> => {
    const done = await sampler.run(state, { burnIn: chunk, samples: 0 });
    state = done.state;
    return done.seconds;
  };
  try {
    await sweep();
    if (sampler.threads !== threads) {
      throw new BackendError(`Cannot run the ${backend} backend on ${threads} threads: it has ${sampler.threads}`);
    }
    while (await sweep() < CHUNK_SECONDS) chunk *= 2;
  } catch (error) {
    await sampler.close();
    throw error;
  }
  return {
    version: null,
    formulation: sampler.device ?? backend,
    threads,
    measure: (seconds) => measure(sampler, sweep, seconds),
    law: () => law(workload, backend, threads),
    close: sampler.close,
  };
}

async function measure(sampler: ChainSampler, sweep: () => Promise<number>, seconds: number): Promise<Measurement> {
  const before = await sampler.undecided(), cpu = process.cpuUsage(), start = performance.now();
  // What the engine itself took: the states that the caller gets in between are not part of a long run.
  let wallSeconds = 0;
  while (performance.now() - start < seconds * 1000) wallSeconds += await sweep();
  const { user, system } = process.cpuUsage(cpu), after = await sampler.undecided();
  const updates = after.updates - before.updates;
  return {
    updates,
    wallSeconds,
    // At least a step of its clock: a device of its own may leave the processor nothing to do.
    cpuSeconds: Math.max(1, user + system) / 1e6,
    undecidedShare: (after.undecided - before.undecided) / updates,
  };
}

/** As many chains as the law asks for, in the layout of the workload's own. */
async function law({ model, chains }: Workload, backend: Name, threads: number): Promise<MeanEnergy> {
  const count = Math.max(chains, LAW.runs), layout = defaultLayout(chains);
  await using sampler = await createSampler(model, { seed: SEED + 1, scan: "forward", backend, threads, layout });
  const sums = new Float64Array(count), { burn: burnIn, keep: samples } = LAW;
  const observer = chainEnergies(model, (energies) => energies.forEach((energy, c) => sums[c]! += energy));
  await sampler.run(sampler.init(count), { burnIn, samples }, { observers: [observer] });
  return meanEnergy(sums.map((sum) => sum / (samples * model.graph.vertexCount)));
}

function meanEnergy(perSpin: Float64Array): MeanEnergy {
  const n = perSpin.length, mean = perSpin.reduce((sum, value) => sum + value, 0) / n;
  const squares = perSpin.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (n - 1) / n) };
}
