import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type InnerKernel,
  KernelDiedError,
  KernelInterruptedError,
  KernelStartError,
  KernelTimeoutError,
  startKernel,
} from "../../../kernels/guard/mod.ts";
import type { JsonObject, JupyterMessage } from "../../../kernels/protocol/mod.ts";
import { DENO } from "./deno_path.ts";
import { isAlive } from "./processes.ts";
import { eventually } from "../eventually.ts";

// Connection files go here, where nobody else's do.
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "thermolab-test-"));
  process.env["TMPDIR"] = folder;
});

const kernels: InnerKernel[] = [];
afterAll(async () => {
  await Promise.all(kernels.map((kernel) => kernel.kill()));
  const left = readdirSync(folder).filter((name) => name.startsWith("thermolab-kernel-"));
  rmSync(folder, { recursive: true });
  expect(left).toEqual([]);
});

async function fresh(): Promise<InnerKernel> {
  const kernel = await startKernel({ deno: DENO!, cwd: "." });
  kernels.push(kernel);
  return kernel;
}

interface Cell {
  outputs: JupyterMessage[];
  texts: string[];
  plain: unknown[];
}

/** A cell's outputs as they come: texts of streams, `text/plain` of displays and results. */
function cell(): Cell & { onOutput: (message: JupyterMessage) => void } {
  const outputs: JupyterMessage[] = [], texts: string[] = [], plain: unknown[] = [];
  const onOutput = (message: JupyterMessage): void => {
    outputs.push(message);
    if (message.header.msg_type === "stream") texts.push(String(message.content["text"]));
    else plain.push((message.content["data"] as JsonObject | undefined)?.["text/plain"]);
  };
  return { outputs, texts, plain, onOutput };
}

async function failure(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown");
}

