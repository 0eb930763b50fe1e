import { Buffer } from "node:buffer";
import { SIGN_BATCH_BINARY } from "./binary.ts";

/** The exports of the compiled `assembly/sign_batch.ts`; pointers are byte addresses in `memory`. */
export interface SignBatchExports {
  readonly memory: WebAssembly.Memory;
  transpose(words: number, bytes: number, spinSums: number, spins: number, chains: number): void;
  count(
    first: number,
    last: number,
    pairs: number,
    words: number,
    bytes: number,
    blocks: number,
    sums: number,
    counts: number,
    masks: number,
    scratch: number,
    spins: number,
    chains: number,
    sweeps: number,
  ): void;
  advance(words: number, wordRows: number, bytes: number, byteRows: number, blocks: number, series: number): void;
}

/** Bytes that `count` works in: 32 chains of 96 sums of 16 bits. */
export const SCRATCH_BYTES = 32 * 192;

let compiled: WebAssembly.Module | null = null;

/** A fresh instance with `bytes` of free memory from address `base` on, zeroed. */
export function instantiateSignBatch(bytes: number): { exports: SignBatchExports; base: number } {
  compiled ??= new WebAssembly.Module(Buffer.from(SIGN_BATCH_BINARY, "base64"));
  const instance = new WebAssembly.Instance(compiled, { env: { abort: () => {} } });
  const exports = instance.exports as unknown as SignBatchExports;
  const base = exports.memory.buffer.byteLength;
  exports.memory.grow(Math.ceil(bytes / 65536));
  return { exports, base };
}
