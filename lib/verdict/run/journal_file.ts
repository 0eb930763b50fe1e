import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import type { JournalEntry, JournalHeader } from "./journal_entry.ts";
import { JournalError } from "./journal_error.ts";
import { headerDifferences } from "./journal_header.ts";
import { type Journal, parseJournal, sealedLine } from "./journal.ts";
import { lockFile, unlockFile } from "./process_lock.ts";

const MAXIMUM_BYTES = 256 * 2 ** 20;

/** A journal that a run writes. */
export interface OpenJournal {
  readonly path: string;
  readonly header: JournalHeader;
  /** What an interrupted run has left. */
  readonly entries: readonly JournalEntry[];
  /** Adds a line at the end; with `flush` it is on the disk when the call returns. */
  append(entry: JournalEntry, flush?: boolean): void;
}

// A cell that opens the ledger may be executed twice; only the last ledger writes.
const writers = new Map<string, symbol>();

/**
 * Opens the journal of a run for appending: a new one, or that of the same run where it was interrupted, whose last line
 * is dropped if it was cut off.
 *
 * @throws {JournalError} when the file is damaged, is that of another run, or is being written by another process.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * const path = join(mkdtempSync(join(tmpdir(), "journal-")), "a.journal");
 * const header = {
 *   schemaVersion: 1,
 *   experiment: "90-coin",
 *   mode: "full",
 *   preregistrationDigest: null,
 *   code: null,
 *   lock: null,
 *   notebook: null,
 *   seeds: { toss: 7 },
 *   startedAt: "2026-01-31T12:00:00.000Z",
 * } as const;
 * openJournal(path, header).append({ kind: "budget", elapsed: 1.5, rows: [] });
 * assert.deepEqual(openJournal(path, header).entries, [{ kind: "budget", elapsed: 1.5, rows: [] }]);
 * assert.throws(() => openJournal(path, { ...header, seeds: { toss: 8 } }), /seeds/);
 * ```
 */
export function openJournal(path: string, header: JournalHeader): OpenJournal {
  mkdirSync(dirname(path), { recursive: true });
  lockFile(path);
  const found = readJournal(path);
  if (found !== null) {
    const differences = headerDifferences(found.header, header);
    if (differences.length > 0) {
      throw new JournalError(
        `Opening ${named(path)} failed: it is that of a run with another ${differences.join(", ")}; delete the file`,
      );
    }
  }
  if (existsSync(path)) truncateSync(path, found?.bytes ?? 0);
  const writer = Symbol(path);
  writers.set(resolve(path), writer);
  let seal = found?.seal ?? "", bytes = found?.bytes ?? 0;
  const write = (content: JournalHeader | JournalEntry, flush: boolean): void => {
    const next = sealedLine(content, seal);
    const line = new TextEncoder().encode(next.line);
    const file = openSync(path, "a");
    try {
      for (let at = 0; at < line.length;) at += writeSync(file, line, at);
      if (flush) fsyncSync(file);
    } catch (error) {
      // Half a line, on a full disk, must not end up in the middle.
      truncateSync(path, bytes);
      throw error;
    } finally {
      closeSync(file);
    }
    seal = next.seal;
    bytes += line.length;
  };
  if (found === null) write(header, true);
  return {
    path,
    header: found?.header ?? header,
    entries: found?.entries ?? [],
    append(entry, flush = false) {
      if (writers.get(resolve(path)) !== writer) {
        throw new JournalError(
          `Writing ${
            named(path)
          } failed: a ledger that was opened later goes on with it; open one ledger in a notebook`,
        );
      }
      write(entry, flush);
    },
  };
}

/**
 * The journal that an interrupted run has left; null when there is none, or not even its first line is whole.
 *
 * @throws {JournalError} when it is damaged, or too large to be one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(readJournal("no/such.journal"), null);
 * ```
 */
export function readJournal(path: string): Journal | null {
  if (!existsSync(path)) return null;
  const status = statSync(path);
  if (!status.isFile() || status.size > MAXIMUM_BYTES) {
    const why = status.isFile() ? `it has ${status.size} bytes, more than any run writes` : "it is not a file";
    throw new JournalError(`Reading ${named(path)} failed: ${why}; delete it to start the run afresh`);
  }
  return parseJournal(readFileSync(path, "utf8"), named(path));
}

/**
 * Removes a journal and its lock, once the run has ended well and what came out is written; and the folder, when nothing
 * else lies there.
 *
 * @example
 * ```ts
 * removeJournal("no/such.journal");
 * ```
 */
export function removeJournal(path: string): void {
  rmSync(path, { force: true });
  unlockFile(path);
  try {
    rmdirSync(dirname(path));
  } catch {
    // It holds something else, or is not there.
  }
}

function named(path: string): string {
  return `the journal ${JSON.stringify(path)}`;
}
