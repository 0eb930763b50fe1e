import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../lib/errors.ts";
import { isOurs } from "./kernel_spec.ts";
import { contentOf } from "./list_kernel_specs.ts";

/**
 * Removes a kernelspec. Of our own goes the file, and its folder when nothing else lies in it; of a foreign one
 * the whole folder.
 *
 * @param folder The folder of the kernelspecs.
 * @param name The kernelspec's name.
 * @param force Whether one that another program installed may be removed.
 * @returns The kernelspec's folder.
 * @throws {InputError} When there is none, or a foreign one and `force` is not set.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => uninstallKernelSpec("no-such-folder", "deno", false), /there is none/);
 * ```
 */
export function uninstallKernelSpec(folder: string, name: string, force: boolean): string {
  const own = join(folder, name);
  if (!existsSync(join(own, "kernel.json"))) {
    throw new InputError(
      `Cannot uninstall the kernelspec "${own}": there is none; "lab kernels list" shows what there is`,
    );
  }
  if (isOurs(contentOf(own))) {
    rmSync(join(own, "kernel.json"));
    if (readdirSync(own).length === 0) rmdirSync(own);
    return own;
  }
  if (!force) {
    throw new InputError(
      `Cannot uninstall the kernelspec "${own}": another program installed it; add --force to remove it`,
    );
  }
  rmSync(own, { recursive: true });
  return own;
}
