import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Workspace } from "./workspace.ts";

const TOKEN = "thermolab";
const LIMIT_MS = 90_000;

/** A running JupyterLab. */
export interface JupyterLab {
  /** The address at which it opens a file of the workspace's `notebooks/`, alone. */
  addressOf(name: string): string;
  stop(): Promise<void>;
}

/**
 * Starts JupyterLab in a workspace.
 *
 * @param extensions Folders in which it finds more extensions.
 */
export async function startJupyterLab(workspace: Workspace, extensions: readonly string[] = []): Promise<JupyterLab> {
  const { environment, folder, python } = workspace;
  const options = [
    "--no-browser",
    "--allow-root",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port=0",
    `--IdentityProvider.token=${TOKEN}`,
    `--ServerApp.root_dir=${folder}`,
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.news_url=None",
  ];
  const child = spawn(python, ["-m", "jupyterlab", ...options], {
    cwd: folder,
    env: { ...environment, JUPYTER_PATH: [environment["JUPYTER_PATH"], ...extensions].join(delimiter) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => said += text);
  const end = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    // Asked twice it ends without a question, and takes its kernels with it.
    child.kill("SIGTERM");
    if (await Promise.race([end.then(() => false), sleep(10_000, true)])) child.kill("SIGKILL");
    await end;
  };
  try {
    const origin = await address(workspace, child);
    return { addressOf: (name) => `${origin}lab/tree/notebooks/${name}?token=${TOKEN}&reset`, stop };
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}: ${said.slice(-500)}`);
  }
}

async function address({ environment }: Workspace, child: ChildProcess): Promise<string> {
  const folder = environment["JUPYTER_RUNTIME_DIR"]!;
  for (const until = Date.now() + LIMIT_MS; Date.now() < until && child.exitCode === null; await sleep(100)) {
    try {
      const file = `jpserver-${child.pid}.json`;
      if (!readdirSync(folder).includes(file)) continue;
      const { url } = JSON.parse(readFileSync(join(folder, file), "utf8")) as { url: string };
      if ((await fetch(`${url}api/status?token=${TOKEN}`)).ok) return url;
    } catch {
      // The folder, the file or the server is not there yet.
    }
  }
  throw new Error("Starting JupyterLab failed");
}
