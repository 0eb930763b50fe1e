// Ten million updates each of a grid, a random graph with biases and an RBM, on every backend, build and number of threads,
// compared with the reference bit for bit: deno run -A test/lib/sampler/backend/equal_updates.ts [SEED]. Exit 1 when anything
// differs. A minute or two.
import { availableParallelism } from "node:os";
import process from "node:process";
import type { Engine, EngineTask } from "../../../../lib/sampler/engine/engine.ts";
import { createReferenceEngine } from "../../../../lib/sampler/backend/reference/reference_engine.ts";
import { wasmAvailability } from "../../../../lib/sampler/backend/wasm/kernel_build.ts";
import { createWasmEngine } from "../../../../lib/sampler/backend/wasm/wasm_engine.ts";
import { webgpuAvailability } from "../../../../lib/sampler/backend/webgpu/availability.ts";
import { createWebgpuEngine } from "../../../../lib/sampler/backend/webgpu/webgpu_engine.ts";
import { largeTasks } from "./webgpu/large_tasks.ts";
import { trajectory } from "./webgpu/same_chains.ts";

const engines: [name: string, create: (task: EngineTask) => Engine | Promise<Engine>][] = [];
const wasm = wasmAvailability(), gpu = await webgpuAvailability();
for (const build of ["plain", "relaxed"] as const) {
  for (const threads of [1, 2]) {
    const name = `wasm ${build}, ${threads} thread${threads === 1 ? "" : "s"}`;
    if ("absent" in wasm) console.log(`NOT RUN ${name}: ${wasm.absent}`);
    else if (build === "relaxed" && wasm.build !== "relaxed") console.log(`NOT RUN ${name}: this engine has none`);
    else if (threads > availableParallelism()) console.log(`NOT RUN ${name}: the processor has one core`);
    else engines.push([name, (task) => createWasmEngine(task, { build, threads })]);
  }
}
if ("absent" in gpu) console.log(`NOT RUN webgpu: ${gpu.absent}`);
else engines.push([`webgpu on ${gpu.adapter}`, createWebgpuEngine]);

const seed = Number(process.argv[2] ?? Math.floor(Math.random() * 2 ** 48));
console.log(`seed ${seed}`);
for (const [model, { task, sweeps }] of Object.entries(largeTasks(seed, 1e7))) {
  const right = await trajectory(createReferenceEngine(task), task, sweeps);
  for (const [name, create] of engines) {
    const engine = await create(task), ours = await trajectory(engine, task, sweeps);
    const differing = right.reduce((count, word, k) => count + (ours[k] === word ? 0 : 1), 0);
    const { undecided, updates } = await engine.undecided();
    await engine.close();
    console.log(
      `${model}, ${name}: ${updates} updates, ${undecided} undecided, ${differing} of ${right.length} words differ`,
    );
    if (differing > 0) process.exitCode = 1;
  }
}
