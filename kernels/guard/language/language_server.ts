import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { RpcConnection } from "./json_rpc.ts";

const FAREWELL_MS = 500;

/** What the server is told about itself: only what answers questions about one document. */
const SETTINGS = {
  enable: true,
  lint: false,
  cacheOnSave: false,
  // Otherwise it reads every file below the folder.
  documentPreloadLimit: 0,
};
/** A completion cannot add an import to a cell that has run already. */
const LANGUAGE_SETTINGS = { suggest: { autoImports: false, completeFunctionCalls: false } };

/** A running `deno lsp`. */
export interface LanguageServer {
  readonly pid: number;
  readonly connection: RpcConnection;
  /** Settles when the process has ended. */
  readonly ended: Promise<void>;
  /** Ends the process, by force when it does not follow. */
  stop(): Promise<void>;
}

/**
 * Starts `deno lsp` for a folder. The server watches this process and its own standard input, and ends with either.
 *
 * @param deno Path of the Deno executable.
 * @param cwd The folder that imports are resolved against; `deno.json` is looked up from it.
 * @returns The server, once it is ready to be asked.
 * @throws {Error} When the executable cannot be started or ends at once.
 */
export async function startLanguageServer(deno: string, cwd: string): Promise<LanguageServer> {
  const child = spawn(deno, ["lsp"], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", DENO_TLS_CA_STORE: "system", DENO_NO_UPDATE_CHECK: "1" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  await new Promise<void>((done, fail) => {
    child.once("spawn", done);
    child.once("error", fail);
  });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const connection = new RpcConnection(child.stdout, child.stdin, answer);
  ended.then(() => connection.close());
  const folder = pathToFileURL(workspace(cwd)).href;
  try {
    await connection.request("initialize", {
      processId: process.pid,
      rootUri: folder,
      workspaceFolders: [{ uri: folder, name: "notebook" }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        // Diagnostics on request only: the server would compute them before it answers.
        textDocument: { diagnostic: {}, hover: { contentFormat: ["markdown"] }, completion: {} },
      },
      initializationOptions: SETTINGS,
    });
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  connection.notify("initialized", {});
  return { pid: child.pid!, connection, ended, stop: () => stop(child, connection, ended) };
}

function answer(method: string, params: unknown): unknown {
  if (method !== "workspace/configuration") return null;
  const { items } = params as { items: { section?: string }[] };
  return items.map(({ section }) => section === "deno" ? SETTINGS : LANGUAGE_SETTINGS);
}

async function stop(
  child: ChildProcessByStdio<Writable, Readable, null>,
  connection: RpcConnection,
  ended: Promise<void>,
): Promise<void> {
  const leaving = connection.request("shutdown", null).then(() => connection.notify("exit", null), () => {});
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([leaving.then(() => ended), new Promise((late) => timer = setTimeout(late, FAREWELL_MS))]);
  clearTimeout(timer);
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  await ended;
}

/** The server takes a configuration only from the folder it is given: the nearest that has one. */
function workspace(cwd: string): string {
  return above(cwd, ["deno.json", "deno.jsonc"]) ?? above(cwd, ["package.json"]) ?? resolve(cwd);
}

function above(cwd: string, names: readonly string[]): string | null {
  for (let folder = resolve(cwd);; folder = dirname(folder)) {
    if (names.some((name) => existsSync(join(folder, name)))) return folder;
    if (folder === dirname(folder)) return null;
  }
}
