import { Worker } from "node:worker_threads";
import { ThermolabError } from "../../../errors.ts";
import type { KernelCall, Station } from "./station.ts";

/**
 * The program of a thread: the same as `localStation`, told by messages. It is text, so that it needs no file of its own wherever
 * the library runs: in notebooks, in tslab, in a bundle.
 *
 * Before it performs calls it grows the memory by nothing. An engine that takes a shared memory over in the moment in which
 * another thread grows it goes on with the size of before (seen in V8 11.3); growing is when it looks again.
 */
export const THREAD_SOURCE = `
const { parentPort } = require("node:worker_threads");
const stations = [];
parentPort.on("message", ({ station = 0, module, memory, calls = [] }) => {
  try {
    if (module) {
      stations[station] = { memory, kernels: new WebAssembly.Instance(module, { env: { memory, abort: () => {} } }).exports };
    }
    if (calls.length > 0) stations[station].memory.grow(0);
    for (const [name, ...args] of calls) stations[station].kernels[name](...args);
    parentPort.postMessage({});
  } catch (error) {
    parentPort.postMessage({ failure: String(error) });
  }
});
`;

interface Answer {
  readonly failure?: string;
}

/** Sets up kernels on a memory; one thread can have several and does what they are told in turn. */
export type StartStation = (module: WebAssembly.Module, memory: WebAssembly.Memory) => Station;

/**
 * Starts a thread for kernel instances. It keeps the process alive only while it works. Closing any of its stations ends it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { chooseBuild } from "./kernel_build.ts";
 * import { bytesOf, createMemory } from "./station.ts";
 * const memory = createMemory(true), station = startThread()(chooseBuild("plain", true).module, memory);
 * bytesOf(memory, 10_000)[512] = 7;
 * await station.perform([["enter", 512, 0, 1, 64], ["unpackGroup", 4096, 8192]]);
 * assert.equal(bytesOf(memory, 0)[512], 7);
 * await station.close();
 * ```
 */
export function startThread(): StartStation {
  const worker = new Worker(THREAD_SOURCE, { eval: true });
  const waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  let ended: string | null = null, stations = 0;
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
      readonly station: number;
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
  return (module, memory) => {
    const station = stations++, ready = send({ station, module, memory });
    // Whoever calls `perform` hears of it.
    ready.catch(() => {});
    return {
      perform: (calls) => send({ station, calls }),
      close: async () => {
        ended ??= "it is closed";
        await worker.terminate();
      },
    };
  };
}
