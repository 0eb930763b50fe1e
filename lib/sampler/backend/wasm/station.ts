/** The name of an exported function of the kernels, and its arguments. */
export type KernelCall = readonly [name: string, ...args: number[]];

/** What a kernel instance is asked to do, in this order; every part may be left out. */
export interface StationRequest {
  /** The memory has at least so many bytes. */
  readonly size?: number;
  readonly writes?: readonly (readonly [at: number, bytes: Uint8Array])[];
  /** Bytes set to 0: address and length. */
  readonly clear?: readonly [at: number, length: number];
  readonly calls?: readonly KernelCall[];
  /** Addresses and lengths of what is given back. */
  readonly reads?: readonly (readonly [at: number, length: number])[];
}

/** A kernel instance with a memory of its own, here or on another thread. */
export interface Station {
  readonly perform: (request: StationRequest) => Uint8Array[] | Promise<Uint8Array[]>;
  readonly close: () => void | Promise<void>;
}

const PAGE = 65536;

/**
 * A kernel instance on this thread. What `perform` gives back are views of its memory, good until the next call.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { chooseBuild } from "./kernel_build.ts";
 * const station = localStation(chooseBuild("plain").module);
 * const [bytes] = await station.perform({ size: 100_000, writes: [[90_000, Uint8Array.of(7)]], reads: [[90_000, 2]] });
 * assert.deepEqual([...bytes!], [7, 0]);
 * ```
 */
export function localStation(module: WebAssembly.Module): Station {
  const { exports } = new WebAssembly.Instance(module, { env: { abort: () => {} } });
  const memory = exports.memory as WebAssembly.Memory;
  return {
    perform: ({ size = 0, writes = [], clear, calls = [], reads = [] }) => {
      const missing = size - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      const bytes = new Uint8Array(memory.buffer);
      for (const [at, data] of writes) bytes.set(data, at);
      if (clear !== undefined) bytes.fill(0, clear[0], clear[0] + clear[1]);
      for (const [name, ...args] of calls) (exports[name] as (...args: number[]) => void)(...args);
      return reads.map(([at, length]) => bytes.subarray(at, at + length));
    },
    close: () => {},
  };
}
