import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJournal } from "../../../lib/verdict/run/journal.ts";
import type { JournalEntry, JournalHeader } from "../../../lib/verdict/run/journal_entry.ts";
import { JournalError } from "../../../lib/verdict/run/journal_error.ts";
import { openJournal, readJournal, removeJournal } from "../../../lib/verdict/run/journal_file.ts";
import { makeRow } from "../../../lib/verdict/ledger/recording.ts";
import { DIGEST, experiment, gap, journalPath, openUnder, OTHER } from "./journal_fixture.ts";

const header: JournalHeader = {
  schemaVersion: 1,
  experiment: "90-example",
  mode: "full",
  preregistrationDigest: DIGEST,
  code: DIGEST,
  lock: null,
  notebook: null,
  seeds: { patterns: 5 },
  startedAt: "2026-01-31T12:00:00.000Z",
};
const entry = (m: number): JournalEntry => ({ kind: "row", elapsed: m, row: makeRow(gap(m)) });

/** A journal of a header and three rows. */
function written(): string {
  const journal = openJournal(journalPath(), header);
  for (const m of [4, 5, 6]) journal.append(entry(m));
  return readFileSync(journalPath(), "utf8");
}

describe("openJournal()", () => {
  test("keeps each line at once and reads all of them back", () => {
    const text = written();
    expect(text.split("\n")).toHaveLength(5);
    expect(readJournal(journalPath())!.entries).toEqual([4, 5, 6].map(entry));
    const again = openJournal(journalPath(), { ...header, startedAt: "2026-02-01T12:00:00.000Z" });
    expect(again.header).toEqual(header);
    again.append(entry(7), true);
    expect(readFileSync(journalPath(), "utf8").startsWith(text)).toBe(true);
    expect(readJournal(journalPath())!.entries).toHaveLength(4);
  });

  test("drops a last line that was cut off anywhere, and goes on", () => {
    const text = written();
    const before = text.slice(0, text.slice(0, -1).lastIndexOf("\n") + 1);
    for (let end = before.length; end < text.length; end++) {
      writeFileSync(journalPath(), text.slice(0, end));
      openJournal(journalPath(), header).append(entry(6));
      expect(readFileSync(journalPath(), "utf8")).toBe(text);
    }
  });

  test("starts anew where not even the header was written", () => {
    for (const text of ["", '{"schemaVersion":1,"experi']) {
      writeFileSync(journalPath(), text);
      expect(readJournal(journalPath())).toBeNull();
      expect(openJournal(journalPath(), header).entries).toEqual([]);
      expect(readJournal(journalPath())!.header).toEqual(header);
    }
  });

  const others: [string, Partial<JournalHeader>, string][] = [
    ["library", { code: OTHER }, "library"],
    ["lock file", { lock: OTHER }, "lock file"],
    ["notebook", { notebook: OTHER }, "notebook"],
    ["registration", { preregistrationDigest: null }, "pre-registration"],
    ["mode", { mode: "quick" }, "mode"],
    ["seed", { seeds: { patterns: 6 } }, "set of seeds"],
    ["experiment", { experiment: "91-example" }, "experiment"],
  ];
  test.each(others)("refuses the journal of a run with another %s and leaves it", (_, change, name) => {
    const text = written();
    expect(() => openJournal(journalPath(), { ...header, ...change })).toThrow(JournalError);
    expect(() => openJournal(journalPath(), { ...header, ...change })).toThrow(`with another ${name}; delete the file`);
    expect(readFileSync(journalPath(), "utf8")).toBe(text);
  });

  test("lets only the journal that was opened last go on", () => {
    const first = openJournal(journalPath(), header);
    openJournal(journalPath(), header).append(entry(4));
    expect(() => first.append(entry(5))).toThrow("opened later");
    expect(readJournal(journalPath())!.entries).toEqual([entry(4)]);
  });

  test("refuses the journal that another living process writes, and takes over that of a dead one", () => {
    written();
    writeFileSync(`${journalPath()}.lock`, `${process.ppid}\n`);
    expect(() => openJournal(journalPath(), header)).toThrow(`the run of process ${process.ppid} is writing it`);
    // Beyond the largest id that a system gives.
    writeFileSync(`${journalPath()}.lock`, "2147483646\n");
    expect(openJournal(journalPath(), header).entries).toHaveLength(3);
    expect(Number(readFileSync(`${journalPath()}.lock`, "utf8"))).toBe(process.pid);
    writeFileSync(`${journalPath()}.lock`, "who?");
    expect(openJournal(journalPath(), header).entries).toHaveLength(3);
    const beside = `${journalPath()}.of-another`;
    writeFileSync(beside, "");
    removeJournal(journalPath());
    expect(existsSync(beside)).toBe(true);
    expect([existsSync(journalPath()), existsSync(`${journalPath()}.lock`)]).toEqual([false, false]);
  });
});

