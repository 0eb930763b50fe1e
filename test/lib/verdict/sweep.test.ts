import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SweepPart } from "../../../lib/verdict/run/sweep_part.ts";
import { claimFile, unlockFile } from "../../../lib/verdict/run/process_lock.ts";
import { readSweepReport } from "../../../lib/verdict/run/sweep_report.ts";
import { DIGEST, experiment, gap, journalPath, openUnder, OTHER } from "./journal_fixture.ts";

const store = (): string => join(dirname(journalPath()), "store");
const report = (name = "report"): string => join(dirname(journalPath()), name);
const cells = (): string[] =>
  existsSync(store())
    ? readdirSync(store()).filter((name) => name.endsWith(".cell")).map((name) => join(store(), name))
    : [];
let parts = 0;

/** Opens the ledger of one process of a sweep; a list of cells is written to a file. */
function openPart(makes: "none" | "unclaimed" | readonly string[], more: Parameters<typeof openUnder> = []) {
  const [change = {}, clock, plan] = more, path = report(`report-${++parts}`);
  const chosen: SweepPart["makes"] = typeof makes === "string" ? makes : { list: report(`list-${parts}`) };
  if (typeof makes !== "string") writeFileSync((chosen as { list: string }).list, JSON.stringify(makes));
  const ledger = openUnder(
    {
      sweep: { store: store(), report: path, makes: chosen },
      ...(makes === "none" ? { journal: `${journalPath()}-${parts}` } : { journal: undefined as never }),
      ...change,
    },
    clock,
    plan,
  );
  return { ledger, lines: () => readSweepReport(path), states: () => readSweepReport(path).map(({ state }) => state) };
}

const ids = [4, 5, 6, 7].map((m) => `cell(m=${m})`);

