import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../../lib/errors.ts";
import { isOurs, type KernelSpec } from "./kernel_spec.ts";
import { contentOf } from "./list_kernel_specs.ts";

/** Where a kernelspec went, and what was there. */
export interface InstallOutcome {
  /** The file. */
  readonly path: string;
  readonly replaced: "nothing" | "ours" | "foreign";
}

/**
 * Writes a kernelspec, whole or not at all.
 *
 * @param folder The folder of the kernelspecs; it is made when it is missing.
 * @param name The kernelspec's name.
 * @param spec What to write.
 * @param force Whether a kernelspec of the same name that another program installed may be overwritten.
 * @throws {InputError} When there is a foreign one and `force` is not set, or the folder cannot be one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { guardKernelSpec } from "./guard_kernel_spec.ts";
 * const folder = mkdtempSync(`${tmpdir()}/thermolab-`);
 * assert.equal(installKernelSpec(folder, "deno", guardKernelSpec("/opt/deno"), false).replaced, "nothing");
 * assert.equal(installKernelSpec(folder, "deno", guardKernelSpec("/opt/deno"), false).replaced, "ours");
 * ```
 */
export function installKernelSpec(folder: string, name: string, spec: KernelSpec, force: boolean): InstallOutcome {
  const own = join(folder, name), path = join(own, "kernel.json");
  const replaced = !existsSync(path) ? "nothing" : isOurs(contentOf(own)) ? "ours" : "foreign";
  if (replaced === "foreign" && !force) {
    throw new InputError(
      `Cannot install the kernelspec "${own}": another program installed it; add --force to overwrite it`,
    );
  }
  checkFolder(own);
  mkdirSync(own, { recursive: true });
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, `${JSON.stringify(spec, null, 2)}\n`);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  return { path, replaced };
}

function checkFolder(folder: string): void {
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    if (!existsSync(path)) continue;
    if (statSync(path).isDirectory()) return;
    throw new InputError(`Cannot install a kernelspec below "${path}": it is not a folder; give another --prefix`);
  }
}