describe("readJournal()", () => {
  test("finds every changed character, wherever it stands", () => {
    const text = written();
    fc.assert(
      fc.property(fc.nat(text.length - 2), fc.constantFrom(...'0aZ{}",\n \u0000é'), (at, character) => {
        fc.pre(text[at] !== character);
        expect(() => parseJournal(text.slice(0, at) + character + text.slice(at + 1), "it")).toThrow(JournalError);
      }),
      { numRuns: 500 },
    );
  });

  test("finds a line that was removed, moved or doubled, except at the end", () => {
    const lines = written().trimEnd().split("\n");
    const parsed = (kept: string[]) => parseJournal(`${kept.join("\n")}\n`, "the journal");
    for (const i of [0, 1, 2]) expect(() => parsed(lines.toSpliced(i, 1))).toThrow(`failed at line ${i + 1}`);
    expect(() => parsed(lines.toSpliced(2, 2, lines[3]!, lines[2]!))).toThrow("at line 3: its seal does not fit");
    expect(() => parsed(lines.toSpliced(2, 0, lines[1]!))).toThrow("at line 3");
    expect(parsed(lines.slice(0, 3))!.entries).toHaveLength(2);
  });

  test("says what to do, in one line", () => {
    written();
    writeFileSync(journalPath(), readFileSync(journalPath(), "utf8").replace("0.25", "0.35"));
    const error = (() => {
      try {
        return readJournal(journalPath());
      } catch (error) {
        return error as Error;
      }
    })() as Error;
    expect(error).toBeInstanceOf(JournalError);
    expect(error.message).toMatch(
      /^Reading the journal ".*" failed at line 2: .*; delete the file to start the run afresh$/,
    );
  });

  test("refuses what no run writes, even under a fitting seal", () => {
    openJournal(journalPath(), header).append({ ...entry(4), kind: "other" } as never);
    expect(() => readJournal(journalPath())).toThrow('line 2: kind: expected one of "row", "cell", "budget"');
    removeJournal(journalPath());
    openJournal(journalPath(), header).append({ ...entry(4), row: { ...makeRow(gap(4)), value: "NaN" } } as never);
    expect(() => readJournal(journalPath())).toThrow('"NaN" cannot be ok');
    removeJournal(journalPath());
    let nested: unknown = 1;
    for (let i = 0; i < 2000; i++) nested = [nested];
    openJournal(journalPath(), header).append({ ...entry(4), elapsed: nested } as never);
    expect(() => readJournal(journalPath())).toThrow(JournalError);
  });

  test("a damaged journal stops the ledger that would go on from it", async () => {
    await experiment(openUnder());
    const text = readFileSync(journalPath(), "utf8");
    writeFileSync(journalPath(), text.replace('"value":4,', '"value":5,'));
    expect(() => openUnder()).toThrow("failed at line 2: its seal does not fit");
    writeFileSync(journalPath(), text);
    appendFileSync(journalPath(), '{"kind":"row"}\n');
    expect(() => openUnder()).toThrow("it has no seal");
  });
});
