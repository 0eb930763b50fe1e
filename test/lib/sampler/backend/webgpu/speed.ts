// Updates per second of the WebGPU backend on the bench's workloads, by hand: deno run -A test/lib/sampler/backend/webgpu/speed.ts
// [WORKLOAD…]. What runs on a fallback adapter, on the processor, says nothing of graphics cards and says so.
import process from "node:process";
import { createWorkload, WORKLOADS } from "../../../../../kernels/bench/workloads.ts";
import { webgpuAvailability } from "../../../../../lib/sampler/backend/webgpu/availability.ts";
import { createWebgpuEngine } from "../../../../../lib/sampler/backend/webgpu/webgpu_engine.ts";
import { randomStart, taskOf } from "./same_chains.ts";

const found = await webgpuAvailability();
if ("absent" in found) {
  console.log(`NOT RUN: ${found.absent}`);
  process.exit(0);
}
if (found.fallback) console.log(`NOT RUN on a graphics card: ${found.adapter} computes on the processor`);
const names = process.argv.length > 2 ? process.argv.slice(2) : WORKLOADS;
for (const name of names) {
  const { model, chains } = createWorkload(name);
  const task = taskOf(model, { chains, layout: chains < 8 ? "sites" : "chains" });
  const engine = await createWebgpuEngine(task);
  await engine.load(randomStart(task));
  await engine.run(0, 2);
  let sweeps = 2, seconds = 0;
  for (let count = 4; seconds < 1; count *= 2) {
    const start = performance.now();
    await engine.run(sweeps, count);
    seconds = (performance.now() - start) / 1000;
    sweeps += count;
    if (seconds >= 1) {
      const { undecided, updates } = await engine.undecided(), rate = count * chains * task.sites.freeCount / seconds;
      console.log(
        `${name}: ${(rate / 1e6).toFixed(1)} million updates/s, ${chains} chains, undecided share ` +
          `${(undecided / updates).toExponential(1)}, on ${engine.device}`,
      );
    }
  }
  await engine.close();
}
