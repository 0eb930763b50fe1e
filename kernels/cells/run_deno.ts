import { spawn } from "node:child_process";
import process from "node:process";
import { ThermolabError } from "../../lib/errors.ts";

/** What a program has printed, and its exit status. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a Deno command to its end, without colours.
 *
 * @param deno Path of the Deno executable.
 * @param words The command's words.
 * @throws {ThermolabError} When the executable cannot be started.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal((await runDeno(Deno.execPath(), ["eval", "console.log(6 * 7)"])).stdout, "42\n");
 * ```
 */
export function runDeno(deno: string, words: readonly string[]): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(deno, words, {
      env: { ...process.env, NO_COLOR: "1", DENO_TLS_CA_STORE: "system", DENO_NO_UPDATE_CHECK: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "", stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => stdout += text);
    child.stderr.setEncoding("utf8").on("data", (text: string) => stderr += text);
    child.on("error", (error) => reject(new ThermolabError(`Cannot run "${deno} ${words[0]}": ${error.message}`)));
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}