describe.skipIf(DENO === null)("InnerKernel, one kernel", () => {
  let kernel: InnerKernel;
  beforeAll(async () => void (kernel = await fresh()));

  test("startKernel() gives a Deno kernel and leaves no connection file", () => {
    expect(kernel.info["implementation"]).toBe("Deno kernel");
    expect(kernel.badSignatures).toBe(0);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(readdirSync(join(folder, readdirSync(folder)[0]!))).not.toContain("connection.json");
  });

  test("InnerKernel.execute() loses nothing and mixes nothing up over cells of 200 displays, logs and a value", async () => {
    for (let n = 0; n < 5; n++) {
      const { texts, plain, onOutput } = cell();
      const code = `for (let i = 0; i < 200; i++) {
        console.log("log ${n} " + i);
        Deno.jupyter.broadcast("display_data", { data: { "text/plain": "display ${n} " + i }, metadata: {}, transient: {} });
      }
      "value ${n}"`;
      const { error, reply } = await kernel.execute(code, { onOutput });
      expect(error).toBeNull();
      expect(reply["execution_count"]).toBe(n + 1);
      const numbers = Array.from({ length: 200 }, (_, i) => i);
      expect(texts.join("")).toBe(numbers.map((i) => `log ${n} ${i}\n`).join(""));
      expect(plain).toHaveLength(201);
      expect(new Set(plain)).toEqual(new Set([...numbers.map((i) => `display ${n} ${i}`), `"value ${n}"`]));
    }
  });

  test("InnerKernel.execute() carries displays, updates and values of 10 MB between small outputs", async () => {
    for (let n = 0; n < 2; n++) {
      const { outputs, plain, onOutput } = cell();
      const code = `console.log("before");
        await Deno.jupyter.display({ "text/plain": "x".repeat(10_000_000) }, { raw: true, display_id: "big" });
        await Deno.jupyter.display({ "text/plain": "y".repeat(10_000_000) }, { raw: true, display_id: "big", update: true });
        console.log("after");
        ({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "z".repeat(10_000_000) }) })`;
      await kernel.execute(code, { onOutput });
      const types = ["stream", "display_data", "update_display_data", "stream", "execute_result"];
      expect(outputs.map((message) => message.header.msg_type)).toEqual(types);
      expect(plain).toEqual(["x", "y", "z"].map((letter) => letter.repeat(10_000_000)));
      expect(outputs[1]!.content["transient"]).toEqual({ display_id: "big" });
    }
    expect(kernel.badSignatures).toBe(0);
  });

  test("InnerKernel.execute() reports an object whose display throws, although Deno's reply is ok", async () => {
    const { outputs, onOutput } = cell();
    const code = `({ [Symbol.for("Jupyter.display")]: () => { throw new TypeError("no picture") } })`;
    const { error } = await kernel.execute(code, { onOutput });
    expect(error).toBeNull();
    expect(outputs.map(({ header, content }) => [header.msg_type, content["evalue"]])).toEqual([[
      "error",
      "no picture",
    ]]);
  });

  test("InnerKernel.execute() reports an exception with its name, message and traceback, once", async () => {
    const { outputs, onOutput } = cell();
    const { error } = await kernel.execute(`console.log("before"); throw new RangeError("too far")`, { onOutput });
    expect(error).toMatchObject({ name: "RangeError", message: "too far" });
    expect(error!.traceback.length).toBeGreaterThan(0);
    expect(outputs.map((message) => message.header.msg_type)).toEqual(["stream", "error"]);
  });

  test("InnerKernel.execute() makes an error with place for code that does not parse, for which Deno sends none", async () => {
    const { outputs, onOutput } = cell();
    const { error } = await kernel.execute("let fine = 1;\nconst x = ;", { onOutput });
    expect(error).toMatchObject({ name: "SyntaxError", message: "Expression expected" });
    expect(error!.traceback.join("\n")).toContain("line 2, column 11");
    expect(outputs.map((message) => [message.header.msg_type, message.content["ename"]])).toEqual([[
      "error",
      "SyntaxError",
    ]]);
  });

  test("InnerKernel.execute() finds floating rejections and exceptions in timers and names the timer's cell", async () => {
    const { onOutput } = cell();
    const first = await kernel.execute(`Promise.reject(new TypeError("floating")); 1`, { onOutput, cell: 7 });
    expect(first.findings).toMatchObject([{ kind: "rejection", cell: 7, name: "TypeError", message: "floating" }]);
    const waits = `let wanted = false, thrown = false;
      const due = setInterval(() => {
        if (!wanted) return;
        clearInterval(due);
        thrown = true;
        throw new Error("late");
      }, 5);
      2`;
    const second = await kernel.execute(waits, { onOutput, cell: 8 });
    expect(second.findings).toEqual([]);
    const asks = "wanted = true; while (!thrown) await new Promise((done) => setTimeout(done, 5));";
    const third = await kernel.execute(asks, { onOutput, cell: 9 });
    expect(third.findings).toMatchObject([{ kind: "exception", cell: 8, name: "Error", message: "late" }]);
    // Control: a rejection that is handled, and an exception that is caught, are no findings.
    const handled = await kernel.execute(`Promise.reject(1).catch(() => {}); try { throw 1 } catch {}`, { onOutput });
    expect(handled.findings).toEqual([]);
  });

  test("InnerKernel.execute() shows what is written to standard output directly", async () => {
    const { outputs, onOutput } = cell();
    const code = `process.stdout.write("node\\n"); process.stderr.write("err\\n");
      Deno.stdout.writeSync(new TextEncoder().encode("deno\\n"))`;
    await kernel.execute(code, { onOutput });
    const streams = outputs.filter((message) => message.header.msg_type === "stream").map(({ content }) => content);
    expect(streams).toEqual([
      { name: "stdout", text: "node\n" },
      { name: "stderr", text: "err\n" },
      { name: "stdout", text: "deno\n" },
    ]);
  });

  test("InnerKernel leaves timers and children as a plain Deno has them", async () => {
    const { outputs, plain, onOutput } = cell();
    const code = `const { promisify } = await import("node:util");
      const order = [];
      setTimeout((...all) => order.push(...all), 1, "a", "b");
      const cleared = setTimeout(() => order.push("cleared"), 1);
      clearTimeout(cleared);
      await promisify(setTimeout)(20);
      await promisify(setImmediate)();
      order.push((await fetch("data:,text")).status, new Deno.Command("true") instanceof Deno.Command);
      const { code, success } = await new Deno.Command("false").output();
      const child = new Deno.Command("cat", { stdin: "piped", stdout: "piped" }).spawn();
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode("through"));
      await writer.close();
      const { stdout } = await child.output();
      order.push(code, success, new TextDecoder().decode(stdout), (await child.status).success);
      order.join()`;
    const { error, findings } = await kernel.execute(code, { onOutput, stoppable: true });
    expect([error, findings]).toEqual([null, []]);
    expect(plain).toEqual([`"a,b,200,true,1,false,through,true"`]);
    expect(outputs).toHaveLength(1);
  });

  test("InnerKernel.settle() waits for timers and files and hands late outputs to the last cell", async () => {
    const { texts, onOutput } = cell();
    // The timers go on until both have been seen.
    const seen = join(folder, "seen");
    const code = `const { existsSync } = await import("node:fs");
      const after = (goes, text) =>
        void setTimeout(() => goes() ? (console.log(text), shown.add(text)) : after(goes, text), 5);
      const shown = new Set();
      after(() => existsSync(${JSON.stringify(seen)}), "late");
      Deno.readTextFile("deno.json").then(() => after(() => shown.has("late"), "later")); 0`;
    await kernel.execute(code, { onOutput, cell: 3 });
    expect(texts).toEqual([]);
    const onPending = ({ timers }: { readonly timers: readonly unknown[] }): void => {
      if (timers.length === 2) writeFileSync(seen, "");
    };
    const settled = await kernel.settle({ timeoutSeconds: 60, onPending });
    rmSync(seen);
    expect(settled).toEqual({ findings: [], pending: null });
    expect(texts).toEqual(["late\n", "later\n"]);
  });

  test("InnerKernel.settle() does not wait for promises that nothing can settle, nor for timers without reference", async () => {
    const { onOutput } = cell();
    await kernel.execute(
      `new Promise(() => {}); const idle = setInterval(() => {}, 60_000); Deno.unrefTimer(idle); 0`,
      { onOutput },
    );
    expect((await kernel.settle({ timeoutSeconds: 60 })).pending).toBeNull();
    await kernel.execute("clearInterval(idle)", { onOutput });
  });

  test("InnerKernel.settle() reports intervals and Workers that never end", async () => {
    const { onOutput } = cell();
    const worker = `new Worker(URL.createObjectURL(new Blob(["onmessage = () => {}"])), { type: "module" })`;
    await kernel.execute(`const tick = setInterval(() => {}, 20); const helper = ${worker}; 0`, { onOutput, cell: 4 });
    const { pending } = await kernel.settle({ timeoutSeconds: 0.5 });
    expect(pending).toEqual({
      timers: [{ kind: "setInterval", cell: 4, milliseconds: 20 }],
      workers: 1,
      blocked: false,
    });
    await kernel.execute("clearInterval(tick); helper.terminate();", { onOutput });
    expect((await kernel.settle({ timeoutSeconds: 60 })).pending).toBeNull();
  });
});

