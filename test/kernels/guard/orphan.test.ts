import { spawn } from "node:child_process";
import { describe, expect, test } from "vitest";
import { DENO } from "./deno_path.ts";
import { isAlive } from "./processes.ts";
import { eventually } from "../eventually.ts";

const FIXTURE = "test/kernels/guard/orphan_fixture.ts";

/** Starts a runner with a kernel that runs the given cell, and waits for the ids of the kernel and of the cell's child. */
function runner(code: string): Promise<{ kernel: number; child: number; kill: () => boolean }> {
  const process = spawn(DENO!, ["run", "-A", FIXTURE, code], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    process.once("error", reject);
    process.once("exit", (status) => reject(new Error(`The runner ended with ${status}`)));
    process.stdout.setEncoding("utf8").once("data", (text: string) => {
      const [kernel, child] = text.trim().split(/\s+/).map(Number);
      resolve({ kernel: kernel!, child: child!, kill: () => process.kill("SIGKILL") });
    });
  });
}

const SLEEP = `new Deno.Command("sleep", { args: ["600"], stdin: "null", stdout: "null", stderr: "null" }).spawn().pid`;

describe.skipIf(DENO === null)("InnerKernel, its owner killed", () => {
  test("InnerKernel does not outlive a runner that is killed, and neither do its cells' children", async () => {
    const { kernel, child, kill } = await runner(SLEEP);
    expect([isAlive(kernel), isAlive(child)]).toEqual([true, true]);
    kill();
    await eventually(() => isAlive(kernel) || isAlive(child)).toBe(false);
  });

  test("InnerKernel does not outlive a runner that is killed while a cell blocks the kernel", async () => {
    const { kernel, child, kill } = await runner(`console.log(${SLEEP}); while (true) {}`);
    expect([isAlive(kernel), isAlive(child)]).toEqual([true, true]);
    kill();
    await eventually(() => isAlive(kernel) || isAlive(child)).toBe(false);
  });

  for (const signal of ["SIGKILL", "SIGTERM"] as const) {
    test(`GuardedKernel, after a death and a restart, leaves no process when its owner gets ${signal}`, async () => {
      const owner = spawn(DENO!, ["run", "-A", "test/kernels/guard/restart_fixture.ts", SLEEP], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const text = await new Promise<string>((resolve, reject) => {
        owner.once("exit", (status) => reject(new Error(`The owner ended with ${status}`)));
        owner.stdout.setEncoding("utf8").once("data", resolve);
      });
      const pids = text.trim().split(" ").map(Number);
      expect(pids).toHaveLength(6);
      // The last kernel and its child live; what was before them is gone already.
      await eventually(() => pids.filter(isAlive)).toEqual(pids.slice(4));
      owner.kill(signal);
      await eventually(() => pids.filter(isAlive)).toEqual([]);
    });
  }
});
