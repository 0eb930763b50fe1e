import { Worker } from "node:worker_threads";
import { ThermolabError } from "../../../errors.ts";
import type { KernelCall, Station } from "./station.ts";

/**
 * The program of a thread: the same as `localStation`, told by messages. It is text, so that it needs no file of its own wherever
 * the library runs: in notebooks, in tslab, in a bundle.
 */
export const THREAD_SOURCE = `
const { parentPort } = require("node:worker_threads");
let kernels = null;
parentPort.on("message", ({ module, memory, calls = [] }) => {
  try {
    if (module) kernels = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } }).exports;
    for (const [name, ...args] of calls) kernels[name](...args);
    parentPort.postMessage({});
  } catch (error) {
    parentPort.postMessage({ failure: String(error) });
  }
});
`;

interface Answer {
  readonly failure?: string;
}

/**
 * A kernel instance on a thread of its own. The thread keeps the process alive only while it works.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { chooseBuild } from "./kernel_build.ts";
 * import { bytesOf, createMemory } from "./station.ts";
 * const memory = createMemory(true), station = threadStation(chooseBuild("plain", true).module, memory);
 * bytesOf(memory, 10_000)[512] = 7;
 * await station.perform([["enter", 512, 0, 1], ["unpackGroup", 4096, 8192]]);
 * assert.equal(bytesOf(memory, 0)[512], 7);
 * await station.close();
 * ```
 */
export function threadStation(module: WebAssembly.Module, memory: WebAssembly.Memory): Station {
  const worker = new Worker(THREAD_SOURCE, { eval: true });
  const waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  let ended: string | null = null;
  const fail = (reason: string) => {
    ended ??= reason;
    worker.unref();
    for (const { reject } of waiting.splice(0)) {
      reject(new ThermolabError(`Cannot go on with the chains of a thread: ${reason}; make the sampler again`));
    }
  };
  worker.on("message", ({ failure }: Answer) => {
    if (failure !== undefined) return fail(failure);
    const next = waiting.shift();
    if (waiting.length === 0) worker.unref();
    next?.resolve();
  });
  worker.on("error", (error) => fail(String(error)));
  worker.on("exit", () => fail("the thread has ended"));
  worker.unref();

  const send = (
    message: {
      readonly calls?: readonly KernelCall[];
      readonly module?: WebAssembly.Module;
      readonly memory?: WebAssembly.Memory;
    },
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      if (ended !== null) return fail(ended);
      worker.ref();
      worker.postMessage(message);
    });
  const ready = send({ module, memory });
  // Whoever calls `perform` hears of it.
  ready.catch(() => {});
  return {
    perform: (calls) => send({ calls }),
    close: async () => {
      ended ??= "it is closed";
      await worker.terminate();
    },
  };
}
