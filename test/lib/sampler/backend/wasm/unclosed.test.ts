import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import process from "node:process";
import { expect, test } from "vitest";
import { THREAD_SOURCE } from "../../../../../lib/sampler/backend/wasm/thread_station.ts";

test("THREAD_SOURCE runs on a thread that does not keep the process alive once nobody refers to it", () => {
  if (availableParallelism() === 1) return console.log("NOT RUN: two threads, since the processor has one core");
  const program = `
    const { Worker } = require("node:worker_threads");
    const worker = new Worker(${JSON.stringify(THREAD_SOURCE)}, { eval: true });
    // (module (import "env" "memory" (memory 1 2 shared)) (func (export "mark") (i32.store8 (i32.const 9) (i32.const 4))))
    const code = "AGFzbQEAAAABBAFgAAACEAEDZW52Bm1lbW9yeQIDAQIDAgEABwgBBG1hcmsAAAoLAQkAQQlBBDoAAAs=";
    const mark = new WebAssembly.Module(Buffer.from(code, "base64"));
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
    worker.on("message", () => { console.log(new Uint8Array(memory.buffer)[9]); worker.unref(); });
    worker.postMessage({ module: mark, memory, calls: [["mark"]] });
  `;
  const args = "Deno" in globalThis ? ["eval", "--ext=cjs", program] : ["-e", program];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 60_000 });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "4\n", stderr: "" });
});
