// The kernel program that the kernelspec names: --connection-file FILE.
import { readFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { ThermolabError } from "../../../lib/errors.ts";
import { messageOf, parseConnectionInfo } from "../../protocol/mod.ts";
import { KernelServer } from "./kernel_server.ts";
import { parentEnded } from "./parent_watch.ts";

const EXIT_USAGE = 64;

function fail(code: number, message: string): never {
  console.error(`thermolab kernel: ${message}`);
  process.exit(code);
}

function connectionFile(): string {
  try {
    const { values } = parseArgs({ options: { "connection-file": { type: "string" } } });
    if (values["connection-file"]) return values["connection-file"];
  } catch (error) {
    fail(EXIT_USAGE, `Cannot read the arguments: ${messageOf(error)}`);
  }
  fail(EXIT_USAGE, "Cannot start without a connection file; give --connection-file FILE, as a Jupyter client does");
}

async function serve(file: string): Promise<void> {
  const server = await KernelServer.start({
    info: parseConnectionInfo(readFileSync(file, "utf8")),
    deno: process.execPath,
    cwd: process.cwd(),
  });
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => server.stop());
  // Interrupts come as messages; Ctrl-C in the terminal of a server that shares its process group means the same.
  process.on("SIGINT", () => server.interrupt());
  parentEnded(process.env["JPY_PARENT_PID"]).then(() => server.stop());
  await server.stopped;
}

try {
  await serve(connectionFile());
} catch (error) {
  if (error instanceof ThermolabError || (error as NodeJS.ErrnoException).code !== undefined) {
    fail(1, (error as Error).message);
  }
  throw error;
}
process.exit(0);
