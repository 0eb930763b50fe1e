import { execFile } from "node:child_process";

const TIMEOUT_MS = 8000;

/**
 * What a program prints, both outputs together; `null` when it fails or takes longer than eight seconds.
 *
 * @param path The program.
 * @param args Its arguments.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.match((await printed(Deno.execPath(), ["--version"]))!, /^deno \d/);
 * assert.equal(await printed("no-such-program", []), null);
 * ```
 */
export function printed(path: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { timeout: TIMEOUT_MS, killSignal: "SIGKILL", encoding: "utf8" } as const;
    execFile(path, [...args], options, (error, stdout, stderr) => {
      resolve(error === null ? `${stdout}${stderr}`.trim() : null);
    });
  });
}
