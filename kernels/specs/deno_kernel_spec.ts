/** The kernelspec's name, by which notebooks ask for it. */
export const KERNEL_NAME = "deno";

const OWNER = "thermolab";

/** A `kernel.json` file (Jupyter client documentation, "Kernel specs"). */
export interface DenoKernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "message";
  readonly env: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * The kernelspec of the plain Deno kernel. Interrupts go as messages: the signal that Jupyter sends otherwise ends the
 * kernel.
 *
 * @param deno Absolute path of the Deno executable.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(denoKernelSpec("/opt/deno").argv, ["/opt/deno", "jupyter", "--kernel", "--conn", "{connection_file}"]);
 * ```
 */
export function denoKernelSpec(deno: string): DenoKernelSpec {
  return {
    argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    interrupt_mode: "message",
    env: { NO_COLOR: "1", DENO_TLS_CA_STORE: "system" },
    metadata: { installedBy: OWNER },
  };
}

/**
 * Whether the content of a `kernel.json` is one that this project wrote.
 *
 * @param content The parsed file, or anything else.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(isOurs(denoKernelSpec("/opt/deno")), true);
 * assert.equal(isOurs({ argv: ["deno"], metadata: {} }), false);
 * ```
 */
export function isOurs(content: unknown): boolean {
  if (typeof content !== "object" || content === null || !("metadata" in content)) return false;
  const { metadata } = content;
  return typeof metadata === "object" && metadata !== null && "installedBy" in metadata &&
    metadata.installedBy === OWNER;
}
