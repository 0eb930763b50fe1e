import { spawn } from "node:child_process";
import { ThermolabError } from "../../../lib/errors.ts";

/** What a program left. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One of Slurm's programs did not do what it was asked. */
export class SlurmError extends ThermolabError {
  override name = "SlurmError";
}

/**
 * Runs a program to its end.
 *
 * @param program Its path, or a name on the search path.
 * @param args Its arguments.
 * @throws {SlurmError} When it cannot be started.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal((await runProgram(Deno.execPath(), ["--version"])).code, 0);
 * await assert.rejects(runProgram("no-such-program", []), /no-such-program/);
 * ```
 */
export function runProgram(program: string, args: readonly string[]): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "", stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => stdout += text);
    child.stderr.setEncoding("utf8").on("data", (text: string) => stderr += text);
    child.on("error", (error) => reject(new SlurmError(`Cannot start "${program}": ${error.message}`)));
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
