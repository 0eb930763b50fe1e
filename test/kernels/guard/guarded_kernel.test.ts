import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DENO } from "./deno_path.ts";
import { type Bench, bench, shutDownAll, textsOf } from "./guarded.ts";
import { isAlive } from "./processes.ts";
import { eventually } from "../eventually.ts";

afterAll(shutDownAll);

describe.skipIf(DENO === null)("GuardedKernel, one kernel", () => {
  let b: Bench;
  beforeAll(async () => void (b = await bench()));

  test("GuardedKernel.execute() counts what is stored and gives results that count", async () => {
    const first = await b.run("1 + 1");
    expect(first.reply).toEqual({ status: "ok", execution_count: 1, payload: [], user_expressions: {} });
    expect(first.outputs[0]).toMatchObject({ type: "execute_result", content: { execution_count: 1 } });
    expect((await b.run("2", { storeHistory: false })).reply.execution_count).toBe(1);
    const silent = await b.run(`console.log("unheard"); 3`, { silent: true });
    expect([silent.outputs, silent.reply.execution_count]).toEqual([[], 1]);
    const second = await b.run("4");
    expect(second.outputs[0]).toMatchObject({ type: "execute_result", content: { execution_count: 2 } });
  });

  test("GuardedKernel.execute() runs calls at once one after the other", async () => {
    const order: string[] = [];
    const note = (name: string) => ({ reply }: { reply: { execution_count: number } }): void =>
      void order.push(`${name} ${reply.execution_count}`);
    const before = b.kernel.executionCount;
    await Promise.all([
      b.run("await new Promise((done) => setTimeout(done, 100))").then(note("a")),
      b.run("1").then(note("b")),
    ]);
    expect(order).toEqual([`a ${before + 1}`, `b ${before + 2}`]);
  });

  test("GuardedKernel.execute() evaluates user expressions after the code", async () => {
    const userExpressions = { sum: "seven + 1", wrong: "missing.name", broken: "1 +" };
    const { reply } = await b.run("const seven = 7;", { userExpressions });
    const values = (reply as { user_expressions: Record<string, Record<string, unknown>> }).user_expressions;
    expect(values["sum"]).toMatchObject({ status: "ok", data: { "text/plain": "8" } });
    expect(values["wrong"]).toMatchObject({ status: "error", ename: "ReferenceError" });
    expect(values["broken"]).toMatchObject({ status: "error", ename: "SyntaxError" });
  });

  test("GuardedKernel.execute() asks by prompt() and confirm(), and cancels where asking is not allowed", async () => {
    const asked: string[] = [];
    const answer = (prompt: string): Promise<string> => (asked.push(prompt), Promise.resolve("y"));
    const { outputs } = await b.run(`[prompt("name?"), confirm("sure?")]`, { allowStdin: true }, answer);
    expect(textsOf(outputs)).toEqual([`[ "y", true ]`]);
    expect(asked).toEqual(["name?", "sure? [y/N] "]);
    expect(textsOf((await b.run(`String(prompt("name?"))`)).outputs)).toEqual([`"null"`]);
    const failing = await b.run(
      `String(prompt("name?"))`,
      { allowStdin: true },
      () => Promise.reject(new Error("gone")),
    );
    expect(textsOf(failing.outputs)).toEqual([`"null"`]);
  });

  test("GuardedKernel.execute() shows and replies an error for a failed test, and the runner's report", async () => {
    const code = `Deno.test("adds", () => {}); Deno.test("fails", () => { throw new Error("boo") });`;
    const { reply, outputs } = await b.run(code);
    const texts = textsOf(outputs);
    expect(texts[0]).toContain("fails ... FAILED");
    expect(texts[1]).toBe("Deno.test: 1 failed, 1 passed: fails");
    expect(reply).toMatchObject({ status: "error", ename: "Deno.test" });
    // Control: a test that passes.
    const passing = await b.run(`Deno.test("adds", () => {});`);
    expect(passing.reply.status).toBe("ok");
    expect(textsOf(passing.outputs).join("")).toContain("ok | 1 passed | 0 failed");
  });

  test("GuardedKernel.execute() shows and replies an error for a floating rejection and for a failed display", async () => {
    const { reply, outputs } = await b.run(`Promise.reject(new TypeError("floating")); 1`);
    expect(textsOf(outputs)).toEqual(["1", "TypeError: floating"]);
    expect(reply).toMatchObject({ status: "error", ename: "TypeError", evalue: "floating" });
    const display = await b.run(`({ [Symbol.for("Jupyter.display")]: () => { throw new RangeError("no picture") } })`);
    expect(textsOf(display.outputs)).toEqual(["RangeError: no picture"]);
    expect(display.reply).toMatchObject({ status: "error", ename: "RangeError" });
    const handled = await b.run(`Promise.reject(1).catch(() => {}); 1`);
    expect(handled.reply.status).toBe("ok");
  });

  test("GuardedKernel.execute() shows an exception in a timer after the cell's end, without another cell", async () => {
    const folder = mkdtempSync(join(tmpdir(), "thermolab-test-")), over = join(folder, "over");
    const { reply, outputs } = await b.run(`const { existsSync } = await import("node:fs");
      const due = setInterval(() => {
        if (!existsSync(${JSON.stringify(over)})) return;
        clearInterval(due);
        throw new Error("late");
      }, 5);
      1`);
    expect(reply.status).toBe("ok");
    writeFileSync(over, "");
    await eventually(() => textsOf(outputs)).toEqual(["1", "Error: late"]);
    rmSync(folder, { recursive: true });
    const traceback = outputs[1]!.content["traceback"] as string[];
    expect(traceback[0]).toBe(`Unhandled exception in a callback of cell [${reply.execution_count}]:`);
    expect((await b.run("2")).reply.status).toBe("ok");
  });

  test("GuardedKernel.request() passes requests to the kernel", async () => {
    await b.run("const completable = 1");
    const { matches } = await b.kernel.request("complete_request", { code: "completa", cursor_pos: 8 });
    expect(matches).toContain("completable");
    expect(await b.kernel.request("comm_info_request", {})).toEqual({ status: "ok", comms: {} });
  });

  test("GuardedKernel does not hand the variables of its own start to the cells' children", async () => {
    const names = ["NO_COLOR", "DENO_NO_UPDATE_CHECK", "DENO_V8_FLAGS"].filter((name) =>
      process.env[name] === undefined
    );
    const code = `const { stdout } = await new Deno.Command("env").output();
      new TextDecoder().decode(stdout).split("\\n").map((line) => line.split("=")[0]).filter((name) => ${
      JSON.stringify(names)
    }.includes(name))`;
    const { outputs } = await b.run(code);
    expect(textsOf(outputs)).toEqual(["[]"]);
    // The kernel itself stays without colours.
    expect(textsOf((await b.run("7")).outputs)).toEqual(["7"]);
  });
});

