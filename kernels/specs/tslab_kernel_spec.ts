import { type KernelSpec, OWN_METADATA } from "./kernel_spec.ts";

/**
 * The kernelspec of tslab, which knows no interrupts by message.
 *
 * @param program What starts tslab, as {@linkcode findTslab} gives it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { argv } = tslabKernelSpec(["/usr/bin/node", "/opt/node_modules/tslab/bin/tslab"]);
 * assert.deepEqual(argv.slice(2), ["kernel", "--config-path", "{connection_file}"]);
 * ```
 */
export function tslabKernelSpec(program: readonly string[]): KernelSpec {
  return {
    argv: [...program, "kernel", "--config-path", "{connection_file}"],
    display_name: "TypeScript (tslab)",
    language: "typescript",
    interrupt_mode: "signal",
    env: {},
    metadata: OWN_METADATA,
  };
}
