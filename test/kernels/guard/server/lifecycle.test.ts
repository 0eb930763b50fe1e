import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import process from "node:process";
import { afterEach, describe, expect, test } from "vitest";
import { PORT_NAMES } from "../../../../kernels/protocol/mod.ts";
import { DENO } from "../deno_path.ts";
import { isAlive } from "../processes.ts";
import { COMMANDS, connectStrictly, type Program, shown, startProgram, type StrictClient } from "./kernel_program.ts";
import { eventually } from "../../eventually.ts";

const programs: Program[] = [];
afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.remove()));
});

/** A server with every kind of process below it: the inner kernel, a cell's child, and where asked the language server. */
async function busyServer(
  { language = false, ...options }: Parameters<typeof startProgram>[1] & { language?: boolean } = {},
): Promise<{ program: Program; client: StrictClient; pids: number[] }> {
  const program = await startProgram("guard", options);
  programs.push(program);
  const client = await connectStrictly(program);
  if (language) await client.serve("complete_request", { code: "Math.ma", cursor_pos: 7 });
  const child =
    `new Deno.Command("sleep", { args: ["600"], stdin: "null", stdout: "null", stderr: "null" }).spawn().pid`;
  const served = await client.execute(`[Deno.pid, ${child}].join()`);
  const pids = /\d+,\d+/.exec(shown(served).at(-2)!)![0].split(",").map(Number);
  return { program, client, pids: [...new Set([...pids, ...descendants(program.process.pid!)])] };
}

/** All processes below one, where the system tells. */
function descendants(pid: number): number[] {
  if (!existsSync("/proc/self/stat")) return [];
  const parents = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      return [
        [Number(name), Number(readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]!.split(" ")[1])] as const,
      ];
    } catch {
      return [];
    }
  });
  const below = (one: number): number[] =>
    parents.filter(([, parent]) => parent === one).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

const allGone = (pids: readonly number[]) => eventually(() => pids.filter(isAlive)).toEqual([]);

describe.skipIf(DENO === null)("KernelServer, its end", () => {
  test("a shutdown is answered, ends with exit code 0, and leaves no process", async () => {
    const { program, client, pids } = await busyServer({ language: true });
    if (process.platform === "linux") expect(pids.length).toBeGreaterThanOrEqual(3);
    expect(pids.filter(isAlive)).toEqual(pids);
    const { reply } = await client.serve("shutdown_request", { restart: false }, "control");
    expect(reply.content).toEqual({ status: "ok", restart: false });
    expect(await program.ended).toBe(0);
    await allGone(pids);
    expect(program.standardError).toBe("");
  });

  test("a restart binds the same ports again, with nothing of the old kernel", async () => {
    const { program, client, pids } = await busyServer();
    await client.execute("globalThis.old = true");
    const running = client.client.request("shell", "execute_request", { code: "while (true) {}" });
    running.reply.catch(() => {});
    await client.serve("shutdown_request", { restart: true }, "control");
    expect(await program.ended).toBe(0);
    await allGone(pids);
    const again = await startProgram("guard", { info: program.info });
    programs.push(again);
    const next = await connectStrictly(again);
    const served = await next.execute("String(globalThis.old)");
    expect(shown(served).at(-2)).toContain("undefined");
    expect(served.reply.content["execution_count"]).toBe(1);
    next.client.close();
  });

  test.each(["SIGTERM", "SIGKILL"] as const)("%s leaves no process, also while a cell blocks", async (signal) => {
    const { program, client, pids } = await busyServer({ language: signal === "SIGKILL" });
    client.client.request("shell", "execute_request", { code: "while (true) {}" }).reply.catch(() => {});
    program.signal(signal);
    expect(await program.ended).toBe(signal === "SIGTERM" ? 0 : "SIGKILL");
    await allGone(pids);
  });

  test("the end of the client's program that has started it ends it, too", async () => {
    const parent = spawn(DENO!, ["eval", "setTimeout(() => {}, 600_000)"], { stdio: "ignore" });
    const { program, pids } = await busyServer({ environment: { JPY_PARENT_PID: String(parent.pid) } });
    parent.kill("SIGKILL");
    expect(await program.ended).toBe(0);
    await allGone(pids);
  });

  test("Ctrl-C stops the cell and not the kernel", async () => {
    const { program, client } = await busyServer();
    const running = client.execute("console.log('started'); while (true) {}");
    await eventually(() => client.broadcasts.some(({ content }) => content["text"] === "started\n")).toBe(true);
    program.signal("SIGINT");
    expect((await running).reply.content["ename"]).toBe("KeyboardInterrupt");
    expect((await client.execute("1")).reply.content["status"]).toBe("ok");
    client.client.close();
  });
});

describe.skipIf(DENO === null)("the kernel program", () => {
  const run = (args: readonly string[]): Promise<{ code: number | null; text: string }> =>
    new Promise((resolve) => {
      const child = spawn(DENO!, [...COMMANDS.guard.slice(0, -1), ...args], { stdio: ["ignore", "pipe", "pipe"] });
      let text = "";
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (more) => text += more);
      child.once("close", (code) => resolve({ code, text }));
    });

  test("says in one line why it cannot start", async () => {
    const program = await startProgram();
    programs.push(program);
    const client = await connectStrictly(program);
    client.client.close();
    const file = `${program.folder}/connection.json`, broken = `${program.folder}/broken.json`;
    writeFileSync(broken, '{"ip":"127.0.0.1","transport":"ipc"}');
    const cases: [string[], number, RegExp][] = [
      [[], 64, /^thermolab kernel: Cannot start without a connection file; give --connection-file FILE.*\n$/],
      [["--conection-file", file], 64, /^thermolab kernel: Cannot read the arguments: .*--conection-file.*\n$/],
      [["--connection-file", `${file}.gone`], 1, /^thermolab kernel: .*connection\.json\.gone.*\n$/],
      [["--connection-file", broken], 1, /^thermolab kernel: Cannot read a connection file: transport is "ipc".*\n$/],
      [["--connection-file", file], 1, /^thermolab kernel: Cannot bind the kernel's sockets on 127\.0\.0\.1: .*\n$/],
    ];
    for (const [args, code, text] of cases) {
      expect(await run(args)).toEqual({ code, text: expect.stringMatching(text) });
    }
  });

  test("holds no port when one of them is taken", async () => {
    const program = await startProgram();
    const { info } = program;
    await connectStrictly(program).then(({ client }) => client.close());
    await program.remove();
    const blocker = createServer();
    await new Promise<void>((done) => blocker.listen(info.shell_port, info.ip, done));
    const second = await startProgram("guard", { info });
    programs.push(second);
    expect(await second.ended).toBe(1);
    await new Promise((done) => blocker.close(done));
    for (const name of PORT_NAMES) {
      const probe = createServer();
      await new Promise<void>((resolve, reject) => probe.once("error", reject).listen(info[name], info.ip, resolve));
      await new Promise((done) => probe.close(done));
    }
  });
});
