import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { readJournal, removeJournal } from "../../../lib/verdict/run/journal_file.ts";
import { readLedger } from "../../../lib/verdict/ledger/ledger_file.ts";
import { DIGEST, experiment, gap, journalPath, openUnder, OTHER } from "./journal_fixture.ts";

describe("cell()", () => {
  test("keeps the rows of a cell when it is complete, in one line", async () => {
    const ledger = openUnder();
    const ran = await ledger.cell({ m: 4 }, () => {
      ledger.record(gap(4));
      ledger.record({ ...gap(4), measure: "tau" });
      expect(readJournal(journalPath())!.entries).toEqual([]);
    });
    expect(ran).toBe(true);
    const [entry, ...more] = readJournal(journalPath())!.entries;
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ kind: "cell", cell: "cell(m=4)", rows: ledger.rows });
  });

  test("keeps nothing of a cell that fails, and can then run it again", async () => {
    const ledger = openUnder();
    ledger.useWeights(DIGEST);
    const failing = ledger.cell({ m: 4 }, () => {
      ledger.record(gap(4, 9));
      ledger.useWeights(OTHER);
      ledger.uses("01-other", OTHER);
      throw new Error("out of memory");
    });
    await expect(failing).rejects.toThrow("out of memory");
    expect([ledger.rows, readJournal(journalPath())!.entries]).toEqual([[], []]);
    await ledger.cell({ m: 4 }, () => ledger.record(gap(4)));
    const saved = await ledger.save();
    expect([saved.rows.map(({ value }) => value), saved.digests.weights, saved.inputs]).toEqual([
      [0.25],
      DIGEST,
      undefined,
    ]);
  });

  test("refuses a cell twice, one inside of another, and to save or project within", async () => {
    const ledger = openUnder();
    await ledger.cell({ m: 4 }, async () => {
      await expect(ledger.cell({ m: 5 }, () => {})).rejects.toThrow(
        "Opening cell(m=5) failed: cell(m=4) is not complete",
      );
      await expect(ledger.save()).rejects.toThrow(
        "Saving the ledger failed: cell(m=4) is not complete; await it first",
      );
      expect(() => ledger.budget(1, 2)).toThrow("cell(m=4) is not complete");
    });
    await expect(ledger.cell({ m: 4 }, () => {})).rejects.toThrow("it is already there");
    await expect(ledger.cell({ m: NaN }, () => {})).rejects.toThrow(InputError);
    await expect(ledger.cell({ "__proto__x y": 1 }, () => {})).rejects.toThrow("is not a usable name");
  });

  test("works without a journal", async () => {
    const ledger = openUnder();
    const own = openUnder({ journal: undefined as never });
    expect(await experiment(own)).toEqual([4, 5, 6, 7]);
    expect([own.rows.length, ledger.rows.length]).toEqual([12, 0]);
  });
});

