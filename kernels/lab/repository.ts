import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunMode } from "../../lib/verdict/mod.ts";

/** The folder that holds deno.json. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");

/** The folder of the experiments' notebooks. */
export const NOTEBOOKS: string = join(ROOT, "notebooks");

/**
 * The name of a notebook: its file's name without the extension.
 *
 * @param path The notebook's file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(notebookName("notebooks/05-gap-vs-multimodality.ipynb"), "05-gap-vs-multimodality");
 * ```
 */
export function notebookName(path: string): string {
  return basename(path).replace(/\.ipynb$/i, "");
}

/**
 * Where a notebook's recorded ledger lies: for an experiment of this repository in `data/results/`, for any other
 * notebook in `results/` beside it.
 *
 * @param path The notebook's file.
 * @param mode The mode of the run.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { join } from "node:path";
 * assert.equal(recordPath(join(NOTEBOOKS, "90-coin.ipynb"), "full"), join(ROOT, "data", "results", "90-coin.full.json"));
 * assert.equal(recordPath(join("mine", "coin.ipynb"), "full"), join("mine", "results", "coin.full.json"));
 * ```
 */
export function recordPath(path: string, mode: RunMode): string {
  const folder = isExperiment(path) ? join(ROOT, "data", "results") : join(dirname(path), "results");
  return join(folder, `${notebookName(path)}.${mode}.json`);
}

/**
 * Where the freeze record of a notebook's pre-registration lies: for an experiment of this repository in
 * `data/preregistrations/`, for any other notebook in `preregistrations/` beside it.
 *
 * @param path The notebook's file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { join } from "node:path";
 * assert.equal(freezePath(join(NOTEBOOKS, "90-coin.ipynb")), join(ROOT, "data", "preregistrations", "90-coin.json"));
 * assert.equal(freezePath(join("mine", "coin.ipynb")), join("mine", "preregistrations", "coin.json"));
 * ```
 */
export function freezePath(path: string): string {
  const folder = isExperiment(path) ? join(ROOT, "data") : dirname(path);
  return join(folder, "preregistrations", `${notebookName(path)}.json`);
}

/**
 * The folder from which a notebook's ledger names the files that it has read: the repository's for an experiment, for any
 * other notebook its own.
 *
 * @param path The notebook's file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { join } from "node:path";
 * assert.equal(inputFolder(join(NOTEBOOKS, "90-coin.ipynb")), ROOT);
 * assert.equal(inputFolder(join("mine", "coin.ipynb")), "mine");
 * ```
 */
export function inputFolder(path: string): string {
  return isExperiment(path) ? ROOT : dirname(path);
}

function isExperiment(path: string): boolean {
  return realFolder(dirname(path)) === realFolder(NOTEBOOKS);
}

/** The folder as the file system knows it, so that two ways to the same place compare equal. */
function realFolder(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder;
}
