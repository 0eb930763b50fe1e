import { createHash } from "node:crypto";
import { entryShape, headerShape, type JournalEntry, type JournalHeader } from "./journal_entry.ts";
import { JournalError } from "./journal_error.ts";
import { frozenCopy } from "../data/plain_data.ts";
import { problemsOf, type Shape } from "../data/shape.ts";

/** What a journal holds. */
export interface Journal {
  readonly header: JournalHeader;
  readonly entries: readonly JournalEntry[];
  /** Seal of the last line. */
  readonly seal: string;
  /** Bytes of the text up to the end of the last whole line. */
  readonly bytes: number;
}

/** A line of a journal and its seal. */
export interface SealedLine {
  /** JSON with a newline at its end. */
  readonly line: string;
  readonly seal: string;
}

/**
 * A line of a journal: the JSON of its content, and its seal in the field `seal`, the SHA-256 over the seal of the line
 * before and the content. So no line can be edited, removed or moved without breaking a seal; only at the end can lines
 * be missing.
 *
 * @param previous the seal of the line before, "" for the first.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { line, seal } = sealedLine({ kind: "budget", elapsed: 1, rows: [] }, "");
 * assert.equal(line, `{"kind":"budget","elapsed":1,"rows":[],"seal":"${seal}"}\n`);
 * ```
 */
export function sealedLine(content: JournalHeader | JournalEntry, previous: string): SealedLine {
  const text = JSON.stringify(content);
  const seal = sealOf(text, previous);
  return { line: `${text.slice(0, -1)},"seal":"${seal}"}\n`, seal };
}

/**
 * Reads a journal. A last line without its newline was being written when the run was stopped, and is left out.
 *
 * @param what names the journal in messages.
 * @returns null when not even the first line is whole.
 * @throws {JournalError} with the number of the line, when a seal does not fit or a line is not one of a journal.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(parseJournal('{"schemaVersion":1,"exper', "the example"), null);
 * assert.throws(() => parseJournal("[]\n", "the example"), /line 1/);
 * ```
 */
export function parseJournal(text: string, what: string): Journal | null {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole === "") return null;
  const refuse = (index: number, why: string): never => {
    throw new JournalError(
      `Reading ${what} failed at line ${index + 1}: ${why}; delete the file to start the run afresh`,
    );
  };
  let seal = "";
  const contents = whole.slice(0, -1).split("\n").map((line, i) => {
    const parts = /^(.*),"seal":"([0-9a-f]{64})"\}$/.exec(line) ?? refuse(i, "it has no seal");
    const content = `${parts[1]}}`;
    seal = sealOf(content, seal);
    if (parts[2] !== seal) refuse(i, "its seal does not fit, so it or a line before it was changed or removed");
    return checked(content, i === 0 ? headerShape : entryShape, (why) => refuse(i, why));
  });
  const [header, ...entries] = contents as [JournalHeader, ...JournalEntry[]];
  return { header, entries, seal, bytes: new TextEncoder().encode(whole).length };
}

function sealOf(content: string, previous: string): string {
  return createHash("sha256").update(`${previous}\n${content}`, "utf8").digest("hex");
}

function checked(content: string, shape: Shape, refuse: (why: string) => never): unknown {
  let value: unknown;
  try {
    value = frozenCopy(JSON.parse(content), "the line");
  } catch (error) {
    return refuse((error as Error).message);
  }
  const problems = problemsOf(shape, value);
  return problems === null ? value : refuse(problems);
}