describe.skipIf(DENO === null)("GuardedKernel, processes that end", () => {
  test("GuardedKernel.execute() shows why the process ended, keeps the last output, and goes on with another one", async () => {
    const b = await bench({ environment: { DENO_V8_FLAGS: "--max-old-space-size=200" } });
    const deaths: [string, string, string[]][] = [
      [`console.log("last"); Deno.exit(3)`, "it exited with code 3", ["last\n"]],
      [`console.log("last"); Deno.exit(0)`, "it exited with code 0", ["last\n"]],
      [`Deno.kill(Deno.pid, "SIGKILL"); await new Promise(() => {})`, "it was ended by signal SIGKILL", []],
      [
        `const all = []; for (;;) all.push(Array.from({ length: 10_000 }, (_, i) => ({ i })))`,
        "it ran out of memory",
        [],
      ],
    ];
    for (const [code, cause, before] of deaths) {
      await b.run("const state = 1");
      const { reply, outputs } = await b.run(code);
      const texts = textsOf(outputs);
      expect(texts.slice(0, -1)).toEqual(before);
      expect(texts.at(-1)).toContain(`KernelDiedError: Lost the Deno kernel: ${cause}`);
      expect(reply).toMatchObject({ status: "error", ename: "KernelDiedError", execution_count: 2 });
      expect(b.kernel.isAlive).toBe(false);
      expect(b.losses.at(-1)).toContain(cause);
      const next = await b.run("typeof state");
      expect([textsOf(next.outputs), next.reply.execution_count]).toEqual([[`"undefined"`], 1]);
      await b.kernel.restart();
    }
    expect(b.losses).toHaveLength(2 * deaths.length);
  });

  test("GuardedKernel.execute() keeps a flood of output before Deno.exit()", async () => {
    const b = await bench();
    const { outputs } = await b.run(`for (let i = 0; i < 5000; i++) console.log(i); Deno.exit(1)`);
    const numbers = Array.from({ length: 5000 }, (_, i) => `${i}\n`).join("");
    expect(textsOf(outputs).slice(0, -1).join("")).toBe(numbers);
  });

  test("GuardedKernel tells of a process that ends while no cell runs", async () => {
    const b = await bench();
    await b.run("setTimeout(() => Deno.exit(4), 100); 0");
    await eventually(() => b.losses).toEqual(["Lost the Deno kernel: it exited with code 4"]);
    expect((await b.run("1")).reply).toMatchObject({ status: "ok", execution_count: 1 });
  });

  test("GuardedKernel.restart() ends what runs, counts anew and leaves neither process nor child", async () => {
    const b = await bench();
    const sleeper =
      `new Deno.Command("sleep", { args: ["600"], stdin: "null", stdout: "null", stderr: "null" }).spawn().pid`;
    const child = Number(textsOf((await b.run(sleeper)).outputs)[0]);
    const { pid } = b.kernel;
    const running = b.run("await new Promise(() => {})");
    await sleep(100);
    await b.kernel.restart();
    expect(textsOf((await running).outputs)).toEqual(["KernelDiedError: the kernel was restarted"]);
    await eventually(() => isAlive(pid) || isAlive(child)).toBe(false);
    expect(b.losses).toEqual(["the kernel was restarted"]);
    expect((await b.run("1")).reply.execution_count).toBe(1);
    await b.kernel.shutdown();
    expect(isAlive(b.kernel.pid)).toBe(false);
    expect((await b.run("1")).reply).toMatchObject({ status: "error" });
    expect(isAlive(b.kernel.pid)).toBe(false);
  });
});
