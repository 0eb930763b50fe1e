export { flipProbability, plusProbability } from "./backend/reference/probability.ts";
export {
  createReferenceSampler,
  type ReferenceOptions,
  type ReferenceSampler,
} from "./backend/reference/reference_sampler.ts";
export type { OnFlip, StepKernel, SweepKernel } from "./backend/reference/kernel.ts";
export type { Sampler, SamplerState, Start } from "./sampler.ts";
export * from "./scan.ts";
export * from "./window_means.ts";
export { type BackendChoice } from "./backend/choose_backend.ts";
export { type ChainSampler, createSampler, type RunResult, type SamplerOptions } from "./create_sampler.ts";
export { defaultLayout } from "./engine/default_layout.ts";
export {
  BACKEND_NAMES,
  type BackendName,
  type Coin,
  type Engine,
  type EngineTask,
  type KeptSamples,
  type UndecidedCount,
} from "./engine/engine.ts";
export { packedLength, packSpins, unpackSpins } from "./engine/packed_spins.ts";
export { StaleWeightsError } from "./engine/stale_weights.ts";
export { type IntegerWeights, integerWeights } from "./plan/integer_weights.ts";
export { type SiteOrder, siteOrder } from "./plan/site_order.ts";
export { type Observer, type SampleBatch } from "./schedule/observer.ts";
export { type RunOptions } from "./schedule/run_schedule.ts";
export { type Schedule } from "./schedule/schedule.ts";
export { chainEnergies } from "./observers/chain_energies.ts";
export { GradientMoments } from "./observers/gradient_moments.ts";
export { ChainMeans } from "./observers/chain_means.ts";
export { type KernelBuild, wasmAvailability } from "./backend/wasm/kernel_build.ts";
export { createWasmEngine, type WasmOptions } from "./backend/wasm/wasm_engine.ts";
export { createReferenceEngine } from "./backend/reference/reference_engine.ts";
export { type WebgpuAvailability, webgpuAvailability, type WebgpuOptions } from "./backend/webgpu/availability.ts";
export { createWebgpuEngine } from "./backend/webgpu/webgpu_engine.ts";
export * from "./tempering/mod.ts";
