/**
 * The guard around Deno's Jupyter kernel: it owns an inner kernel, runs cells without losing an output, reports what
 * went wrong beside the cells, and leaves no process behind.
 *
 * @module
 */
export * from "./cell_error.ts";
export * from "./deadline.ts";
export * from "./errors.ts";
export * from "./execution.ts";
export * from "./fence.ts";
export * from "./finding_output.ts";
export * from "./guarded_kernel.ts";
export { FENCE_MIME, type FenceReport, type Finding, type PendingTimer } from "./inside.ts";
export * from "./inner_kernel.ts";
export * from "./interruption.ts";
export * from "./kernel_process.ts";
export * from "./loss.ts";
export * from "./outputs.ts";
export * from "./start_kernel.ts";
export * from "./spill.ts";
export * from "./stoppable_awaits.ts";
export * from "./syntax_message.ts";
export * from "./test_report.ts";
export * from "./user_input.ts";
