import { ThermolabError } from "../../lib/errors.ts";

/**
 * The Deno executable that runs this program, as an absolute path.
 *
 * @throws {ThermolabError} When this program does not run on Deno.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(denoPath(), Deno.execPath());
 * ```
 */
export function denoPath(): string {
  const deno = (globalThis as { Deno?: { execPath(): string } }).Deno;
  if (deno === undefined) throw new ThermolabError("Cannot find the Deno executable: run this command with Deno");
  return deno.execPath();
}
