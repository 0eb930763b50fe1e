// A Python with Jupyter's own client packages, in a virtual environment of its own below node_modules: made once, and
// again when the requirements change. As a program it prints the path of that Python.
import { spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const REQUIREMENTS = fileURLToPath(new URL("jupyter_requirements.txt", import.meta.url));
const CACHE = fileURLToPath(new URL("../../node_modules/.cache", import.meta.url));
const LIMIT_MS = 600_000;

/**
 * The Python of the environment, or the reason why there is none. `THERMOLAB_JUPYTER_PYTHON` names another one.
 *
 * @param more Further files of requirements; with them it is another environment.
 */
export function jupyterPython(...more: readonly string[]): { readonly python: string } | { readonly reason: string } {
  const named = process.env["THERMOLAB_JUPYTER_PYTHON"];
  if (named) return { python: named };
  const files = [REQUIREMENTS, ...more], hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  const folder = join(CACHE, `jupyter-${hash.digest("hex").slice(0, 12)}`);
  if (!existsSync(folder)) {
    const reason = make(folder, files);
    if (reason !== null) return { reason };
  }
  return { python: pythonIn(folder) };
}

function make(folder: string, requirements: readonly string[]): string | null {
  // A folder that is moved keeps its Python, which finds its packages beside itself.
  const beside = `${folder}.${randomUUID()}.tmp`;
  mkdirSync(dirname(folder), { recursive: true });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  pip.push(...requirements.flatMap((file) => ["--requirement", file]));
  const reason = failure(process.platform === "win32" ? "python" : "python3", ["-m", "venv", beside]) ??
    failure(pythonIn(beside), pip);
  // Another process may have been faster.
  if (reason === null && !existsSync(folder)) renameSync(beside, folder);
  else rmSync(beside, { recursive: true, force: true });
  return reason;
}

function pythonIn(folder: string): string {
  return process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
}

function failure(command: string, args: readonly string[]): string | null {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", timeout: LIMIT_MS });
  if (status === 0) return null;
  const said = error?.message ?? `${stdout}${stderr}`.trim().split("\n").at(-1);
  return `"${command} ${args.slice(0, 3).join(" ")}" failed: ${said}`;
}

if (process.argv[1]?.endsWith("jupyter_venv.ts")) {
  const found = jupyterPython();
  if ("reason" in found) {
    console.error(`NOT RUN: no Jupyter: ${found.reason}`);
    process.exit(1);
  }
  console.log(found.python);
}
