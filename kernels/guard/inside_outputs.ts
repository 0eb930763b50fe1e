import type { InsideParts } from "./inside_parts.ts";

/** The key that stands for the whole content of a message that was too large for the kernel's socket. */
export const SPILL_KEY = "thermolab.spill";

/**
 * Runs inside the kernel, sent there as source text: it must not refer to anything outside itself. It shows raw writes
 * to standard output and error, which Deno's kernel drops; and it hands large displays and results over in files. The
 * kernel writes to its iopub socket from two loops without a lock: a message that the operating system takes in two
 * pieces gets another one into its middle.
 *
 * @param _parts What the functions inside share.
 * @param key The key of the content that stands for a file.
 * @param folder The kernel's private folder.
 */
export function installOutputs(_parts: InsideParts, key: string, folder: string): void {
  // deno-lint-ignore no-explicit-any -- the kernel's internals have no types here
  const { Deno, process } = globalThis as any;
  const { jupyter, core } = Deno[Deno.internal];
  const largest = 65536;
  let spilled = 0;

  const realBroadcast = Deno.jupyter.broadcast, format = Deno.jupyter.format;
  const write = process.getBuiltinModule("node:fs").writeFileSync;
  const broadcast = async (type: string, content: unknown, ...rest: unknown[]): Promise<void> => {
    const text = JSON.stringify(content) ?? "";
    if (text.length <= largest) return await realBroadcast(type, content, ...rest);
    const name = `${spilled++}.json`;
    write(`${folder}/${name}`, text, { mode: 0o600 });
    await realBroadcast(type, { [key]: name }, ...rest);
  };
  Deno.jupyter.broadcast = broadcast;
  // deno-lint-ignore no-explicit-any
  Deno.jupyter.display = async (value: any, options: any = {}): Promise<void> => {
    const isBundle = value !== null && typeof value === "object" && !Array.isArray(value);
    const data = options.raw && isBundle ? value : await format(value);
    const transient = options.display_id ? { display_id: options.display_id } : {};
    await broadcast(options.update ? "update_display_data" : "display_data", { data, metadata: {}, transient });
  };
  const errorContent = (error: unknown): unknown => {
    if (error instanceof Error) {
      return { ename: error.name, evalue: error.message, traceback: String(error.stack).split("\n") };
    }
    return { ename: "Error", evalue: String(error), traceback: [] };
  };
  jupyter.broadcastResult = async (count: number, result: unknown): Promise<void> => {
    if (result === undefined) return;
    try {
      await broadcast("execute_result", {
        execution_count: count,
        data: await format(result),
        metadata: {},
        transient: {},
      });
    } catch (error) {
      await broadcast("error", errorContent(error));
    }
  };

  const decoder = new TextDecoder();
  for (const [isError, node, deno] of [[false, process.stdout, Deno.stdout], [true, process.stderr, Deno.stderr]]) {
    // deno-lint-ignore no-explicit-any
    node.write = (chunk: any, encoding?: any, callback?: any): boolean => {
      core.print(typeof chunk === "string" ? chunk : decoder.decode(chunk), isError);
      const done = typeof encoding === "function" ? encoding : callback;
      if (typeof done === "function") queueMicrotask(() => done(null));
      return true;
    };
    deno.writeSync = (bytes: Uint8Array): number => (core.print(decoder.decode(bytes), isError), bytes.length);
    deno.write = (bytes: Uint8Array): Promise<number> => Promise.resolve(deno.writeSync(bytes));
  }
}
