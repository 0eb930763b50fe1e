import { RANDOM_WGSL } from "../../../random/wgsl.ts";
import type { EngineTask } from "../../engine/engine.ts";
import { ACCEPTANCE_WGSL } from "./shaders/acceptance.ts";
import { CHAIN_GROUP_PASS_WGSL } from "./shaders/chain_group_pass.ts";
import { FIELD_WGSL } from "./shaders/field.ts";
import { PACK_SPINS_WGSL } from "./shaders/pack_spins.ts";
import { SINGLE_CHAIN_PASS_WGSL } from "./shaders/single_chain_pass.ts";
import { SINGLE_SITE_SWEEP_WGSL } from "./shaders/single_site_sweep.ts";
import { STATE_WGSL } from "./shaders/state.ts";
import { SWEEP_COINS_WGSL } from "./shaders/sweep_coins.ts";

/** The compiled kernels of a task, and how their buffers are bound. */
export interface Kernels {
  /** Task, sweep and visit; the last two by dynamic offsets. */
  readonly uniforms: GPUBindGroupLayout;
  readonly updating: GPUBindGroupLayout;
  readonly packing: GPUBindGroupLayout;
  readonly update: GPUComputePipeline;
  /** Of the symmetric scan only. */
  readonly coins: GPUComputePipeline | null;
  readonly pack: GPUComputePipeline;
  readonly unpack: GPUComputePipeline;
}

/** The name of the kernel that updates the spins. */
function updateKernel({ scan, layout }: Pick<EngineTask, "scan" | "layout">): keyof typeof UPDATES {
  if (scan === "single-site" || scan === "metropolis") return "single_site_sweep";
  return layout === "chains" ? "chain_group_pass" : "single_chain_pass";
}

const UPDATES = {
  chain_group_pass: CHAIN_GROUP_PASS_WGSL,
  single_chain_pass: SINGLE_CHAIN_PASS_WGSL,
  single_site_sweep: SINGLE_SITE_SWEEP_WGSL,
} as const;

/** The whole text of the shader of a kernel that updates. */
function updateShader(kernel: keyof typeof UPDATES): string {
  return [RANDOM_WGSL, STATE_WGSL, FIELD_WGSL, ACCEPTANCE_WGSL, UPDATES[kernel]].join("");
}

/** Compiles what a task needs. */
export async function compileKernels(device: GPUDevice, task: Pick<EngineTask, "scan" | "layout">): Promise<Kernels> {
  const uniforms = layoutOf(device, ["uniform", "offset", "offset"]);
  const kinds = ["storage", ...Array(3).fill("read-only-storage"), "storage", "read-only-storage", "storage"];
  const updating = layoutOf(device, kinds);
  const packing = layoutOf(device, ["storage", "read-only-storage", "storage"]);
  const compile = (code: string, entryPoint: string, storage: GPUBindGroupLayout) =>
    device.createComputePipelineAsync({
      label: entryPoint,
      layout: device.createPipelineLayout({ bindGroupLayouts: [uniforms, storage] }),
      compute: { module: device.createShaderModule({ label: entryPoint, code }), entryPoint },
    });
  const kernel = updateKernel(task), packShader = STATE_WGSL + PACK_SPINS_WGSL;
  const coinShader = [RANDOM_WGSL, STATE_WGSL, FIELD_WGSL, ACCEPTANCE_WGSL, SWEEP_COINS_WGSL].join("");
  const [update, coins, pack, unpack] = await Promise.all([
    compile(updateShader(kernel), kernel, updating),
    task.scan === "symmetric" ? compile(coinShader, "sweep_coins", updating) : null,
    compile(packShader, "pack_spins", packing),
    compile(packShader, "unpack_spins", packing),
  ]);
  return { uniforms, updating, packing, update, coins, pack, unpack };
}

type Kind = GPUBufferBindingType | "offset";

function layoutOf(device: GPUDevice, kinds: readonly Kind[]): GPUBindGroupLayout {
  return device.createBindGroupLayout({
    entries: kinds.map((kind, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: kind === "offset" ? { type: "uniform", hasDynamicOffset: true } : { type: kind },
    })),
  });
}
