import { randomInt } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kernels/eventually.ts";
import { file, lab, STARTS_LAB } from "../kernels/lab/cli.ts";
import { CELLS, gridFolder, ledgerIn, measuredIn, storedIn, withoutTimes } from "../kernels/lab/sweep_fixture.ts";
import { missingProgram, type OneNodeSlurm, startSlurm } from "./one_node_slurm.ts";

const missing = missingProgram();
if (missing !== null) {
  console.log(`NOT RUN: a sweep under Slurm, because ${missing} is not installed (slurm-wlm, munge)`);
}
const TASKS = 3;
const ARGUMENTS = ["sweep", "grid.ipynb", "--engine", "slurm", "--tasks", String(TASKS), "--sbatch", "time=10"];

const until = (holds: () => boolean) => eventually(holds).toBe(true);

describe.skipIf(!STARTS_LAB || missing !== null)("lab sweep --engine slurm", () => {
  let slurm: OneNodeSlurm;
  beforeAll(async () => void (slurm = await startSlurm()));
  afterAll(() => slurm?.stop());

  /** Starts a sweep; `job` is the number of its job array, once there is one. */
  const started = (at: string, args = ARGUMENTS) => {
    let pid = 0, job: string | null = null;
    const ended = lab(at, args, {
      environment: { ...slurm.environment },
      onError(text, id) {
        pid = id;
        job = [...text.matchAll(/job (\d+):/g)].at(-1)?.[1] ?? null;
      },
    });
    return { ended, pid: () => pid, job: () => job };
  };
  const ask = (program: string, ...args: string[]): string => {
    const environment = { ...process.env, ...slurm.environment };
    return spawnSync(program, args, { env: environment, encoding: "utf8" }).stdout;
  };

  test("goes on after a killed sweep and a cancelled task, and gives the ledger of lab run", async () => {
    const reference = gridFolder();
    expect((await lab(reference, ["run", "grid.ipynb", "--mode", "full"])).code).toBe(0);
    const expected = withoutTimes(ledgerIn(reference));

    const at = gridFolder(), k = randomInt(8), name = CELLS[k]!;
    console.log(`stopped at ${name}, number ${k} of the grid`);
    const stop = file(at, `stop-${name}`, "");
    const killed = started(at);
    await until(() => measuredIn(at).includes(name) && existsSync(join(at, "out/.cells/grid.full/slurm-job")));
    process.kill(killed.pid(), "SIGKILL");
    await killed.ended;

    // The job array of the killed sweep is still there, and is ended by the next one.
    const other = started(at);
    await until(() => other.job() !== null && measuredIn(at).filter((cell) => cell === name).length === 2);
    const lists = Array.from({ length: TASKS }, (_, task) => join(at, `out/.cells/grid.full/passes/${task}.json`));
    const task = lists.findIndex((list) => existsSync(list) && readFileSync(list, "utf8").includes(`walker=${k + 1})`));
    ask("scancel", `${other.job()}_${task}`);
    const { code, stderr } = await other.ended;
    expect([code, stderr]).toEqual([1, expect.stringMatching(/Cancelled the job \d+ of an earlier sweep/)]);
    expect(stderr).toMatch(/task \d+_\d+ ended as CANCELLED/);
    expect(existsSync(join(at, "out/grid.full.json"))).toBe(false);
    rmSync(stop);

    const stored = storedIn(at).map((cell) => cell.name), before = measuredIn(at);
    const last = await started(at).ended;
    expect([last.code, last.stderr]).toEqual([0, expect.stringContaining(`Going on from ${stored.length} complete`)]);
    // One job array for each round: cells of the second are made side by side, though they read others.
    expect(new Set([...last.stderr.matchAll(/job (\d+):/g)].map(([, id]) => id)).size).toBe(2);
    const rest = CELLS.filter((cell) => !stored.includes(cell));
    expect(measuredIn(at)).toEqual([...before, ...rest].toSorted());
    expect(withoutTimes(ledgerIn(at))).toBe(expected);
    expect(existsSync(join(at, "out/.cells"))).toBe(false);
  });

  test("cancels its job when it is interrupted, and says what sbatch refuses", async () => {
    const at = gridFolder();
    file(at, "stop-w1", "");
    const { ended, pid, job } = started(at);
    await until(() => job() !== null && measuredIn(at).includes("w1"));
    process.kill(pid(), "SIGINT");
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([130, expect.stringContaining("the same command makes the others")]);
    await until(() => ask("squeue", "--noheader").trim() === "");
    const refused = await started(at, [...ARGUMENTS, "--sbatch", "partition=nowhere"]).ended;
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/sbatch said "[^"]*[Ii]nvalid partition/),
    ]);
  });
});
