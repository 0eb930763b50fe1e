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
