import type { EngineTask } from "../../engine/engine.ts";
import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { BatchLimits, BufferSizes } from "./buffer_sizes.ts";
import { deviceTables, deviceTask, deviceWeights } from "./device_data.ts";
import type { Kernels } from "./kernels.ts";
import { lineMasks, type Lines } from "./lines.ts";
import type { RowLayout } from "./row_layout.ts";
import type { Visit } from "./visits.ts";

const RECORD_BYTES = 16;

/** Bytes of the counter of undecided updates at the head of what is read back. */
export const COUNTER_BYTES = 8;

/** The buffers of an engine and their bind groups. */
export interface DeviceMemory {
  /** One record per sweep of a batch, `recordStride` bytes apart. */
  readonly sweeps: GPUBuffer;
  readonly recordStride: number;
  readonly sites: GPUBuffer;
  readonly entries: GPUBuffer;
  readonly couplings: GPUBuffer;
  readonly undecided: GPUBuffer;
  readonly packed: GPUBuffer;
  /** Two, so that one batch is read back while the next one runs. */
  readonly staging: readonly [GPUBuffer, GPUBuffer];
  readonly uniforms: GPUBindGroup;
  readonly updating: GPUBindGroup;
  readonly packing: GPUBindGroup;
  readonly unpacking: GPUBindGroup;
}

/** What a task's memory is made for. */
export interface MemoryPlan {
  readonly task: EngineTask;
  readonly lines: Lines;
  readonly visits: readonly Visit[];
  readonly rows: RowLayout;
  readonly limits: BatchLimits;
  readonly sizes: BufferSizes;
}

/** Makes the buffers and fills those that never change. */
export function deviceMemory(device: GPUDevice, kernels: Kernels, plan: MemoryPlan): DeviceMemory {
  const { task, lines, visits, limits, sizes } = plan;
  const make = (label: string, size: number, usage: number) => device.createBuffer({ label, size, usage });
  const { STORAGE, UNIFORM, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const recordStride = Math.max(RECORD_BYTES, device.limits.minUniformBufferOffsetAlignment);
  const storage = (name: keyof BufferSizes) => make(name, sizes[name], STORAGE | COPY_DST);
  const taskBuffer = make("task", 64, UNIFORM | COPY_DST);
  const sweeps = make("sweeps", recordStride * limits.sweeps, UNIFORM | COPY_DST);
  const visitBuffer = make("visits", recordStride * visits.length, UNIFORM | COPY_DST);
  const spins = storage("spins"), sites = storage("sites"), entries = storage("entries");
  const couplings = storage("couplings"), masks = storage("masks");
  const undecided = make("undecided", 4, STORAGE | COPY_SRC | COPY_DST);
  const packed = make("packed", sizes.packed, STORAGE | COPY_SRC | COPY_DST);
  const staging = () => make("staging", COUNTER_BYTES + sizes.packed, MAP_READ | COPY_DST);
  const filled = (name: string, words: Uint32Array<ArrayBuffer>) => {
    const buffer = make(name, words.byteLength, STORAGE | COPY_DST);
    device.queue.writeBuffer(buffer, 0, words);
    return buffer;
  };
  const group = (layout: GPUBindGroupLayout, ...buffers: GPUBuffer[]) =>
    device.createBindGroup({ layout, entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })) });

  device.queue.writeBuffer(taskBuffer, 0, deviceTask(task, lines));
  device.queue.writeBuffer(masks, 0, lineMasks(lines, task.chains));
  device.queue.writeBuffer(visitBuffer, 0, visitRecords(visits, lines, recordStride / 4));
  const tables = filled("tables", deviceTables());
  return {
    sweeps,
    recordStride,
    sites,
    entries,
    couplings,
    undecided,
    packed,
    staging: [staging(), staging()],
    uniforms: device.createBindGroup({
      layout: kernels.uniforms,
      entries: [taskBuffer, sweeps, visitBuffer].map((buffer, binding) => ({
        binding,
        resource: binding === 0 ? { buffer } : { buffer, size: RECORD_BYTES },
      })),
    }),
    updating: group(kernels.updating, spins, sites, entries, couplings, masks, tables, undecided),
    packing: group(kernels.packing, spins, filled("positions", copyOf(task.sites.positions)), packed),
    unpacking: group(kernels.packing, spins, filled("order", copyOf(task.sites.order)), packed),
  };
}

/** Sends a model's parameters to the device. */
export function uploadWeights(
  { queue }: GPUDevice,
  memory: DeviceMemory,
  { task, rows }: MemoryPlan,
  weights: IntegerWeights,
): void {
  const { sites, entries, couplings } = deviceWeights(task.sites, rows, weights);
  queue.writeBuffer(memory.sites, 0, sites);
  queue.writeBuffer(memory.entries, 0, entries);
  queue.writeBuffer(memory.couplings, 0, couplings);
}

function visitRecords(visits: readonly Visit[], lines: Lines, stride: number): Uint32Array<ArrayBuffer> {
  const records = new Uint32Array(stride * visits.length);
  visits.forEach(({ first, count, siteOffset, side }, k) =>
    records.set([first, count, siteOffset, side * lines.count], k * stride)
  );
  return records;
}

function copyOf(words: Uint32Array): Uint32Array<ArrayBuffer> {
  return new Uint32Array(words);
}
