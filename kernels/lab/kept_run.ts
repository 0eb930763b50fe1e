import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import canonicalize from "canonicalize";
import {
  headerDifferences,
  type JournalEntry,
  JournalError,
  type JournalHeader,
  type Ledger,
  lockHolder,
  readJournal,
  removeJournal,
} from "../../lib/verdict/mod.ts";

const RELEASE_TIMEOUT_MS = 5000;
const RELEASE_PAUSE_MS = 50;

/** What an interrupted run has left for the next one. */
export interface KeptRun {
  /** Path of the journal. */
  readonly path: string;
  /** Whether the run goes on from it. */
  readonly resumed: boolean;
  /** When the run began, ISO 8601, and its wall time before the interruption, in seconds. */
  readonly startedAt: string;
  readonly seconds: number;
}

/**
 * Looks for the journal of an interrupted run. That of another run, with another library, notebook, registration, mode or
 * seeds, is removed, and a note says so.
 *
 * @param folder Where journals lie.
 * @param name The notebook's name, which the journal bears.
 * @param run What the run that starts now is; a field that is left out is not compared.
 * @param onNote Takes one sentence.
 * @throws {JournalError} When the journal is damaged, or another process is writing it; it stays.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const run = { experiment: "90-coin", mode: "full", startedAt: "2026-01-31T12:00:00.000Z" } as const;
 * assert.equal((await keptRun("no/such/folder", "90-coin", run, () => {})).resumed, false);
 * ```
 */
export async function keptRun(
  folder: string,
  name: string,
  run: Partial<JournalHeader> & Pick<JournalHeader, "mode" | "startedAt">,
  onNote: (text: string) => void,
): Promise<KeptRun> {
  const path = join(resolve(folder), `${name}.${run.mode}.journal`);
  await released(path);
  const fresh = { path, resumed: false, startedAt: run.startedAt, seconds: 0 };
  const found = readJournal(path);
  if (found === null) return fresh;
  const differences = headerDifferences(found.header, run);
  if (differences.length > 0) {
    onNote(
      `Starting afresh: the interrupted run of ${found.header.startedAt} was one with another ${
        differences.join(", ")
      }`,
    );
    removeJournal(path);
    return fresh;
  }
  const seconds = found.entries.at(-1)?.elapsed ?? 0;
  onNote(`Going on from the interrupted run of ${found.header.startedAt}: ${contents(found.entries)}`);
  return { path, resumed: true, startedAt: found.header.startedAt, seconds };
}

/** Waits for the kernel of a run that was killed: it outlives its runner by a moment. */
async function released(path: string): Promise<void> {
  for (let waited = 0;; waited += RELEASE_PAUSE_MS) {
    const holder = lockHolder(path);
    if (holder === null) return;
    if (waited >= RELEASE_TIMEOUT_MS) {
      throw new JournalError(
        `Cannot use the journal "${path}": the run of process ${holder} is writing it; wait for it, stop it, or give ` +
          `another folder`,
      );
    }
    await sleep(RELEASE_PAUSE_MS);
  }
}

/**
 * Whether a ledger holds just the rows that the journal of its run holds.
 *
 * @param path The journal.
 * @param ledger The ledger that the notebook has saved.
 * @returns The first difference in words, `null` when there is none.
 * @throws {JournalError} When the journal is damaged.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(journalProblem("no/such.journal", { rows: [] }), null);
 * ```
 */
export function journalProblem(path: string, ledger: Pick<Ledger, "rows">): string | null {
  const journal = readJournal(path);
  if (journal === null) return null;
  const recorded = new Map(journal.entries.flatMap(rowsOf).map((row) => [row.id, canonicalize(row)]));
  for (const row of ledger.rows) {
    const before = recorded.get(row.id);
    if (before === undefined) return `its row ${row.id} was never recorded`;
    if (before !== canonicalize(row)) return `its row ${row.id} is not as it was recorded`;
    recorded.delete(row.id);
  }
  const [missing] = recorded.keys();
  return missing === undefined
    ? null
    : `it lacks ${missing}, which was recorded; save the ledger last, and measure the same cells after an interruption`;
}

function rowsOf(entry: JournalEntry): Ledger["rows"] {
  return entry.kind === "row" ? [entry.row] : entry.rows;
}

function contents(entries: readonly JournalEntry[]): string {
  const cells = entries.filter(({ kind }) => kind === "cell").length, rows = entries.flatMap(rowsOf).length;
  return `${cells} complete ${cells === 1 ? "cell" : "cells"}, ${rows} ${rows === 1 ? "row" : "rows"}`;
}
