import { join } from "node:path";
import type { RunContext, RunMode } from "../../lib/verdict/mod.ts";
import { codeDigest, fileDigest } from "./code_digest.ts";
import type { NotebookFile } from "./find_notebooks.ts";
import { notebookDigest } from "./notebook_digest.ts";
import { ROOT } from "./repository.ts";

/** What a run stands on, as "sha256:…" each. */
export interface RunIdentity {
  /** The library's code. */
  readonly code: string;
  /** The lock file. */
  readonly lock: string;
  /** The notebook's cells. */
  readonly notebook: string;
}

/**
 * What a run of the notebook stands on now.
 *
 * @param notebook The notebook.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [] };
 * assert.match(runIdentity({ document }).code, /^sha256:[0-9a-f]{64}$/);
 * ```
 */
export function runIdentity({ document }: Pick<NotebookFile, "document">): RunIdentity {
  return { code: codeDigest(ROOT), lock: fileDigest(join(ROOT, "deno.lock")), notebook: notebookDigest(document) };
}

/**
 * How a runner has a notebook run, as the notebook is told.
 *
 * @param notebook The notebook.
 * @param mode The mode.
 * @param ledger Where the ledger goes.
 * @param identity What the run stands on.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const identity = { code: "sha256:a", lock: "sha256:b", notebook: "sha256:c" };
 * const context = contextOf({ name: "my coin", preregistration: null }, "quick", "ledger.json", identity);
 * assert.deepEqual([context.experiment, context.code], ["my-coin", "sha256:a"]);
 * ```
 */
export function contextOf(
  { name, preregistration }: Pick<NotebookFile, "name" | "preregistration">,
  mode: RunMode,
  ledger: string,
  identity: RunIdentity,
): RunContext {
  const preregistrationDigest = preregistration?.digest ?? null;
  return { mode, ledger, experiment: experimentName(name), preregistrationDigest, ...identity };
}

/**
 * The name of an experiment from a notebook's. A ledger's experiment is made of letters, digits, ".", "_" and "-"; a user's
 * file may be named anything.
 *
 * @param name The notebook's name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(["my coin", "…"].map(experimentName), ["my-coin", "notebook"]);
 * ```
 */
export function experimentName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, "-").replace(/^[^A-Za-z0-9]+/, "") || "notebook";
}
