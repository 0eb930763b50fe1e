/** The name of an exported function of the kernels, and its arguments. */
export type KernelCall = readonly [name: string, ...args: number[]];

/** A kernel instance on a memory, here or on another thread. */
export interface Station {
  /** Makes these calls one after the other. */
  readonly perform: (calls: readonly KernelCall[]) => void | Promise<void>;
  readonly close: () => void | Promise<void>;
}

/** Bytes of a page, and the pages that a memory may have: 4 GiB. */
const PAGE = 65536, PAGES = 65536;

/** An empty memory; kernel instances on several threads can have one that is shared. */
export function createMemory(shared: boolean): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 1, maximum: PAGES, shared });
}

/** All bytes of a memory, of which there are at least so many. */
export function bytesOf(memory: WebAssembly.Memory, size: number): Uint8Array {
  const missing = size - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return new Uint8Array(memory.buffer);
}

/**
 * A kernel instance on this thread.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { chooseBuild } from "./kernel_build.ts";
 * const memory = createMemory(false), station = localStation(chooseBuild("plain").module, memory);
 * station.perform([["unpackGroup", 4096, 8192]]);
 * assert.equal(bytesOf(memory, 10_000)[4096], 0);
 * ```
 */
export function localStation(module: WebAssembly.Module, memory: WebAssembly.Memory): Station {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } });
  return {
    perform: (calls) => {
      for (const [name, ...args] of calls) (exports[name] as (...args: number[]) => void)(...args);
    },
    close: () => {},
  };
}
