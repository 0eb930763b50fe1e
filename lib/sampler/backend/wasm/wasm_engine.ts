import type { Engine, EngineTask, KeptSamples } from "../../engine/engine.ts";
import { updatesPerSweep } from "../../engine/updates_per_sweep.ts";
import { checkThreads } from "../check_threads.ts";
import { chooseBuild, type KernelBuild } from "./kernel_build.ts";
import { createShare, type Share } from "./share.ts";
import { createPlanner } from "./planner.ts";
import { startThread } from "./thread_station.ts";
import { divideChains, type Division } from "./units.ts";

/** Sites of a block that a member of a team has at least, on average: with fewer, most of its time would go in waiting. */
const FEW_SITES = 16;

/** How the wasm backend runs. */
export interface WasmOptions {
  /** Default 1, on the thread that calls; more work beside it. At most the processor's. */
  readonly threads?: number;
  /** Default: the fastest that the engine runs. */
  readonly build?: KernelBuild;
}

/**
 * The backend of vector kernels in WebAssembly: the bits of the reference for every scan, layout, number of chains and number
 * of threads. With one thread every call is done when it returns; with more, when its promise is. More threads than the
 * processor has, and a build that the engine does not know, are InputErrors, a model that no memory holds is a SizeError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const model = curieWeiss(3, 100), sites = siteOrder(model), weights = integerWeights(model, sites);
 * const engine = createWasmEngine({ sites, weights, scan: "forward", coin: "chain", seed: 7, layout: "chains", chains: 2 });
 * const packed = Uint32Array.of(0b01, 0b00, 0b00);
 * engine.load(packed);
 * engine.run(0, 3);
 * engine.store(packed);
 * assert.deepEqual([...packed], [0, 0, 0]);
 * ```
 */
export function createWasmEngine(task: EngineTask, options: WasmOptions = {}): Engine {
  const threads = checkThreads(options.threads ?? 1, "Cannot start the wasm backend"),
    { build, module } = chooseBuild(options.build, threads > 1);
  const { chains, sites, scan } = task;
  const single = task.layout === "sites" || scan === "single-site" || scan === "metropolis";
  const largestTeam = Math.max(1, Math.floor(sites.freeCount / (sites.blockStarts.length - 1) / FEW_SITES));
  const divisions = divideChains(chains, threads, single, largestTeam);
  return engineOf(task, divisions, build, module, threads > 1);
}

/** The chains divided in this way; on threads of their own when `threaded`, by a module for shared memory. */
export function engineOf(
  task: EngineTask,
  divisions: readonly Division[],
  build: KernelBuild,
  module: WebAssembly.Module,
  threaded: boolean,
): Engine {
  const { chains, sites } = task;
  const used = new Set(divisions.flatMap((division) => division.threads));
  const starts = threaded ? Array.from(used, () => startThread()) : [], planner = createPlanner(task);
  const planOf = planner(task.weights);
  const shares = divisions.map(({ units, threads: members }) =>
    createShare(task, units, planOf(members.length), module, starts.length === 0 ? [] : members.map((k) => starts[k]!))
  );
  const onAll = (act: (share: Share) => void | Promise<void>): void | Promise<void> => {
    const answers = shares.map(act).filter((answer) => answer instanceof Promise);
    return answers.length === 0 ? undefined : Promise.all(answers).then(() => {});
  };
  let sweepsDone = 0;
  const runBatches = (from: number, sweeps: number, keep?: KeptSamples): void | Promise<void> => {
    sweepsDone += sweeps;
    if (keep === undefined) return onAll((share) => share.run(from, sweeps, 0, new Uint32Array(0)));
    const { stride, out } = keep, sample = Math.ceil(chains / 32) * sites.spinCount;
    out.fill(0, 0, Math.floor(sweeps / stride) * sample);
    const batch = stride * Math.min(...shares.map((share) => share.batchSamples));
    const next = (done: number): void | Promise<void> => {
      for (let at = done; at < sweeps; at += batch) {
        const samples = out.subarray((at / stride) * sample);
        const answer = onAll((share) => share.run(from + at, Math.min(batch, sweeps - at), stride, samples));
        if (answer instanceof Promise) return answer.then(() => next(at + batch));
      }
    };
    return next(0);
  };

  return {
    backend: "wasm",
    device: `WebAssembly, ${build} vector instructions`,
    threads: used.size,
    load: (packed) => shares.forEach((share) => share.load(packed)),
    store: (packed) => {
      packed.fill(0);
      for (const share of shares) share.store(packed);
    },
    setWeights: (weights) => {
      const planOf = planner(weights);
      shares.forEach((share, k) => share.setPlan(planOf(divisions[k]!.threads.length)));
    },
    run: runBatches,
    undecided: () => ({
      undecided: shares.reduce((sum, share) => sum + share.undecided(), 0),
      updates: sweepsDone * chains * updatesPerSweep(task),
    }),
    close: () => onAll((share) => share.close()),
  };
}
