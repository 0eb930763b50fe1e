import { Buffer } from "node:buffer";
import { SizeError } from "../../../errors.ts";

/**
 * A fresh instance of a compiled kernel with `bytes` of free memory from address `base` on, zeroed.
 *
 * @throws {SizeError} when the computer does not give that much memory
 */
export function instantiate<Exports extends { readonly memory: WebAssembly.Memory }>(
  binary: string,
  bytes: number,
): { readonly exports: Exports; readonly base: number } {
  const module = new WebAssembly.Module(Buffer.from(binary, "base64"));
  const instance = new WebAssembly.Instance(module, { env: { abort: () => {} } });
  const exports = instance.exports as unknown as Exports;
  const base = exports.memory.buffer.byteLength;
  try {
    exports.memory.grow(Math.ceil(bytes / 65536));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SizeError(
      `Cannot allocate ${(bytes / 2 ** 30).toFixed(1)} GiB for the states of the model: free memory, or sample instead`,
    );
  }
  return { exports, base };
}
