import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** What became of one cell in one process of a sweep. */
export type SweepLine =
  | {
    /** It was taken from the store: the seconds that it had taken, and when it was begun (ISO 8601, UTC). */
    readonly state: "stored";
    readonly cell: string;
    readonly seconds: number;
    readonly startedAt: string;
  }
  | { readonly state: "made"; readonly cell: string; readonly seconds: number }
  | {
    /** It was left to others; `file` is where it will lie in the store. */
    readonly state: "skipped";
    readonly cell: string;
    readonly file: string;
  }
  | {
    /** It threw, or its file was damaged and has been removed. */
    readonly state: "failed" | "damaged";
    readonly cell: string;
    readonly message: string;
  };

/**
 * Adds a line to the report of a process.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * const path = join(mkdtempSync(join(tmpdir(), "report-")), "a.report");
 * reportCell(path, { state: "made", cell: "cell(m=4)", seconds: 1.5 });
 * assert.deepEqual(readSweepReport(path), [{ state: "made", cell: "cell(m=4)", seconds: 1.5 }]);
 * ```
 */
export function reportCell(path: string, line: SweepLine): void {
  appendFileSync(path, `${JSON.stringify(line)}\n`);
}

/**
 * The cells that a process of a sweep has met, in order. A last line without its newline was being written when the
 * process ended, and is left out.
 *
 * @param path Its report; when there is no such file, it has met none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(readSweepReport("no/such.report"), []);
 * ```
 */
export function readSweepReport(path: string): SweepLine[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  return text.slice(0, text.lastIndexOf("\n") + 1).split("\n").slice(0, -1).map((line) =>
    JSON.parse(line) as SweepLine
  );
}
