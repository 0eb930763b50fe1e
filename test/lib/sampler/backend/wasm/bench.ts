// Nanoseconds per spin update of the WASM kernels, by hand: `deno run -A test/lib/sampler/backend/wasm/bench.ts [WORKLOAD…]`.
// Every build and number of threads in turn, the best and the median of many short runs; CPU time beside, for machines that
// others use as well.
import { availableParallelism } from "node:os";
import process from "node:process";
import { createWorkload, WORKLOADS } from "../../../../../kernels/bench/workloads.ts";
import { wasmAvailability } from "../../../../../lib/sampler/backend/wasm/kernel_build.ts";
import { createWasmEngine } from "../../../../../lib/sampler/backend/wasm/wasm_engine.ts";
import { startOf, taskOf } from "./tasks.ts";

const TURNS = 40, UPDATES = 4e6;

const found = wasmAvailability();
const builds = "build" in found && found.build === "relaxed" ? ["plain", "relaxed"] as const : ["plain"] as const;
const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : WORKLOADS) {
  const { model, chains } = createWorkload(name), layout = chains < 8 ? "sites" : "chains";
  const task = taskOf(model, { chains, layout });
  const work = name.startsWith("rbm") ? UPDATES / 20 : UPDATES;
  const sweeps = Math.max(2, Math.round(work / (chains * task.sites.freeCount)));
  const updates = sweeps * chains * task.sites.freeCount;
  const ways = builds.flatMap((build) =>
    [1, 2].filter((threads) => threads <= Math.min(chains, availableParallelism())).map((threads) => ({
      build,
      threads,
    }))
  );
  const subjects = await Promise.all(ways.map(async (way) => {
    const engine = createWasmEngine(task, way);
    await engine.load(startOf(task));
    return { way, engine, wall: [] as number[], cpu: [] as number[] };
  }));
  for (let turn = 0; turn < TURNS; turn++) {
    for (const { engine, wall, cpu } of subjects) {
      const time = performance.now(), usage = process.cpuUsage();
      await engine.run(turn * sweeps, sweeps);
      wall.push(((performance.now() - time) * 1e6) / updates);
      const { user, system } = process.cpuUsage(usage);
      cpu.push(((user + system) * 1e3) / updates);
    }
  }
  for (const { way, engine, wall, cpu } of subjects) {
    const { undecided, updates: all } = await engine.undecided();
    const [best, median] = [0, TURNS >> 1].map((k) => wall.toSorted((a, b) => a - b)[k]!.toFixed(3));
    const processor = cpu.toSorted((a, b) => a - b)[TURNS >> 2]!.toFixed(3),
      share = ((100 * undecided) / all).toFixed(3);
    console.log(
      `${name} ${way.build} ${way.threads}: ${best} best, ${median} median, ${processor} CPU ns per update; ${share} % undecided`,
    );
    await engine.close();
  }
}
