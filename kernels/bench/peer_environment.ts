import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ThermolabError } from "../../lib/errors.ts";

const LIMIT_MS = 1_800_000;

/** The peers' packages, pinned: the versions that the recorded measurements were made with. */
export const REQUIREMENTS: URL = new URL("./peers/requirements.txt", import.meta.url);

/** The peers' Python could not be made. */
export class PeerEnvironmentError extends ThermolabError {
  override name = "PeerEnvironmentError";
}

/** Where and how the environment is made. */
export interface PeerEnvironmentOptions {
  /** The folder of all environments; default `thermolab/peers` in the user's cache. */
  readonly folder?: string;
  /** The Python that makes it; default `python3`. */
  readonly python?: string;
  /** Called before packages are downloaded. */
  readonly onInstall?: (folder: string) => void;
  /** Ends the installation. */
  readonly signal?: AbortSignal;
}

/**
 * The Python of a virtual environment that has the peers' packages. It is made when it is absent, whole or not at all, and again
 * when the requirements change.
 *
 * @param options Where and how.
 * @returns The path of the Python.
 * @throws {PeerEnvironmentError} When it cannot be made; the message says what failed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const options = { folder: await Deno.makeTempDir(), python: "no-such-python" };
 * await assert.rejects(peerPython(options), /no-such-python/);
 * ```
 */
export async function peerPython(options: PeerEnvironmentOptions = {}): Promise<string> {
  const parent = options.folder ?? defaultFolder(), folder = environmentIn(parent);
  if (!existsSync(folder)) await make(folder, parent, options);
  return pythonIn(folder);
}

/**
 * The Python of the environment when it has been made already, or null.
 *
 * @param folder The folder of all environments; default `thermolab/peers` in the user's cache.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(installedPeerPython("no/such/folder"), null);
 * ```
 */
export function installedPeerPython(folder: string = defaultFolder()): string | null {
  const found = environmentIn(folder);
  return existsSync(found) ? pythonIn(found) : null;
}

function environmentIn(parent: string): string {
  const digest = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
  return join(parent, `python-${digest}`);
}

async function make(folder: string, parent: string, options: PeerEnvironmentOptions): Promise<void> {
  options.onInstall?.(folder);
  // A folder that is moved keeps its Python, which finds its packages beside itself.
  const beside = `${folder}.${randomUUID()}.part`;
  try {
    mkdirSync(parent, { recursive: true });
    await succeed(options.python ?? "python3", ["-m", "venv", beside], options);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    await succeed(pythonIn(beside), [...pip, fileURLToPath(REQUIREMENTS)], options);
    // Another process may have been faster.
    if (!existsSync(folder)) renameSync(beside, folder);
  } catch (error) {
    throw error instanceof PeerEnvironmentError
      ? error
      : new PeerEnvironmentError(`Cannot make the peers' Python in ${JSON.stringify(parent)}: ${error}`);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function succeed(command: string, args: readonly string[], { signal }: PeerEnvironmentOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const limits = { timeout: LIMIT_MS, maxBuffer: 2 ** 26, ...(signal === undefined ? {} : { signal }) };
    execFile(command, [...args], limits, (error, stdout, stderr) => {
      if (error === null) return resolve();
      const said = `${stdout}${stderr}`.trim().split("\n").at(-1) || error.message.split("\n")[0];
      const what = [command, ...args.slice(0, 3)].join(" ");
      reject(new PeerEnvironmentError(`Cannot make the peers' Python: "${what}" failed: ${said}`));
    });
  });
}

function pythonIn(folder: string): string {
  return process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
}

function defaultFolder(): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "thermolab", "peers");
}
