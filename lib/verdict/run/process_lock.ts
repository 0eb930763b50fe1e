import { readFileSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { JournalError } from "./journal_error.ts";

/**
 * Claims a file for this process, with a lock file `PATH.lock` that holds the process id. A lock of a process that has
 * ended is taken over, so that a killed run locks nobody out.
 *
 * @throws {JournalError} when another living process holds it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync, readFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * const path = join(mkdtempSync(join(tmpdir(), "lock-")), "a.journal");
 * lockFile(path);
 * assert.equal(Number(readFileSync(`${path}.lock`, "utf8")), process.pid);
 * unlockFile(path);
 * ```
 */
export function lockFile(path: string): void {
  const holder = claimFile(path);
  if (holder === null) return;
  throw new JournalError(
    `Opening the journal ${JSON.stringify(path)} failed: the run of process ${holder} is writing it; wait for it, ` +
      `stop it, or give another folder`,
  );
}

/**
 * The claim of {@link lockFile}, for who can do without the file.
 *
 * @returns null when this process has the claim, else the id of the living process that has it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import process from "node:process";
 * const path = join(mkdtempSync(join(tmpdir(), "lock-")), "a.cell");
 * writeFileSync(`${path}.lock`, `${process.ppid}\n`);
 * assert.equal(claimFile(path), process.ppid);
 * unlockFile(path);
 * assert.equal(claimFile(path), null);
 * ```
 */
export function claimFile(path: string): number | null {
  const lock = `${path}.lock`;
  for (let attempt = 1;; attempt++) {
    try {
      writeFileSync(lock, `${process.pid}\n`, { flag: "wx" });
      return null;
    } catch (error) {
      if ((error as { code?: unknown }).code !== "EEXIST" || attempt === 3) throw error;
    }
    if (pidOf(lock) === process.pid) return null;
    const holder = lockHolder(path);
    if (holder !== null) return holder;
    rmSync(lock, { force: true });
  }
}

/**
 * Gives up the claim of {@link lockFile}, whoever holds it.
 *
 * @example
 * ```ts
 * unlockFile("no/such.journal");
 * ```
 */
export function unlockFile(path: string): void {
  rmSync(`${path}.lock`, { force: true });
}

/**
 * The id of the living process, other than this one, that holds the lock of a file; null when there is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(lockHolder("no/such.journal"), null);
 * ```
 */
export function lockHolder(path: string): number | null {
  const id = pidOf(`${path}.lock`);
  return id !== null && id !== process.pid && isAlive(id) ? id : null;
}

function pidOf(lock: string): number | null {
  try {
    const id = Number(readFileSync(lock, "utf8"));
    return Number.isSafeInteger(id) && id > 0 ? id : null;
  } catch {
    return null;
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === "EPERM";
  }
}
