import { execFile } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ThermolabError } from "../../lib/errors.ts";

const FOLDER = fileURLToPath(new URL("../../test/native/", import.meta.url));
const LIMIT_MS = 120_000;

/** A C program could not be compiled or run. */
export class NativeError extends ThermolabError {
  override name = "NativeError";
}

/** Vectors as wide as the machine has them, of 256 bits, or of the 128 bits that WebAssembly has. */
export type NativeWidth = "native" | "256" | "128";

/** 128: -mavx and no more, as an engine of WebAssembly compiles, three operands and sixteen registers. */
const FLAGS: Readonly<Record<NativeWidth, readonly string[]>> = {
  native: ["-march=native"],
  "256": ["-mavx2", "-mbmi2", "-DWIDTH=32"],
  "128": ["-mavx", "-DWIDTH=16"],
};

/**
 * Compiles a program of `test/native` with gcc.
 *
 * @param source Its file name, such as "sampler.c".
 * @param folder Where the program is put.
 * @param width Which vectors it may use.
 * @param compiler The compiler, default gcc.
 * @returns The path of the program.
 * @throws {NativeError} When there is no compiler, no source or another processor than x86-64; the message says why.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(compileNative("sampler.c", ".", "native", "no-such-compiler"), /no-such-compiler/);
 * ```
 */
export function compileNative(
  source: string,
  folder: string,
  width: NativeWidth = "native",
  compiler = "gcc",
): Promise<string> {
  const from = join(FOLDER, source), to = join(folder, `${source.replace(/\.c$/, "")}-${width}`);
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new NativeError(`Cannot compile ${source}: ${why}`));
    if (process.arch !== "x64") return fail(`its vectors are those of x86-64 and this is ${process.arch}`);
    if (!existsSync(from)) return fail("the sources of the tests are not here");
    const args = ["-O3", "-std=gnu11", "-Wall", "-Wextra", "-Werror", ...FLAGS[width], from, "-o", `${to}.part`, "-lm"];
    execFile(compiler, args, { timeout: LIMIT_MS }, (error, _, stderr) => {
      if (error !== null) return fail(stderr.trim().split("\n")[0] || error.message.split("\n")[0]!);
      renameSync(`${to}.part`, to);
      resolve(to);
    });
  });
}
