/** The guard's kernelspec, by whose name the project's notebooks ask for it. */
export const KERNEL_NAME = "deno";

/** The kernelspec of tslab, by the name that tslab's own installer gives it. */
export const TSLAB_NAME = "tslab";

const OWNER = "thermolab";

/** A `kernel.json` file (Jupyter client documentation, "Kernel specs"). */
export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "message" | "signal";
  readonly env: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What tells our kernelspecs from those of other programs. */
export const OWN_METADATA: Readonly<Record<string, unknown>> = { installedBy: OWNER };

/**
 * Whether the content of a `kernel.json` is one that this project wrote.
 *
 * @param content The parsed file, or anything else.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(isOurs({ argv: ["deno"], metadata: OWN_METADATA }), true);
 * assert.equal(isOurs({ argv: ["deno"], metadata: {} }), false);
 * ```
 */
export function isOurs(content: unknown): boolean {
  if (typeof content !== "object" || content === null || !("metadata" in content)) return false;
  const { metadata } = content;
  return typeof metadata === "object" && metadata !== null && "installedBy" in metadata &&
    metadata.installedBy === OWNER;
}
