import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { canonicalDigest } from "../data/canonical_digest.ts";
import { InputError } from "../../errors.ts";
import { parseJournal, sealedLine } from "./journal.ts";
import type { JournalCell, JournalHeader } from "./journal_entry.ts";
import { JournalError } from "./journal_error.ts";
import { headerDifferences } from "./journal_header.ts";

/** A complete cell in a store. */
export interface StoredCell {
  /** Its `elapsed` is the seconds that the cell took by itself. */
  readonly entry: JournalCell;
  /** When it was begun; ISO 8601, UTC. */
  readonly startedAt: string;
}

/**
 * The complete cells of a grid as one file each: a sealed journal of one run with one cell. A file's name is the digest of
 * all that the cell stands on, so cells of another library, notebook, registration or mode, or on other seeds, are not found.
 */
export class CellStore {
  readonly #folder: string;
  readonly #header: JournalHeader;

  /** The store of a run in a folder, which is made when it is not there. */
  constructor(folder: string, header: JournalHeader) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#header = header;
  }

  /** Where the cell of this id lies, or will. */
  path(cell: string): string {
    const { startedAt: _, ...run } = this.#header;
    return join(this.#folder, `${canonicalDigest({ ...run, cell }).slice("sha256:".length)}.cell`);
  }

  /**
   * The cell of this id; null when it is not there.
   *
   * @throws {JournalError} when its file is damaged.
   */
  read(cell: string): StoredCell | null {
    const path = this.path(cell), what = `the stored ${cell}, ${JSON.stringify(path)},`;
    if (!existsSync(path)) return null;
    const refuse = (why: string): never => {
      throw new JournalError(`Reading ${what} failed: ${why}`);
    };
    let journal;
    try {
      journal = parseJournal(readFileSync(path, "utf8"), what);
    } catch (error) {
      // A seal that does not fit, or a folder or an unreadable file in its place.
      if (error instanceof InputError) throw error;
      return refuse((error as Error).message);
    }
    const [entry, ...more] = journal?.entries ?? [];
    if (entry?.kind !== "cell" || entry.cell !== cell || more.length > 0) {
      return refuse("it does not hold just this cell");
    }
    const [difference] = headerDifferences(journal!.header, this.#header);
    if (difference !== undefined) refuse(`it is that of a run with another ${difference}`);
    return { entry, startedAt: journal!.header.startedAt };
  }

  /** Writes a cell, whole or not at all. @param startedAt when it was begun; ISO 8601, UTC. */
  write(entry: JournalCell, startedAt: string): void {
    const path = this.path(entry.cell), beside = `${path}.${process.pid}.tmp`;
    const header = sealedLine({ ...this.#header, startedAt }, "");
    try {
      writeFileSync(beside, header.line + sealedLine(entry, header.seal).line, { flush: true });
      renameSync(beside, path);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  }

  /** Notes that a cell has failed, so that no other process of the sweep tries it; `PATH.failed`, until the next sweep. */
  noteFailure(cell: string): void {
    writeFileSync(`${this.path(cell)}.failed`, "");
  }

  /** Whether {@link noteFailure} has been called. */
  hasFailed(cell: string): boolean {
    return existsSync(`${this.path(cell)}.failed`);
  }

  /** Removes a cell, if it is there. */
  remove(cell: string): void {
    rmSync(this.path(cell), { force: true, recursive: true });
  }
}
