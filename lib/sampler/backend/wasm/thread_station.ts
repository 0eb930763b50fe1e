import { Worker } from "node:worker_threads";
import { ThermolabError } from "../../../errors.ts";
import type { Station, StationRequest } from "./station.ts";

/**
 * The program of a thread: the same as `localStation`, told by messages. It is text, so that it needs no file of its own wherever
 * the library runs: in notebooks, in tslab, in a bundle.
 */
export const THREAD_SOURCE = `
const { parentPort } = require("node:worker_threads");
let kernels = null;
parentPort.on("message", ({ module, request }) => {
  try {
    if (module) kernels = new WebAssembly.Instance(module, { env: { abort: () => {} } }).exports;
    const { size = 0, writes = [], clear, calls = [], reads = [] } = request;
    const missing = size - kernels.memory.buffer.byteLength;
    if (missing > 0) kernels.memory.grow(Math.ceil(missing / 65536));
    const bytes = new Uint8Array(kernels.memory.buffer);
    for (const [at, data] of writes) bytes.set(data, at);
    if (clear) bytes.fill(0, clear[0], clear[0] + clear[1]);
    for (const [name, ...args] of calls) kernels[name](...args);
    const found = reads.map(([at, length]) => bytes.slice(at, at + length));
    parentPort.postMessage({ found }, found.map((data) => data.buffer));
  } catch (error) {
    parentPort.postMessage({ failure: String(error) });
  }
});
`;

interface Answer {
  readonly found?: Uint8Array[];
  readonly failure?: string;
}

/**
 * A kernel instance on a thread of its own. The thread keeps the process alive only while it works.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { chooseBuild } from "./kernel_build.ts";
 * const station = threadStation(chooseBuild("plain").module);
 * const [bytes] = await station.perform({ size: 100_000, writes: [[90_000, Uint8Array.of(7)]], reads: [[90_000, 2]] });
 * assert.deepEqual([...bytes!], [7, 0]);
 * await station.close();
 * ```
 */
export function threadStation(module: WebAssembly.Module): Station {
  const worker = new Worker(THREAD_SOURCE, { eval: true });
  const waiting: { readonly resolve: (bytes: Uint8Array[]) => void; readonly reject: (error: Error) => void }[] = [];
  let ended: string | null = null;
  const fail = (reason: string) => {
    ended ??= reason;
    worker.unref();
    for (const { reject } of waiting.splice(0)) {
      reject(new ThermolabError(`Cannot go on with the chains of a thread: ${reason}; make the sampler again`));
    }
  };
  worker.on("message", ({ found, failure }: Answer) => {
    if (failure !== undefined) return fail(failure);
    const next = waiting.shift();
    if (waiting.length === 0) worker.unref();
    next?.resolve(found!);
  });
  worker.on("error", (error) => fail(String(error)));
  worker.on("exit", () => fail("the thread has ended"));
  worker.unref();

  const send = (request: StationRequest, first: boolean): Promise<Uint8Array[]> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      if (ended !== null) return fail(ended);
      worker.ref();
      worker.postMessage(first ? { module, request } : { request });
    });
  const ready = send({}, true);
  // Whoever calls `perform` hears of it.
  ready.catch(() => {});
  return {
    perform: (request) => send(request, false),
    close: async () => {
      ended ??= "it is closed";
      await worker.terminate();
    },
  };
}
