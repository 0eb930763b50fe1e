import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { contentOf } from "../specs/list_kernel_specs.ts";
import { findProgram, KERNEL_NAME, listKernelSpecs, type SearchPath } from "../specs/mod.ts";
import { fitnessOf } from "./kernel_spec_fitness.ts";
import type { Line } from "./line.ts";
import { taskCommand } from "./task_command.ts";

/**
 * One line for each kernelspec for TypeScript that Jupyter would find, and one where none of them is named `deno`, as this project's
 * notebooks ask.
 *
 * @param folders Where Jupyter looks, in its order.
 * @param search Environment and platform, for programs that are not named by an absolute path.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const [line] = kernelSpecLines(["no-such-folder"], { environment: {}, platform: "linux" });
 * assert.equal(line!.state, "none");
 * assert.match(line!.remedy!, /task lab kernels install$/);
 * ```
 */
export function kernelSpecLines(folders: readonly string[], search: SearchPath): Line[] {
  const present = (path: string): boolean => isAbsolute(path) ? existsSync(path) : findProgram([path], search) !== null;
  const lines: Line[] = [], seen = new Set<string>();
  const install = taskCommand("lab kernels install", search);
  for (const folder of folders) {
    for (const { name, path, ours } of listKernelSpecs(folder)) {
      // Jupyter takes the first of a name.
      if (seen.has(name)) continue;
      seen.add(name);
      const { kind, faults } = fitnessOf(contentOf(path), present);
      if (name !== KERNEL_NAME && kind === "other") continue;
      const what = { guard: "the guard", plain: "Deno's plain kernel", tslab: "tslab", other: "another program" }[kind];
      lines.push({
        group: "Kernelspecs",
        name,
        state: faults.length === 0 ? "good" : "problem",
        text: `${what} (${join(path, "kernel.json")})${faults.length === 0 ? "" : `: ${faults.join("; ")}`}`,
        remedy: faults.length === 0 ? null : mending(name, ours, install),
        leaves: null,
      });
    }
  }
  if (!seen.has(KERNEL_NAME)) {
    const text = `none is named "${KERNEL_NAME}", as JupyterLab needs for these notebooks; lab run does without it`;
    lines.unshift({ group: "Kernelspecs", name: KERNEL_NAME, state: "none", text, remedy: install, leaves: null });
  }
  return lines;
}

/** The install writes the kernelspecs of both names. */
function mending(name: string, ours: boolean, install: string): string {
  if (name !== KERNEL_NAME && name !== "tslab") return `${install}, and choose the kernel "${KERNEL_NAME}"`;
  return ours ? install : `${install} --force`;
}
