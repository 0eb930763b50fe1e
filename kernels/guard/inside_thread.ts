import type { InsideParts } from "./inside_parts.ts";

/** The file in the kernel's folder by which the thread tells that it listens. */
export const LISTENS_FILE = "listens";

/** What the guard says on the kernel's standard input: a word a line; an interrupt's word is followed by the run. */
export const TELL = { interruptCell: "cell", interruptAll: "all", received: "received" } as const;

/**
 * Runs inside the kernel, sent there as source text: it must not refer to anything outside itself. It starts a thread
 * that reads the kernel's standard input, on which the guard speaks even while a cell keeps the main thread busy. At
 * the end of the input the owner is gone: the thread ends the kernel and all that its cells have started.
 *
 * @param parts What the functions inside share.
 * @param folder The kernel's private folder; the thread removes it at the end.
 * @param received The word that ends {@linkcode InsideParts.waitForGuard}; the others are interrupts.
 * @param listens The name of the file in that folder by which the thread tells that it listens.
 */
export function installThread(parts: InsideParts, folder: string, received: string, listens: string): void {
  // deno-lint-ignore no-explicit-any -- the kernel's internals have no types here
  const { process } = globalThis as any;
  // Whether the guard has received everything, and the run that it wants to interrupt.
  const words = new Int32Array(new SharedArrayBuffer(8));
  words[1] = -1;
  const source = `
    const { parentPort, workerData: words } = require("node:worker_threads");
    const fs = process.getBuiltinModule("node:fs"), bytes = new Uint8Array(64), decoder = new TextDecoder();
    let held = "";
    fs.writeFileSync(${JSON.stringify(`${folder}/${listens}`)}, "");
    for (;;) {
      let count = 0;
      try { count = fs.readSync(0, bytes); if (count === 0) break; }
      catch (error) {
        if (error.code !== "EAGAIN" && error.code !== "EINTR") break;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      }
      const lines = (held + decoder.decode(bytes.subarray(0, count))).split("\\n");
      held = lines.pop();
      for (const line of lines) {
        if (line === ${JSON.stringify(received)}) {
          Atomics.store(words, 0, 1);
          Atomics.notify(words, 0);
        } else {
          Atomics.store(words, 1, Number(line.split(" ")[1]));
          parentPort.postMessage(line);
        }
      }
    }
    try { fs.rmSync(${JSON.stringify(folder)}, { recursive: true, force: true }); } catch {}
    process.kill(process.platform === "win32" ? process.pid : -process.pid, "SIGKILL");`;
  const Thread = process.getBuiltinModule("node:worker_threads").Worker;
  const thread = new Thread(source, { eval: true, workerData: words });
  thread.on("message", (told: string) => parts.onInterrupt(told));
  thread.unref();
  parts.waitForGuard = (milliseconds) => void Atomics.wait(words, 0, 0, milliseconds);
  parts.interruptedRun = () => Atomics.load(words, 1);
}
