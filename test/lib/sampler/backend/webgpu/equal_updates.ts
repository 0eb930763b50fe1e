// Ten million updates of a grid, a random graph with biases and an RBM, on the WebGPU backend and on the reference, compared bit for
// bit: deno run -A test/lib/sampler/backend/webgpu/equal_updates.ts [SEED]. Exit 1 when anything differs.
import process from "node:process";
import { createReferenceEngine } from "../../../../../lib/sampler/backend/reference/reference_engine.ts";
import { webgpuAvailability } from "../../../../../lib/sampler/backend/webgpu/availability.ts";
import { createWebgpuEngine } from "../../../../../lib/sampler/backend/webgpu/webgpu_engine.ts";
import { largeTasks } from "./large_tasks.ts";
import { trajectory } from "./same_chains.ts";

const found = await webgpuAvailability();
if ("absent" in found) {
  console.log(`NOT RUN: ${found.absent}`);
  process.exit(0);
}
const seed = Number(process.argv[2] ?? Math.floor(Math.random() * 2 ** 48));
console.log(`seed ${seed}, on ${found.adapter}`);
for (const [name, { task, sweeps }] of Object.entries(largeTasks(seed, 1e7))) {
  const engine = await createWebgpuEngine(task), reference = createReferenceEngine(task);
  const ours = await trajectory(engine, task, sweeps), right = await trajectory(reference, task, sweeps);
  const differing = right.reduce((count, word, k) => count + (ours[k] === word ? 0 : 1), 0);
  const { undecided, updates } = await engine.undecided();
  await engine.close();
  console.log(`${name}: ${updates} updates, ${undecided} undecided, ${differing} of ${right.length} kept words differ`);
  if (differing > 0) process.exitCode = 1;
}
