import type { JournalHeader } from "./journal_entry.ts";
import { type OpenJournal, openJournal } from "./journal_file.ts";
import { Resumption } from "./resume.ts";
import type { RunContext } from "./run_context.ts";

/** The journal of a running notebook, if its runner wants one, and what it holds from before an interruption. */
export interface RunJournal {
  readonly resumption: Resumption;
  /** When the run began, before any interruption; ISO 8601, UTC. */
  readonly startedAt: string;
  readonly append: OpenJournal["append"];
}

/**
 * Opens the journal that the run context names; without one nothing is kept and nothing is there.
 *
 * @throws {JournalError} as {@link openJournal}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const context = { mode: "quick", ledger: "out/90-coin.quick.json", experiment: "90-coin", preregistrationDigest: null } as const;
 * assert.equal(openRunJournal(context, { experiment: "90-coin", seeds: {}, startedAt: "2026-01-31T12:00:00.000Z" }).resumption.elapsed, 0);
 * ```
 */
export function openRunJournal(
  context: RunContext,
  run: Pick<JournalHeader, "experiment" | "seeds" | "startedAt">,
): RunJournal {
  const { startedAt } = run;
  if (context.journal === undefined) return { resumption: new Resumption("", []), startedAt, append: () => {} };
  const journal = openJournal(context.journal, runHeader(context, run));
  return {
    resumption: new Resumption(journal.path, journal.entries),
    startedAt: journal.header.startedAt,
    append: journal.append,
  };
}

/**
 * What a run is, for its journal.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const context = { mode: "quick", ledger: "out/90-coin.quick.json", experiment: "90-coin", preregistrationDigest: null } as const;
 * const header = runHeader(context, { experiment: "90-coin", seeds: {}, startedAt: "2026-01-31T12:00:00.000Z" });
 * assert.deepEqual([header.mode, header.code], ["quick", null]);
 * ```
 */
export function runHeader(
  context: RunContext,
  { experiment, seeds, startedAt }: Pick<JournalHeader, "experiment" | "seeds" | "startedAt">,
): JournalHeader {
  return {
    schemaVersion: 1,
    experiment,
    mode: context.mode,
    preregistrationDigest: context.preregistrationDigest,
    code: context.code ?? null,
    lock: context.lock ?? null,
    notebook: context.notebook ?? null,
    seeds,
    startedAt,
  };
}
