import type { Engine, EngineTask, KeptSamples } from "../../engine/engine.ts";
import { packedLength } from "../../engine/packed_spins.ts";
import { updatesPerSweep } from "../../engine/updates_per_sweep.ts";
import { adapterDescription, requireAdapter, type WebgpuOptions } from "./availability.ts";
import { encodeBatch, encodePacking, sweepRecords } from "./batch_commands.ts";
import { type Batch, batches } from "./batches.ts";
import { batchLimits, bufferSizes, requiredLimits } from "./buffer_sizes.ts";
import { COUNTER_BYTES, deviceMemory, type MemoryPlan, uploadWeights } from "./device_memory.ts";
import { GuardedDevice } from "./guarded_device.ts";
import { compileKernels } from "./kernels.ts";
import { chainLines } from "./lines.ts";
import { rowLayout } from "./row_layout.ts";
import { sweepVisits } from "./visits.ts";
import { WebgpuDeviceError } from "./webgpu_error.ts";

/**
 * The backend of graphics cards: the reference engine's chains, bit for bit, by compute shaders. All weights and spins stay on
 * the device; a batch of sweeps is one submission, and kept samples come back once per batch.
 *
 * The first comparison of an update is of a 32-bit field and a straight piece of the threshold's curve; a proven bound says
 * where it is safe, and the rest is decided by the exact 64-bit routine. `undecided` counts these (for the single-site scans,
 * which have no first comparison, the steps whose first 32 bits did not decide).
 *
 * No adapter is a WebgpuAbsentError, an adapter whose buffers are too small a SizeError, a lost or closed device a
 * WebgpuDeviceError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * import { webgpuAvailability } from "./availability.ts";
 * const model = curieWeiss(3, 100), sites = siteOrder(model), weights = integerWeights(model, sites);
 * const task = { sites, weights, scan: "forward", coin: "chain", seed: 7, layout: "chains", chains: 2 } as const;
 * if ("absent" in await webgpuAvailability()) await assert.rejects(createWebgpuEngine(task), { name: "WebgpuAbsentError" });
 * else {
 *   const engine = await createWebgpuEngine(task), packed = Uint32Array.of(0b01, 0b00, 0b00);
 *   await engine.load(packed);
 *   await engine.run(0, 3);
 *   await engine.store(packed);
 *   await engine.close();
 *   assert.deepEqual([...packed], [0, 0, 0]);
 * }
 * ```
 */
export async function createWebgpuEngine(task: EngineTask, options: WebgpuOptions = {}): Promise<Engine> {
  const adapter = await requireAdapter(options);
  const plan = memoryPlan(task), limits = requiredLimits(plan.sizes, adapter.limits);
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({ requiredLimits: limits });
  } catch (error) {
    throw new WebgpuDeviceError(
      `Cannot open the WebGPU adapter "${adapter.info.description}": ${
        (error as Error).message
      }; take the backend "wasm"`,
    );
  }
  return await engineOn(device, plan, adapterDescription(adapter));
}

/** What a task needs of a device. */
export function memoryPlan(task: EngineTask): MemoryPlan {
  const lines = chainLines(task), visits = sweepVisits(task), rows = rowLayout(task.sites);
  const limits = batchLimits(task, lines, visits);
  return { task, lines, visits, rows, limits, sizes: bufferSizes(task, lines, rows, limits) };
}

/** The engine on a device that is its own: closing the engine destroys it. */
export async function engineOn(device: GPUDevice, plan: MemoryPlan, name: string): Promise<Engine> {
  const guarded = new GuardedDevice(device);
  try {
    return await startEngine(guarded, plan, name);
  } catch (error) {
    guarded.close();
    throw error;
  }
}

