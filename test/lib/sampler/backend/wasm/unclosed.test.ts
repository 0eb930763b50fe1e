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
    const empty = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 10, 1, 6, 109, 101, 109, 111, 114, 121, 2, 0));
    worker.on("message", ({ found }) => { console.log(found[0][1]); worker.unref(); });
    worker.postMessage({ module: empty, request: { size: 200000, writes: [[131000, Uint8Array.of(3, 4)]], reads: [[131000, 2]] } });
  `;
  const args = "Deno" in globalThis ? ["eval", "--ext=cjs", program] : ["-e", program];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 60_000 });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "4\n", stderr: "" });
});
