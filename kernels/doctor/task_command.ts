import { findProgram, type SearchPath } from "../specs/mod.ts";
import { TESTED_DENO } from "./tested_deno.ts";

/**
 * How Deno is called on this computer: by `deno`, or by npx where that is not installed.
 *
 * @param rest What stands behind it.
 * @param search Environment and platform.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(denoCommand("fmt", { environment: {}, platform: "linux" }), "npx -y deno@2.9.6 fmt");
 * ```
 */
export function denoCommand(rest: string, search: SearchPath): string {
  const deno = findProgram(["deno"], search);
  // While npx runs Deno, it puts its own copy on the search path.
  const installed = deno !== null && !/[\\/]_npx[\\/]/.test(deno);
  return `${installed ? "deno" : `npx -y deno@${TESTED_DENO}`} ${rest}`;
}

/**
 * How a task of this project is called on this computer.
 *
 * @param task The task with its arguments.
 * @param search Environment and platform.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(taskCommand("dist", { environment: {}, platform: "linux" }), "npx -y deno@2.9.6 task dist");
 * ```
 */
export function taskCommand(task: string, search: SearchPath): string {
  return denoCommand(`task ${task}`, search);
}
