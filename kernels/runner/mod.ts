/**
 * Headless execution of notebooks on the Deno kernel: files in and out, parameters, outputs, failures, timings, progress.
 *
 * @module
 */
export * from "./autosave.ts";
export * from "./cell_tags.ts";
export * from "./execute.ts";
export * from "./failures.ts";
export * from "./notebook.ts";
export * from "./notebook_file.ts";
export * from "./notebook_language.ts";
export * from "./outputs.ts";
export * from "./parallel.ts";
export * from "./parameters.ts";
export * from "./parse_notebook.ts";
export * from "./progress.ts";
export { type RunKernel } from "./run.ts";
export * from "./run_report.ts";
export * from "./timings.ts";
