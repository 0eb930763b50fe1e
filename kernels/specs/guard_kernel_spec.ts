import { fileURLToPath } from "node:url";
import { type KernelSpec, OWN_METADATA } from "./kernel_spec.ts";

/** The program behind the five sockets. */
const SERVER = fileURLToPath(new URL("../guard/server/main.ts", import.meta.url));

/**
 * The kernelspec of the guarded Deno kernel. Its name and language are the plain kernel's, so that a notebook opens with
 * either. Interrupts go as messages, which the guard tells from a signal that ends it.
 *
 * @param deno Absolute path of the Deno executable.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { argv, interrupt_mode } = guardKernelSpec("/opt/deno");
 * assert.deepEqual([argv[0], argv.at(-1), interrupt_mode], ["/opt/deno", "{connection_file}", "message"]);
 * ```
 */
export function guardKernelSpec(deno: string): KernelSpec {
  return {
    argv: [deno, "run", "-A", "--quiet", SERVER, "--connection-file", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    interrupt_mode: "message",
    env: { NO_COLOR: "1", DENO_TLS_CA_STORE: "system", DENO_NO_UPDATE_CHECK: "1" },
    metadata: OWN_METADATA,
  };
}
