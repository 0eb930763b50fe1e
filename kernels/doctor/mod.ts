/**
 * What works on this computer: programs, kernelspecs, samplers, the graphics adapter, data, outputs lost.
 *
 * @module
 */
export * from "./install_command.ts";
export * from "./kernel_spec_fitness.ts";
export * from "./kernel_spec_folders.ts";
export * from "./kernel_spec_lines.ts";
export * from "./line.ts";
export * from "./loss_lines.ts";
export * from "./mnist_line.ts";
export * from "./output_loss.ts";
export * from "./printed.ts";
export * from "./programs.ts";
export * from "./sampler_line.ts";
export * from "./task_command.ts";
export * from "./tested_deno.ts";
export * from "./version_lines.ts";
export * from "./webgpu_adapter.ts";
export * from "./webgpu_line.ts";
