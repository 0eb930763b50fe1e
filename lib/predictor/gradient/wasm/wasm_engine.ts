import { Buffer } from "node:buffer";
import type { ResolventEngine } from "../resolvent_engine.ts";
import { PAIR_RESOLVENT_BINARY } from "./binary.ts";

/** The exports of the compiled `assembly/pair_resolvent.ts`; pointers are byte addresses in `memory`. */
interface PairResolventExports {
  readonly memory: WebAssembly.Memory;
  solvePair(
    size: number,
    flips: number,
    rates: number,
    weights: number,
    f: number,
    u: number,
    work: number,
    tolerance: number,
    limit: number,
  ): number;
  expandPair(
    size: number,
    flips: number,
    rates: number,
    f: number,
    work: number,
    table: number,
    degree: number,
    columns: number,
    out: number,
  ): void;
  addFlux(size: number, flips: number, rates: number, x: number, factor: number, out: number): void;
}

const PAGE = 65536;

let compiled: WebAssembly.Module | null = null;

/** The engine in WASM SIMD, on a memory of its own that grows and is kept. */
export function wasmEngine(): ResolventEngine {
  compiled ??= new WebAssembly.Module(Buffer.from(PAIR_RESOLVENT_BINARY, "base64"));
  const instance = new WebAssembly.Instance(compiled, { env: { abort: () => {} } });
  const wasm = instance.exports as unknown as PairResolventExports;
  const base = wasm.memory.buffer.byteLength;
  const at = (index: number): number => base + 8 * index;
  let data = new Float64Array(wasm.memory.buffer, base);
  return {
    reserve(count) {
      if (data.length < count) {
        wasm.memory.grow(Math.ceil((count - data.length) * 8 / PAGE));
        data = new Float64Array(wasm.memory.buffer, base);
      }
      return data;
    },
    solve: ({ size, flips, rates, weights }, f, u, work, tolerance, limit) =>
      wasm.solvePair(size, flips, at(rates), at(weights), at(f), at(u), at(work), tolerance, limit),
    expand: ({ size, flips, rates }, f, work, table, degree, columns, out) =>
      wasm.expandPair(size, flips, at(rates), at(f), at(work), at(table), degree, columns, at(out)),
    addFlux: ({ size, flips, rates }, x, factor, out) => wasm.addFlux(size, flips, at(rates), at(x), factor, at(out)),
  };
}
