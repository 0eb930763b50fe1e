// An owner of a kernel that dies, is restarted twice and runs a child, says the process ids, and waits for its own end.
import process from "node:process";
import { GuardedKernel, type KernelOutput } from "../../../kernels/guard/mod.ts";
import type { JsonObject } from "../../../kernels/protocol/mod.ts";

const kernel = await GuardedKernel.start({ deno: process.execPath, cwd: "." });
const pids: string[] = [];
const onOutput = ({ type, content }: KernelOutput): void => {
  if (type === "execute_result") pids.push(String((content["data"] as JsonObject)["text/plain"]));
};
const run = (code: string): Promise<unknown> =>
  kernel.execute({ code, silent: false, storeHistory: true, allowStdin: false, stopOnError: true }, {
    onOutput,
    onInput: () => Promise.resolve(""),
  });
const child = process.argv[2] ?? "0";
pids.push(String(kernel.pid));
await run(child);
await run("Deno.exit(1)");
await run(child);
pids.push(String(kernel.pid));
await kernel.restart();
await run(child);
pids.push(String(kernel.pid));
console.log(pids.join(" "));
await new Promise((done) => setTimeout(done, 600_000));