async function startEngine(guarded: GuardedDevice, plan: MemoryPlan, name: string): Promise<Engine> {
  const { device } = guarded, { queue } = device;
  const { task, lines, limits } = plan, { chains, sites: { spinCount } } = task;
  const starting = "start the WebGPU engine";
  const kernels = await guarded.settled(starting, compileKernels(device, task));
  device.pushErrorScope("out-of-memory");
  const memory = deviceMemory(device, kernels, plan);
  if (await guarded.settled(starting, device.popErrorScope()) !== null) {
    throw new WebgpuDeviceError(`Cannot ${starting}: the adapter has too little memory; take fewer chains`);
  }
  uploadWeights(device, memory, plan, task.weights);
  await guarded.settled(starting, queue.onSubmittedWorkDone());

  const words = packedLength(chains, spinCount), perSweep = chains * updatesPerSweep(task);
  let undecided = 0, updates = 0, turn = 0;

  /** Submits, and reads the counter and so many samples back into `out` when they are there. */
  async function submit(action: string, encoder: GPUCommandEncoder, samples: number, out?: Uint32Array): Promise<void> {
    const staging = memory.staging[turn++ & 1]!, bytes = 4 * words * samples;
    encoder.copyBufferToBuffer(memory.undecided, 0, staging, 0, 4);
    if (bytes > 0) encoder.copyBufferToBuffer(memory.packed, 0, staging, COUNTER_BYTES, bytes);
    queue.submit([encoder.finish()]);
    await guarded.settled(action, staging.mapAsync(GPUMapMode.READ, 0, COUNTER_BYTES + bytes));
    const read = new Uint32Array(staging.getMappedRange(0, COUNTER_BYTES + bytes));
    undecided += read[0]!;
    out?.set(read.subarray(COUNTER_BYTES / 4));
    staging.unmap();
  }

  /** A command encoder whose commands begin with the counter at 0. */
  function begin(): GPUCommandEncoder {
    const encoder = device.createCommandEncoder();
    encoder.clearBuffer(memory.undecided);
    return encoder;
  }

  function submitBatch(batch: Batch, from: number, keep?: KeptSamples): Promise<void> {
    const stride = keep?.stride ?? Infinity, encoder = begin();
    queue.writeBuffer(memory.sweeps, 0, sweepRecords(plan, batch, from, memory.recordStride / 4, stride));
    encodeBatch(encoder, kernels, memory, plan, batch, stride);
    updates += perSweep * batch.sweeps;
    const out = keep?.out.subarray(batch.kept * words, (batch.kept + batch.samples) * words);
    return submit("run sweeps", encoder, batch.samples, out);
  }

  return {
    backend: "webgpu",
    device: name,
    threads: 1,
    load: async (packed) => {
      guarded.check("load spins");
      queue.writeBuffer(memory.packed, 0, new Uint32Array(packed.subarray(0, words)));
      const encoder = begin(), pass = encoder.beginComputePass();
      encodePacking(pass, kernels.unpack, memory, plan, memory.unpacking, lines.count, 0);
      pass.end();
      await submit("load spins", encoder, 0);
    },
    store: async (packed) => {
      guarded.check("store spins");
      // The first record's place is the first sample's.
      queue.writeBuffer(memory.sweeps, 0, new Uint32Array(4));
      const encoder = begin(), pass = encoder.beginComputePass();
      encodePacking(pass, kernels.pack, memory, plan, memory.packing, Math.ceil(chains / 32), 0);
      pass.end();
      await submit("store spins", encoder, 1, packed);
    },
    setWeights: (weights) => {
      guarded.check("take other parameters");
      uploadWeights(device, memory, plan, weights);
    },
    run: async (from, sweeps, keep) => {
      guarded.check("run sweeps");
      let running: Promise<void> | null = null;
      for (const batch of batches(sweeps, limits, keep?.stride)) {
        const next: Promise<void> = submitBatch(batch, from, keep);
        // Its failure is met below, after that of the batch before.
        next.catch(() => {});
        await running;
        running = next;
      }
      await running;
    },
    undecided: () => ({ undecided, updates }),
    close: () => guarded.close(),
  };
}