describe("a ledger in a sweep", () => {
  test("has the rows of one process, whoever made which cell in which order", async () => {
    const whole = openUnder({ journal: undefined as never });
    await experiment(whole);
    const saved = await whole.save();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.subarray(ids), { maxLength: 4 }), async (lists) => {
        rmSync(store(), { recursive: true, force: true });
        for (const list of [...lists, "unclaimed" as const]) await experiment(openPart(list).ledger).catch(() => {});
        const { ledger, states } = openPart("none");
        expect(await experiment(ledger)).toEqual([]);
        expect(states()).toEqual(["stored", "stored", "stored", "stored"]);
        const swept = await ledger.save();
        const timeless = (rows: typeof swept.rows) =>
          JSON.stringify(rows.map((row) => row.measure === "projectedSeconds" ? { ...row, value: 0 } : row));
        expect(timeless(swept.rows)).toBe(timeless(saved.rows));
        expect([swept.rowsDigest, swept.digests, swept.inputs]).toEqual([
          saved.rowsDigest,
          saved.digests,
          saved.inputs,
        ]);
      }),
      { numRuns: 20 },
    );
  });

  test("stops at what needs the cells that are missing, and makes no verdict of a part", async () => {
    const { ledger, states } = openPart(["cell(m=4)"]);
    expect(await ledger.cell({ m: 4 }, () => ledger.record(gap(4)))).toBe(true);
    // Nothing is missing yet, but a worker has no run to end.
    expect(ledger.value("gap", { m: 4 })).toBe(0.25);
    expect(() => ledger.evaluate()).toThrow(/Evaluating the ledger stopped/);
    await expect(ledger.save()).rejects.toMatchObject({ name: "CellsMissingError" });
    expect(await ledger.cell({ m: 5 }, () => ledger.record(gap(5)))).toBe(false);
    expect(states()).toEqual(["made", "skipped"]);
    // The one row that there is is that of the whole run.
    expect(ledger.value("gap", { m: 4 })).toBe(0.25);
    for (const read of [() => ledger.value("gap", { m: 5 }), () => ledger.values("gap"), () => ledger.rows]) {
      expect(read).toThrow(/stopped: 1 cells of the grid are left to other processes/);
    }
    expect(ledger.budget(2, 2)).toBeNull();
    await ledger.proceed(2, 2);
  });

  test("goes past a cell that throws or needs others, keeps nothing of it, and tries the first but once", async () => {
    const { ledger, lines } = openPart("unclaimed");
    await ledger.cell({ m: 4 }, () => {
      ledger.record(gap(4));
      throw new RangeError("no room");
    });
    await ledger.cell({ m: 5 }, () => ledger.value("gap", { m: 4 }));
    await ledger.cell({ m: 6 }, () => ledger.record(gap(6)));
    expect(lines().map(({ cell, state }) => [cell, state])).toEqual([
      ["cell(m=4)", "failed"],
      ["cell(m=5)", "skipped"],
      ["cell(m=6)", "made"],
    ]);
    expect(lines()[0]).toMatchObject({ message: "RangeError: no room" });
    expect(cells()).toHaveLength(1);
    const other = openPart("unclaimed");
    await other.ledger.cell({ m: 4 }, () => other.ledger.record(gap(4)));
    expect(other.states()).toEqual(["skipped"]);
  });

  test("leaves a cell to the living process that has claimed it", async () => {
    const first = openPart("none");
    await first.ledger.cell({ m: 4 }, () => {});
    const [line] = first.lines();
    const file = line!.state === "skipped" ? line!.file : "";
    writeFileSync(`${file}.lock`, `${process.ppid}\n`);
    expect(claimFile(file)).toBe(process.ppid);
    const second = openPart("unclaimed");
    await second.ledger.cell({ m: 4 }, () => second.ledger.record(gap(4)));
    unlockFile(file);
    const third = openPart("unclaimed");
    await third.ledger.cell({ m: 4 }, () => third.ledger.record(gap(4)));
    expect([second.states(), third.states(), cells(), existsSync(`${file}.lock`)]).toEqual([
      ["skipped"],
      ["made"],
      [file],
      false,
    ]);
  });

  test("does not find the cells of another library, mode, registration, notebook or seed", async () => {
    const made = openPart("unclaimed");
    await made.ledger.cell({ m: 4 }, () => made.ledger.record(gap(4)));
    const others = [
      { code: OTHER },
      { lock: OTHER },
      { notebook: OTHER },
      { preregistrationDigest: OTHER },
      { mode: "quick" as const },
      { seeds: { chain: 8 } },
    ];
    const states = [];
    for (const change of [{ code: DIGEST }, ...others]) {
      const { ledger, states: of } = openPart("none", [change]);
      await ledger.cell({ m: 4 }, () => {});
      states.push(...of());
    }
    expect(states).toEqual(["stored", ...others.map(() => "skipped")]);
  });

  test("removes a damaged cell, says so, and makes it again", async () => {
    const make = async () => {
      const part = openPart("unclaimed");
      await part.ledger.cell({ m: 4 }, () => part.ledger.record(gap(4)));
      return part;
    };
    await make();
    const [path] = cells(), whole = readFileSync(path!, "utf8");
    for (const damaged of [whole.replace('"value":0.25', '"value":0.26'), whole.slice(0, -9), "", whole + whole]) {
      expect(damaged).not.toBe(whole);
      writeFileSync(path!, damaged);
      const { lines, states } = await make();
      expect(states()).toEqual(["damaged", "made"]);
      expect(lines()[0]).toMatchObject({ message: expect.stringContaining("Reading the stored cell(m=4)") });
    }
    expect((await make()).states()).toEqual(["stored"]);
  });

  test("counts the seconds that the cells took, wherever that was, in the projection and in the total", async () => {
    let now = 0;
    for (const m of [4, 5]) {
      const { ledger } = openPart([`cell(m=${m})`], [{}, () => now]);
      now += 1000;
      await ledger.cell({ m }, () => {
        now += 20;
        ledger.record(gap(m));
      });
    }
    const { ledger, lines } = openPart("none", [{}, () => now]);
    now += 5;
    for (const m of [4, 5]) await ledger.cell({ m }, () => {});
    expect(lines().map((line) => line.state === "stored" ? line.seconds : null)).toEqual(
      [20, 20].slice(0, lines().length),
    );
    expect(ledger.budget(2, 4)).toBe("HALT");
    expect(ledger.value("projectedSeconds")).toBe(90);
    expect((await ledger.save()).totals.seconds).toBe(45);
  });
});