describe.skipIf(DENO === null)("InnerKernel, kernels that end", () => {
  test("InnerKernel.execute() ends while(true){} at the time-out with what was printed, and kill() leaves no process", async () => {
    const kernel = await fresh();
    const { texts, onOutput } = cell();
    const error = await failure(
      kernel.execute(`console.log("before"); while (true) {}`, { onOutput, timeoutSeconds: 2 }),
    );
    expect(error).toBeInstanceOf(KernelTimeoutError);
    expect((error as Error).message).toBe("Cannot execute the cell within 2 s");
    expect(texts).toEqual(["before\n"]);
    await kernel.kill();
    expect(isAlive(kernel.pid)).toBe(false);
  });

  test("InnerKernel.execute() ends an await that never settles at the time-out, and at an abort", async () => {
    const kernel = await fresh();
    const { texts, onOutput } = cell();
    const code = `console.log("before"); await new Promise(() => {})`;
    expect(await failure(kernel.execute(code, { onOutput, timeoutSeconds: 2 }))).toBeInstanceOf(KernelTimeoutError);
    expect(texts).toEqual(["before\n"]);
    await kernel.kill();

    const other = await fresh();
    const abort = new AbortController();
    const running = failure(other.execute(code, { onOutput, signal: abort.signal }));
    await sleep(200);
    abort.abort();
    expect(await running).toBeInstanceOf(KernelInterruptedError);
    await other.kill();
    expect(isAlive(other.pid)).toBe(false);
  });

  test("InnerKernel.settle() reports a callback that never returns", async () => {
    const kernel = await fresh();
    await kernel.execute(`setTimeout(() => { while (true) {} }, 100); 0`, { onOutput: () => {} });
    const { pending } = await kernel.settle({ timeoutSeconds: 2 });
    expect(pending?.blocked).toBe(true);
    await kernel.kill();
  });

  test("InnerKernel.execute() names the exit code of Deno.exit() and keeps the last output", async () => {
    const kernel = await fresh();
    const { texts, onOutput } = cell();
    const error = await failure(kernel.execute(`console.log("last words"); Deno.exit(3)`, { onOutput }));
    expect(error).toBeInstanceOf(KernelDiedError);
    expect((error as KernelDiedError).end).toMatchObject({ exitCode: 3, signal: null });
    expect((error as Error).message).toContain("exited with code 3");
    expect(texts).toEqual(["last words\n"]);
    expect(await failure(kernel.execute("1", { onOutput }))).toBeInstanceOf(KernelDiedError);
  });

  test("InnerKernel.execute() names the signal that killed the kernel", async () => {
    const kernel = await fresh();
    const error = await failure(
      kernel.execute(`Deno.kill(Deno.pid, "SIGKILL"); await new Promise(() => {})`, { onOutput: () => {} }),
    );
    expect(error).toBeInstanceOf(KernelDiedError);
    expect((error as KernelDiedError).end.signal).toBe("SIGKILL");
    expect((error as Error).message).toContain("signal SIGKILL");
  });

  test("InnerKernel.execute() names an exhausted memory", async () => {
    const environment = { DENO_V8_FLAGS: "--max-old-space-size=200" };
    const kernel = await startKernel({ deno: DENO!, cwd: ".", environment });
    kernels.push(kernel);
    const code = `const all = []; for (;;) all.push(Array.from({ length: 10_000 }, (_, i) => ({ i })))`;
    const error = await failure(kernel.execute(code, { onOutput: () => {}, timeoutSeconds: 60 }));
    expect(error).toBeInstanceOf(KernelDiedError);
    expect((error as Error).message).toBe("Lost the Deno kernel: it ran out of memory");
  });

  test("InnerKernel.shutdown() leaves neither the kernel nor what its cells have started", async () => {
    const kernel = await fresh();
    const { plain, onOutput } = cell();
    const code =
      `new Deno.Command("sleep", { args: ["600"], stdin: "null", stdout: "null", stderr: "null" }).spawn().pid`;
    await kernel.execute(code, { onOutput });
    const child = Number(plain[0]);
    expect(isAlive(child)).toBe(true);
    await kernel.shutdown();
    expect(isAlive(kernel.pid)).toBe(false);
    await eventually(() => isAlive(child)).toBe(false);
  });
});

describe.skipIf(DENO === null)("startKernel()", () => {
  test("startKernel() names an executable or a folder that is not there", async () => {
    const missing = await failure(startKernel({ deno: "/no/such/deno", cwd: "." }));
    expect(missing).toBeInstanceOf(KernelStartError);
    expect((missing as Error).message).toContain('"/no/such/deno"');
    expect(String(await failure(startKernel({ deno: DENO!, cwd: "/no/such/folder" })))).toContain('"/no/such/folder"');
  });

  test("startKernel() reports a program that ends at once, and one that never answers", async () => {
    const ended = await failure(startKernel({ deno: "false", cwd: "." }));
    expect(ended).toBeInstanceOf(KernelStartError);
    expect((ended as Error).message).toContain("exit code 1");
    const silent = join(folder, "silent");
    writeFileSync(silent, "#!/bin/sh\nsleep 600\n", { mode: 0o755 });
    const unanswered = await failure(startKernel({ deno: silent, cwd: ".", startTimeoutSeconds: 1 }));
    expect(unanswered).toBeInstanceOf(KernelStartError);
    expect((unanswered as Error).message).toContain("did not answer");
  });
});
