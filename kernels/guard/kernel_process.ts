import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Readable, Writable } from "node:stream";
import { type ConnectionInfo, newConnectionInfo } from "../protocol/mod.ts";
import { awakeTimer } from "./awake_timer.ts";
import type { KernelEnd } from "./errors.ts";

const STANDARD_ERROR_KEPT = 4000;
const STANDARD_ERROR_WAIT_MS = 200;

/** What the kernel reads when it starts, unless the owner says otherwise. */
const START_ENVIRONMENT: Readonly<Record<string, string>> = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };

/** What a kernel's process is started with. */
export interface KernelProcessOptions {
  /** Path of the Deno executable. */
  readonly deno: string;
  /** Working directory: relative imports in cells resolve against it. */
  readonly cwd: string;
  /** Added to this process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A running `deno jupyter --kernel` process. */
export interface KernelProcess {
  /** The process's id; it leads a process group of its own, except on Windows. */
  readonly pid: number;
  /** Where its sockets will listen. */
  readonly connection: ConnectionInfo;
  /** Settles when the process has ended. */
  readonly ended: Promise<KernelEnd>;
  /** A folder that only this user can read: the connection file, and outputs that are too large for the socket. */
  readonly folder: string;
  /** Variables that were set for the kernel's own start and that the cells' children should not inherit. */
  readonly unset: readonly string[];
  /** Takes the process's standard output: what `Deno.test` reports and what the cells' children write. */
  onStandardOutput(take: (text: string) => void): void;
  /** Writes a line to the kernel's standard input, which a thread inside reads. */
  tell(line: string): void;
  /** Removes the connection file, which is of no more use once all sockets are connected. */
  removeConnectionFile(): void;
  /** Removes the folder, once the process has ended and its outputs have been read. */
  removeFolder(): void;
  /** Kills the process and all that it started, and waits until it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts `deno jupyter --kernel`. The connection file, which holds the key, lies in a directory that only this user can
 * read. The kernel gets a standard input that stays open as long as this process lives: a thread inside the kernel
 * watches it, so that even a SIGKILL of this process leaves no kernel behind.
 *
 * @param options Executable, working directory and environment.
 * @returns The process; whether it works shows only once it is connected.
 * @throws {Error} The operating system's error, such as ENOENT, when the executable cannot be started.
 */
export async function startKernelProcess(options: KernelProcessOptions): Promise<KernelProcess> {
  // The operating system blames the executable for a working directory that does not exist.
  if (!existsSync(options.cwd)) throw new Error(`the working directory "${options.cwd}" does not exist`);
  const connection = await newConnectionInfo();
  const folder = mkdtempSync(join(tmpdir(), "thermolab-kernel-"));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  const file = join(folder, "connection.json");
  try {
    writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
    const given = { ...process.env, ...options.environment };
    const child = spawn(options.deno, ["jupyter", "--kernel", "--conn", file], {
      cwd: options.cwd,
      // The store of certificates is looked up at the first request, so it stays; children find the same one.
      env: { DENO_TLS_CA_STORE: "system", ...process.env, ...START_ENVIRONMENT, ...options.environment },
      stdio: "pipe",
      // A group of its own: Ctrl-C in the terminal is the runner's business, and the cells' own children die with it.
      detached: process.platform !== "win32",
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    const ended = endOf(child);
    return {
      pid: child.pid!,
      connection,
      ended,
      folder,
      unset: Object.keys(START_ENVIRONMENT).filter((name) => given[name] === undefined),
      onStandardOutput: (take) => void child.stdout.setEncoding("utf8").on("data", take),
      tell: (line) => void child.stdin.write(`${line}\n`),
      removeConnectionFile: () => rmSync(file, { force: true }),
      removeFolder,
      async kill() {
        if (child.exitCode === null && child.signalCode === null) killGroup(child.pid!);
        await ended;
      },
    };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

function endOf(child: ChildProcessByStdio<Writable, Readable, Readable>): Promise<KernelEnd> {
  let words = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => words = (words + text).slice(-STANDARD_ERROR_KEPT));
  child.stdin.on("error", () => {});
  const wordsEnded = new Promise<void>((done) => child.stderr.once("close", done));
  return new Promise((resolve) => {
    child.once("exit", async (exitCode, signal) => {
      killGroup(child.pid!);
      child.stdin.destroy();
      await new Promise<void>((done) => {
        const limit = awakeTimer(STANDARD_ERROR_WAIT_MS, done);
        wordsEnded.then(() => (limit.stop(), done()));
      });
      child.stderr.destroy();
      child.stdout.destroy();
      resolve({ exitCode, signal, standardError: lastWords(words) });
    });
  });
}

/** Kills a process group; a group that is gone already is what was wanted. */
function killGroup(pid: number): void {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // No such process.
  }
}

/** The kernel's own noise is not what it died of. */
function lastWords(text: string): string {
  const lines = text.replace(/\n=+ C stack trace =[\s\S]*/, "").split("\n").map((line) => line.trimEnd());
  const kept = lines.filter((line) =>
    line !== "" && !/"deno jupyter" is unstable|CDP response has null result/.test(line)
  );
  return kept.slice(-8).join("\n");
}
