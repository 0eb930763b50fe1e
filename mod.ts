/**
 * Thermolab: energy-based models, their Gibbs samplers, and whether the gradient is readable under the sampling noise.
 *
 * @module
 */
export * from "./lib/errors.ts";
export * from "./lib/random/mod.ts";
export * from "./lib/data/mod.ts";
export * from "./lib/graph/mod.ts";
export * from "./lib/model/mod.ts";
export * from "./lib/exact/mod.ts";
export * from "./lib/sampler/mod.ts";
export * from "./lib/diagnostics/mod.ts";
export * from "./lib/predictor/mod.ts";
export * from "./lib/train/mod.ts";
export * from "./lib/verdict/mod.ts";
export * from "./lib/notebook/mod.ts";
