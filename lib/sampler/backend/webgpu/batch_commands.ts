import { openWord } from "../../../random/weave.ts";
import { packedLength } from "../../engine/packed_spins.ts";
import type { Batch } from "./batches.ts";
import type { DeviceMemory, MemoryPlan } from "./device_memory.ts";
import type { Kernels } from "./kernels.ts";

const WORKGROUP = 64, MOST_WORKGROUPS = 65535;

/** The records of a batch's sweeps as the shaders read them. `from` is the number of the run's first sweep. */
export function sweepRecords(
  plan: MemoryPlan,
  batch: Batch,
  from: number,
  stride: number,
  keep: number,
): Uint32Array<ArrayBuffer> {
  const { task, lines } = plan, records = new Uint32Array(stride * batch.sweeps);
  const size = packedLength(task.chains, task.sites.spinCount), symmetric = task.scan === "symmetric";
  for (let k = 0; k < batch.sweeps; k++) {
    const sweep = from + batch.done + k, sample = Math.floor((batch.done + k) / keep) - batch.kept;
    const masks = symmetric ? lines.count * (1 + 2 * k) : 0;
    records.set([sweep, openWord(sweep, 3), masks, sample * size], k * stride);
  }
  return records;
}

/** Encodes the sweeps of a batch, and the packing of the samples after every `keep`-th sweep of the run. */
export function encodeBatch(
  encoder: GPUCommandEncoder,
  kernels: Kernels,
  memory: DeviceMemory,
  plan: MemoryPlan,
  batch: Batch,
  keep: number,
): void {
  const { task, lines, visits } = plan, stride = memory.recordStride;
  const stepwise = task.scan === "single-site" || task.scan === "metropolis";
  const pass = encoder.beginComputePass();
  if (kernels.coins !== null) {
    pass.setPipeline(kernels.coins);
    pass.setBindGroup(0, memory.uniforms, [0, 0]);
    pass.setBindGroup(1, memory.updating);
    pass.dispatchWorkgroups(Math.ceil(lines.count / WORKGROUP), batch.sweeps);
  }
  for (let k = 0; k < batch.sweeps; k++) {
    pass.setPipeline(kernels.update);
    pass.setBindGroup(1, memory.updating);
    visits.forEach(({ count }, v) => {
      pass.setBindGroup(0, memory.uniforms, [k * stride, v * stride]);
      if (stepwise) pass.dispatchWorkgroups(Math.ceil(task.chains / WORKGROUP));
      else dispatch(pass, count, lines.count);
    });
    if ((batch.done + k + 1) % keep === 0) {
      encodePacking(pass, kernels.pack, memory, plan, memory.packing, Math.ceil(task.chains / 32), k);
    }
  }
  pass.end();
}

/** Encodes the packing of the spins at the place that record `slot` names, or their unpacking from the first place. */
export function encodePacking(
  pass: GPUComputePassEncoder,
  pipeline: GPUComputePipeline,
  memory: DeviceMemory,
  plan: MemoryPlan,
  group: GPUBindGroup,
  rows: number,
  slot: number,
): void {
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, memory.uniforms, [slot * memory.recordStride, 0]);
  pass.setBindGroup(1, group);
  dispatch(pass, plan.task.sites.spinCount, rows);
}

/** An invocation for each of `count` columns and `rows` rows; more rows than a dimension has workgroups go into the third. */
function dispatch(pass: GPUComputePassEncoder, count: number, rows: number): void {
  const y = Math.min(rows, MOST_WORKGROUPS);
  pass.dispatchWorkgroups(Math.ceil(count / WORKGROUP), y, Math.ceil(rows / y));
}
