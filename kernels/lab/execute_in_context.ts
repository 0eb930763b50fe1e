import { dirname } from "node:path";
import { RUN_VARIABLE, type RunContext } from "../../lib/verdict/mod.ts";
import { messageOf } from "../protocol/mod.ts";
import { executeNotebook, type ExecuteNotebookOptions, type RunReport } from "../runner/mod.ts";
import { denoPath } from "./deno_path.ts";
import type { NotebookFile } from "./find_notebooks.ts";

/** What else decides about an execution. */
export type ContextOptions = Pick<
  ExecuteNotebookOptions,
  "timeoutSeconds" | "onEvent" | "signal" | "parameters" | "onAutosave"
>;

/**
 * Executes a notebook in its own folder on the Deno that runs this program, and tells it how it is run.
 *
 * @param notebook The notebook; its file is not touched.
 * @param context What the notebook is told.
 * @param options Limits, and who follows.
 * @throws {KernelStartError} When no kernel can be started.
 */
export async function executeInContext(
  { document, path }: NotebookFile,
  context: RunContext,
  { timeoutSeconds, onEvent, signal, parameters, onAutosave }: ContextOptions,
): Promise<RunReport> {
  try {
    return await executeNotebook(document, {
      cwd: dirname(path),
      deno: denoPath(),
      environment: { [RUN_VARIABLE]: JSON.stringify(context) },
      timeoutSeconds,
      onEvent,
      ...(signal === undefined ? {} : { signal }),
      ...(parameters === undefined ? {} : { parameters }),
      ...(onAutosave === undefined ? {} : { onAutosave }),
    });
  } catch (error) {
    // Whoever follows the run waits for its end.
    const failure = { kind: "kernel-died", cell: null, message: messageOf(error) } as const;
    onEvent({ type: "finished", failure, seconds: 0 });
    throw error;
  }
}