describe("a ledger that goes on", () => {
  test("has the rows of an uninterrupted run, to the last bit and in their order, wherever it was cut", async () => {
    const whole = openUnder();
    expect(await experiment(whole)).toEqual([4, 5, 6, 7]);
    const saved = await whole.save();
    const bytes = readFileSync(journalPath());
    const cells = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), async (length) => {
        writeFileSync(journalPath(), bytes.subarray(0, length));
        const ledger = openUnder();
        cells.add((await experiment(ledger)).length);
        const again = await ledger.save();
        expect(JSON.stringify(again.rows)).toBe(JSON.stringify(saved.rows));
        expect([again.rowsDigest, again.digests, again.inputs]).toEqual([
          saved.rowsDigest,
          saved.digests,
          saved.inputs,
        ]);
      }),
      { numRuns: 60 },
    );
    // The control: some runs had cells to spare.
    expect(cells.size).toBeGreaterThan(2);
  });

  test("does not measure a complete cell again and has its values", async () => {
    await experiment(openUnder());
    const ledger = openUnder();
    expect(await experiment(ledger)).toEqual([]);
    expect(ledger.value("gap", { m: 7 })).toBe(0.1 + 0.2);
    expect(ledger.value("bound")).toBe(Infinity);
  });

  test("keeps its beginning and its wall time", async () => {
    let now = 100;
    const first = openUnder({}, () => now);
    now += 30;
    await first.cell({ m: 4 }, () => first.record(gap(4)));
    const { startedAt } = readJournal(journalPath())!.header;
    now += 1000;
    const second = openUnder({}, () => now);
    now += 5;
    const saved = await second.save();
    expect([saved.startedAt, saved.totals.seconds]).toEqual([startedAt, 35]);
  });

  test("refuses a row by itself that comes out with other bits", () => {
    openUnder().record(gap(3, 0.3));
    expect(openUnder().record(gap(3, 0.3)).value).toBe(0.3);
    expect(() => openUnder().record(gap(3, 0.1 + 0.2))).toThrow(
      /Recording gap\(m=3\) failed: its value is 0\.30000000000000004 and was 0\.3 before the interruption.*delete/,
    );
    expect(() => openUnder().record({ ...gap(3, 0.3), mcse: 0.1 })).toThrow("its mcse is 0.1 and was null");
    expect(() => openUnder().record({ ...gap(3, 0.3), source: "a page" })).toThrow("its source is");
  });

  test("refuses a row that was recorded in another place", async () => {
    const first = openUnder();
    first.record(gap(3));
    await first.cell({ m: 4 }, () => first.record(gap(4)));
    const second = openUnder();
    expect(() => second.record(gap(4))).toThrow("it was recorded in cell(m=4) before the interruption");
    await expect(second.cell({ m: 5 }, () => second.record(gap(3)))).rejects.toThrow("outside of a cell before");
    await expect(second.cell({ m: 5 }, () => second.record(gap(4)))).rejects.toThrow("in cell(m=4) before");
  });

  test("keeps a ledger of the notebook's own out of the run's journal", async () => {
    const { startLedger } = await import("../../../lib/verdict/run/start_ledger.ts");
    const ledger = openUnder();
    const own = startLedger({ registration: null, path: join(journalPath(), "..", "own.json") }, () => 0);
    own.record(gap(9));
    ledger.record(gap(4));
    expect(readJournal(journalPath())!.entries).toHaveLength(1);
  });
});

describe("seeds", () => {
  test("are the registered ones, or those of a re-execution, in the ledger's file too", async () => {
    const ledger = openUnder();
    expect([ledger.seeds, ledger.seed("chain")]).toEqual([{ patterns: 5, chain: 7 }, 7]);
    removeJournal(journalPath());
    const again = openUnder({ seeds: { chain: 8 } });
    expect([again.seed("patterns"), again.seed("chain")]).toEqual([5, 8]);
    await again.save();
    expect((await readLedger(again.path)).seeds).toEqual({ patterns: 5, chain: 8 });
  });

  test("cannot be replaced unless they drive the sampling only, nor read by another name", () => {
    expect(() => openUnder({ seeds: { patterns: 6 } })).toThrow('Replacing the seed "patterns" failed');
    expect(() => openUnder({ seeds: { other: 6 } })).toThrow("those are chain");
    expect(() => openUnder({ seeds: { chain: 0.5 } })).toThrow("expected a whole number");
    expect(() => openUnder().seed("toString")).toThrow('"toString" failed: the run has patterns, chain');
  });
});

describe("uses()", () => {
  test("notes what was read, once, and refuses two digests under one name", async () => {
    const ledger = openUnder();
    ledger.uses("01-other", DIGEST);
    ledger.uses("01-other", DIGEST);
    ledger.uses("table.csv", OTHER);
    expect(() => ledger.uses("01-other", OTHER)).toThrow("another digest");
    expect(() => ledger.uses("x", "md5:1")).toThrow('Noting the input "x" failed');
    const saved = await ledger.save();
    expect(saved.inputs).toEqual([{ experiment: "01-other", digest: DIGEST }, {
      experiment: "table.csv",
      digest: OTHER,
    }]);
    expect((await readLedger(ledger.path)).inputs).toEqual(saved.inputs);
  });
});
