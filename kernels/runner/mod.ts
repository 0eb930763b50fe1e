/**
 * Headless execution of notebooks on the Deno kernel: files in and out, outputs, failures, progress.
 *
 * @module
 */
export * from "./execute.ts";
export * from "./failures.ts";
export * from "./notebook.ts";
export * from "./notebook_file.ts";
export * from "./notebook_language.ts";
export * from "./outputs.ts";
export * from "./parse_notebook.ts";
export * from "./progress.ts";
export * from "./run_report.ts";
