// A runner that owns a kernel, says both process ids, and then waits to be killed.
import process from "node:process";
import { startKernel } from "../../../kernels/guard/mod.ts";
import type { JsonObject } from "../../../kernels/protocol/mod.ts";

const kernel = await startKernel({ deno: process.execPath, cwd: "." });
let child = "";
const code = process.argv[2] ?? "0";
const running = kernel.execute(code, {
  onOutput: ({ header, content }) => {
    if (header.msg_type === "stream") console.log(`${kernel.pid} ${String(content["text"]).trim()}`);
    else child = String((content["data"] as JsonObject)["text/plain"]);
  },
});
await running;
console.log(`${kernel.pid} ${child}`);
await new Promise((done) => setTimeout(done, 600_000));
