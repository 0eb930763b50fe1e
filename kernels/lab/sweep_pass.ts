import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSweepReport, type RunMode, type SweepPart } from "../../lib/verdict/mod.ts";
import { executeInContext } from "./execute_in_context.ts";
import type { NotebookFile } from "./find_notebooks.ts";
import { contextOf, type RunIdentity, runIdentity } from "./run_identity.ts";

/** What all processes of a sweep have in common. */
export interface SweepSettings {
  readonly mode: RunMode;
  /** Seconds per cell of the notebook; `null`: no limit. */
  readonly timeoutSeconds: number | null;
  /** What the sweep stands on. */
  readonly identity: RunIdentity;
}

/** Failures that a gap in the ledger can be the reason of. */
const OF_A_GAP: ReadonlySet<string> = new Set(["cell-error", "unhandled", "failed-test", "parameters"]);

/**
 * One worker of a sweep: executes the notebook, which makes the cells that this worker is to make, until it comes to where
 * cells are needed that others make.
 *
 * @param notebook The notebook; its file is not touched.
 * @param settings What all workers have in common.
 * @param part The worker's part.
 * @param signal Ends it.
 * @returns What went wrong, `null` when nothing did. A cell that threw stands in the part's report.
 * @throws {KernelStartError} When no kernel can be started.
 */
export async function sweepPass(
  notebook: NotebookFile,
  { mode, timeoutSeconds, identity }: SweepSettings,
  part: SweepPart,
  signal: AbortSignal,
): Promise<string | null> {
  const changed = changedSince(identity, notebook);
  if (changed !== null) return changed;
  const folder = await mkdtemp(join(tmpdir(), "thermolab-sweep-"));
  try {
    const context = { ...contextOf(notebook, mode, join(folder, "ledger.json"), identity), sweep: part };
    const { failure } = await executeInContext(notebook, context, { timeoutSeconds, onEvent: () => {}, signal });
    if (failure === null) return null;
    const hasGaps = readSweepReport(part.report).some(({ state }) => state === "skipped" || state === "failed");
    // The end of a pass is an error that the ledger throws; one that the notebook makes of a gap is no other.
    const ended = /: CellsMissingError: /.test(failure.message) || hasGaps;
    return ended && OF_A_GAP.has(failure.kind) ? null : failure.message;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An edit in the middle of a sweep would give it cells of two kinds. */
function changedSince(then: RunIdentity, notebook: NotebookFile): string | null {
  const now = runIdentity(notebook);
  const names = { code: "library", lock: "lock file", notebook: "notebook" } as const;
  const changed = (Object.keys(names) as (keyof RunIdentity)[]).find((key) => now[key] !== then[key]);
  return changed === undefined
    ? null
    : `the ${names[changed]} has been changed since the sweep began; run the same command again`;
}
