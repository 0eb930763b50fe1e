import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DENO } from "./deno_path.ts";
import { type Bench, bench, shutDownAll, textsOf } from "./guarded.ts";

const KEPT = "KeyboardInterrupt: the cell was interrupted; all variables are kept";

describe.skipIf(DENO === null)("GuardedKernel.interrupt()", () => {
  let b: Bench, silent: Server, address = "";
  beforeAll(async () => {
    b = await bench();
    await b.run(`let count = 0; const held = new Promise(() => {}); const kept = setInterval(() => count++, 10);`);
    silent = createServer(() => {});
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    silent.closeAllConnections();
    silent.close();
    await shutDownAll();
  });

  const cells: [string, string][] = [
    ["a loop", "while (true) {}"],
    ["a blocking wait", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"],
    ["a promise that never settles", "await new Promise(() => {})"],
    ["a promise that a variable holds", "await held"],
    ["a timer loop", "while (true) { count++; await new Promise((done) => setTimeout(done, 1)); }"],
    ["a loop over node:timers", `while (true) await (await import("node:timers/promises")).setTimeout(1)`],
    ["a loop of microtasks", "while (true) await null"],
    ["a loop of immediates", "while (true) await new Promise((done) => setImmediate(done))"],
    ["an endless stream", "for await (const tick of (async function* () { yield 1; await held; })()) tick;"],
    ["a wait in a function", "const wait = async () => { await held; }; await wait();"],
    ["a request", "await fetch(`http://ADDRESS/`)"],
    ["a process", `await new Deno.Command("sleep", { args: ["600"] }).output()`],
    [
      "a process of node",
      `await new Promise((done) => process.getBuiltinModule("child_process").exec("sleep 9", done))`,
    ],
    ["a loop in a timer's callback", "setTimeout(() => { while (true) {} }, 0); await held"],
    ["a busy interval", "setInterval(() => { while (true) {} }, 10); await held"],
    ["a loop in a callback after its code", "void setImmediate(() => { while (true) {} });"],
    ["a loop after a wait", "await new Promise((done) => setTimeout(done, 20)); while (true) {}"],
    ["a socket", "await Deno.listen({ port: 0 }).accept()"],
  ];
  for (const [name, code] of cells) {
    test(`GuardedKernel.interrupt() ends ${name} and keeps the variables`, async () => {
      const { outputs, reply } = await b.interrupt(code.replace("ADDRESS", address));
      expect(textsOf(outputs)).toEqual(["begun\n", KEPT]);
      // One that takes too long is ended with its kernel, which the message and the losses would tell.
      expect(reply.status).toBe("error");
      expect(textsOf((await b.run("typeof count")).outputs)).toEqual([`"number"`]);
      expect(b.losses).toEqual([]);
    });
  }

  test("GuardedKernel.interrupt() leaves timers of earlier cells alone and clears those of the cell", async () => {
    await b.interrupt(`const mine = setInterval(() => console.log("still there"), 20); await held;`);
    const { outputs } = await b.run(
      `const before = count; await new Promise((done) => setTimeout(done, 200)); count > before`,
    );
    expect(textsOf(outputs)).toEqual(["true"]);
  });

  test("GuardedKernel.interrupt() ends the processes that the cell has started", async () => {
    await b.interrupt(`const child = new Deno.Command("sleep", { args: ["600"] }).spawn(); await child.status;`);
    const { outputs } = await b.run(`await child.output().then(() => "ended", () => "ended")`);
    expect(textsOf(outputs)).toEqual([`"ended"`]);
  });

  test("GuardedKernel.interrupt() keeps the variables right after the start, when nothing inside listens yet", async () => {
    const fresh = await bench();
    const { outputs } = await fresh.interrupt("const early = 1; await new Promise(() => {})");
    expect(textsOf(outputs)).toEqual(["begun\n", KEPT]);
    expect(textsOf((await fresh.run("typeof early")).outputs)).toEqual([`"number"`]);
    expect(fresh.losses).toEqual([]);
  });

  test("GuardedKernel.interrupt() does nothing when no cell runs", async () => {
    await b.kernel.interrupt();
    expect(textsOf((await b.run("typeof count")).outputs)).toEqual([`"number"`]);
  });

  test("GuardedKernel.interrupt() ends a cell that asks", async () => {
    let asked = (): void => {};
    const question = new Promise<void>((done) => asked = done);
    const running = b.run(`prompt("well?")`, { allowStdin: true }, () => (asked(), new Promise(() => {})));
    await question;
    await b.kernel.interrupt();
    expect(textsOf((await running).outputs)).toEqual([KEPT]);
    expect(textsOf((await b.run("typeof count")).outputs)).toEqual([`"number"`]);
  });

  test("GuardedKernel.interrupt() ends the process of a cell that cannot be stopped, and says what is lost", async () => {
    const other = await bench();
    await other.run("const kept = 1");
    const { outputs: shown } = await other.interrupt(`new Deno.Command("sleep", { args: ["600"] }).outputSync()`);
    expect(textsOf(shown).slice(1)).toEqual([
      "KeyboardInterrupt: the cell could not be stopped, so its kernel was ended: all variables are lost",
    ]);
    expect(other.losses).toEqual(["the cell could not be stopped"]);
    const { reply, outputs } = await other.run("typeof kept");
    expect(textsOf(outputs)).toEqual([`"undefined"`]);
    expect(reply.execution_count).toBe(1);
  });
});
