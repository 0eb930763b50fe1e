import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  connectKernel,
  type JupyterMessage,
  type KernelClient,
  newConnectionInfo,
} from "../../kernels/protocol/mod.ts";

const VERSION = "1.0.22";
const CACHE = fileURLToPath(new URL("../../node_modules/.cache", import.meta.url));
const NODE = "node";

/** The `node_modules` folder with tslab and, from the folder `dist`, the library; or the reason why there is none. */
export function installTslab(dist: string): { readonly modules: string } | { readonly reason: string } {
  const installed = join(CACHE, `tslab-${VERSION}`);
  if (!existsSync(installed)) {
    const beside = `${installed}.${randomUUID()}.tmp`;
    mkdirSync(beside, { recursive: true });
    writeFileSync(join(beside, "package.json"), '{ "private": true }\n');
    const npm = spawnSync("npm", ["install", "--no-audit", "--no-fund", `tslab@${VERSION}`], {
      cwd: beside,
      encoding: "utf8",
    });
    if (npm.error !== undefined || npm.status !== 0) {
      rmSync(beside, { recursive: true });
      const last = npm.error?.message ?? npm.stderr.trim().split("\n").slice(-1)[0];
      return { reason: `npm cannot install tslab@${VERSION}: ${last}` };
    }
    // Another process may have been faster.
    if (existsSync(installed)) rmSync(beside, { recursive: true });
    else renameSync(beside, installed);
  }
  const modules = join(installed, "node_modules"), library = join(modules, "thermolab");
  rmSync(library, { force: true });
  symlinkSync(dist, library, "dir");
  return { modules };
}

/** A running tslab kernel. */
export interface TslabKernel {
  /** Runs a cell; its reply's status and its outputs. */
  execute(code: string): Promise<{ readonly status: string; readonly outputs: JupyterMessage[] }>;
  stop(): Promise<void>;
}

/** Starts tslab in a folder of its own, from which it sees `modules`. */
export async function startTslab(modules: string): Promise<TslabKernel> {
  const folder = mkdtempSync(join(tmpdir(), "thermolab-tslab-"));
  const connection = await newConnectionInfo(), file = join(folder, "connection.json");
  writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
  symlinkSync(modules, join(folder, "node_modules"), "dir");
  const child = spawn(NODE, [join(modules, "tslab", "bin", "tslab"), "kernel", "--config-path", file], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    let take = (_message: JupyterMessage): void => {};
    const client = await connected(child, () => connectKernel(connection, { onBroadcast: (message) => take(message) }));
    await subscribed(client, (taker) => take = taker);
    return {
      async execute(code) {
        const outputs: JupyterMessage[] = [];
        const idle = new Promise<void>((resolve) =>
          take = (message) => {
            if (message.header.msg_type !== "status") outputs.push(message);
            else if (message.content["execution_state"] === "idle") resolve();
          }
        );
        const { content } = await client.request("shell", "execute_request", { code, silent: false }).reply;
        await idle;
        return { status: String(content["status"]), outputs };
      },
      async stop() {
        client.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function connected(child: ChildProcess, connect: () => Promise<KernelClient>): Promise<KernelClient> {
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if (child.exitCode !== null) throw error;
      await sleep(50);
    }
  }
}

/** Asks until something comes over iopub: what is published before a subscription has arrived is lost. */
async function subscribed(client: KernelClient, onBroadcast: (take: () => void) => void): Promise<void> {
  const heard = new Promise<boolean>((resolve) => onBroadcast(() => resolve(true)));
  do client.request("shell", "kernel_info_request", {}); while (!await Promise.race([heard, sleep(250, false)]));
  // The answers to the other questions must not count as those of a cell.
  await sleep(250);
}
