import { Buffer } from "node:buffer";
import { PAIR_KERNEL_BINARY } from "./binary.ts";

/** The exports of the compiled `assembly/pair_kernel.ts`; pointers are byte addresses in `memory`. */
export interface PairKernelExports {
  readonly memory: WebAssembly.Memory;
  generator(bits: number, x: number, out: number, down: number, up: number): void;
  generatorWrap(bits: number, x: number, out: number, rate: number, sign: number): void;
  transposedGenerator(bits: number, x: number, out: number, down: number, up: number): void;
  transposedGeneratorWrap(bits: number, x: number, out: number, rate: number, sign: number): void;
  resample(bits: number, bit: number, x: number, down: number, up: number): void;
  resampleWrap(bits: number, x: number, rate: number, sign: number): void;
  transposedResample(bits: number, bit: number, x: number, down: number, up: number): void;
  transposedResampleWrap(bits: number, x: number, rate: number, sign: number): void;
  windowAdd(size: number, f: number, sum: number, weight: number, total: number, argument: number): void;
  relax(size: number, x: number, laplacian: number, scale: number, out: number): void;
}

let compiled: WebAssembly.Module | null = null;

/** A fresh instance with `bytes` of free memory from address `base` on, zeroed. */
export function instantiatePairKernel(bytes: number): { exports: PairKernelExports; base: number } {
  compiled ??= new WebAssembly.Module(Buffer.from(PAIR_KERNEL_BINARY, "base64"));
  const instance = new WebAssembly.Instance(compiled, { env: { abort: () => {} } });
  const exports = instance.exports as unknown as PairKernelExports;
  const base = exports.memory.buffer.byteLength;
  exports.memory.grow(Math.ceil(bytes / 65536));
  return { exports, base };
}
