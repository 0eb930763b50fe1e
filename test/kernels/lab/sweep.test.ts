import { randomInt } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { beforeAll, describe, expect, test } from "vitest";
import { lockHolder } from "../../../lib/verdict/mod.ts";
import { expectBadInput, file, folder, lab, STARTS_LAB } from "./cli.ts";
import {
  CELLS,
  damage,
  gridFolder,
  ledgerIn,
  measuredBy,
  measuredIn,
  storedIn,
  withoutTimes,
} from "./sweep_fixture.ts";
import { eventually } from "../eventually.ts";

const ARGUMENTS = ["sweep", "grid.ipynb", "--workers", "2"];

const until = (holds: () => boolean) => eventually(holds).toBe(true);

/** Starts a sweep; `pid` is there once it has said something. */
function started(at: string) {
  let pid = 0;
  const ended = lab(at, ARGUMENTS, { onError: (_, id) => pid = id });
  return { ended, pid: () => pid };
}

/** One of the cells; those of the second round only when the first is complete. */
function randomCell(): string {
  const seed = randomInt(CELLS.length);
  console.log(`killed at ${CELLS[seed]}, number ${seed} of the grid`);
  return CELLS[seed]!;
}

/** Waits until nobody makes cells any more. */
async function quiet(at: string): Promise<void> {
  const store = join(at, "out/.cells/grid.full");
  await until(() =>
    readdirSync(store).every((name) => !name.endsWith(".lock") || lockHolder(join(store, name.slice(0, -5))) === null)
  );
}

/** Goes on with a sweep and expects the ledger of lab run, and each missing cell made once. */
async function expectRest(at: string, again: readonly string[] = []): Promise<string> {
  const stored = storedIn(at).map(({ name }) => name), before = measuredIn(at);
  const { code, stdout, stderr } = await lab(at, ARGUMENTS);
  const found = stored.length - again.length, note = `Going on from ${found} complete`;
  expect([code, stderr]).toEqual([
    0,
    found === 0 ? expect.not.stringContaining("Going on") : expect.stringContaining(note),
  ]);
  const missing = [...CELLS.filter((name) => !stored.includes(name)), ...again].toSorted();
  expect(measuredIn(at)).toEqual([...before, ...missing].toSorted());
  expect(stdout).toContain(`${missing.length} cells made, ${12 - missing.length} found complete`);
  expect(withoutTimes(ledgerIn(at))).toBe(expected);
  expect(existsSync(join(at, "out/.cells"))).toBe(false);
  return stderr;
}

/** The ledger of `lab run`, without times. */
let expected = "";
beforeAll(async () => {
  if (!STARTS_LAB) return;
  const at = gridFolder();
  const { code } = await lab(at, ["run", "grid.ipynb", "--mode", "full"]);
  expect(code).toBe(0);
  expected = withoutTimes(ledgerIn(at));
});

describe.skipIf(!STARTS_LAB)("lab sweep", () => {
  test("gives the ledger of lab run in two rounds, makes each cell once, and leaves no cells behind", async () => {
    const at = gridFolder(), [one, two] = [file(at, "stop-w1", ""), file(at, "stop-w2", "")];
    const { ended } = started(at);
    // Each worker leaves the other's cell out, and so neither has what the second round needs.
    await until(() => measuredIn(at).join() === "w1,w2");
    rmSync(one);
    await until(() => measuredIn(at).length === 8);
    rmSync(two);
    const { code, stdout, stderr } = await ended;
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/ 0 of 8 cells.* 8 of 8 cells.* 8 of 12 cells.* 12 of 12/s),
    ]);
    expect(withoutTimes(ledgerIn(at))).toBe(expected);
    expect(measuredIn(at)).toEqual(CELLS.toSorted());
    expect(stdout).toContain("12 cells made");
    expect(readdirSync(join(at, "out")).sort()).toEqual(["grid.full.json", "grid.html", "grid.ipynb"]);
    // The control: the comparison sees one digit, and a row in another place.
    const { rows, ...rest } = ledgerIn(at), [first, second, ...others] = rows;
    expect(withoutTimes({ ...rest, rows: [{ ...first!, value: 8 }, second!, ...others] })).not.toBe(expected);
    expect(withoutTimes({ ...rest, rows: [second!, first!, ...others] })).not.toBe(expected);
  });

  test("goes on after kill -9 and makes only what is missing", async () => {
    const at = gridFolder(), name = randomCell(), stop = file(at, `stop-${name}`, "");
    const { ended, pid } = started(at);
    await until(() => pid() > 0 && measuredIn(at).includes(name));
    process.kill(pid(), "SIGKILL");
    await ended;
    await quiet(at);
    rmSync(stop);
    expect(existsSync(join(at, "out/grid.full.json"))).toBe(false);
    await expectRest(at);
  });

  test("names a cell that throws and a worker that is killed, keeps the others, and makes a damaged one again", async () => {
    const at = gridFolder(), name = randomCell().replace("f", "w"), failing = name === "w3" ? "w5" : "w3";
    const fail = file(at, `fail-${failing}`, ""), stop = file(at, `stop-${name}`, "");
    const { ended } = started(at);
    await until(() => measuredBy(at, name) !== null && measuredIn(at).length === 8);
    process.kill(measuredBy(at, name)!, "SIGKILL");
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`cell(walker=${failing.slice(1)}): RangeError: no room for ${failing}`),
    ]);
    expect(stderr).toMatch(/worker \d: .*kernel/i);
    expect(stderr).toContain(`cell(walker=${name.slice(1)}) was being made by a worker that has ended`);
    rmSync(fail);
    rmSync(stop);
    const [first] = storedIn(at);
    damage(first!.path);
    const rest = await expectRest(at, [first!.name]);
    expect(rest).toContain(`the stored cell(walker=${first!.name.slice(1)})`);
    expect(rest).toContain("it is made again");
  });

  test("refuses what cannot be used in one line", async () => {
    const at = folder();
    await expectBadInput(at, ["sweep", "07", "--engine", "cloud"], '--engine "cloud"; use local or slurm');
    await expectBadInput(at, ["sweep", "07", "--tasks", "4"], '--tasks "4" with --engine local');
    const slurm = ["sweep", "07", "--engine", "slurm"];
    const { code, stderr } = await lab(at, slurm, { environment: { PATH: "/no/such/folder" } });
    expect([code, stderr]).toEqual([
      64,
      expect.stringMatching(/^lab sweep: [^\n]*"sbatch" is not on the search path[^\n]*\n$/),
    ]);
  });
});
