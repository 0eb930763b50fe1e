import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type NotebookDocument, readNotebook, writeNotebook } from "../../kernels/runner/mod.ts";
import { guardKernelSpec, installKernelSpec, kernelsFolder } from "../../kernels/specs/mod.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with copies of notebooks and data, in which the library is found and two kernels are installed. */
export interface Workspace {
  readonly folder: string;
  /** What Jupyter's programs are started with: nothing of the user's own is read or written. */
  readonly environment: Readonly<Record<string, string>>;
  readonly python: string;
  /** Writes a notebook into the workspace's `notebooks/` and returns its path. */
  write(name: string, document: NotebookDocument): string;
  /** Copies a committed notebook, without its outputs when it is to be executed, and returns its path. */
  copy(name: string, options: { readonly as: string; readonly outputs: boolean }): string;
  /** The path of a file in `notebooks/`. */
  pathOf(name: string): string;
  /** Runs the workspace's Python. */
  runPython(args: readonly string[], seconds: number): Promise<Ended>;
  remove(): void;
}

/** The committed notebook, as it is. */
export function committed(name: string): NotebookDocument {
  return readNotebook(join(ROOT, "notebooks", name));
}

/** Makes a workspace. The kernel named `deno` is what `lab kernels install` writes; the one named `plain` is Deno's own. */
export function makeWorkspace(python: string, deno: string): Workspace {
  const folder = mkdtempSync(join(tmpdir(), "thermolab-jupyter-"));
  const notebooks = join(folder, "notebooks"), pathOf = (name: string): string => join(notebooks, name);
  mkdirSync(notebooks);
  cpSync(join(ROOT, "data"), join(folder, "data"), { recursive: true });
  writeFileSync(join(folder, "deno.json"), JSON.stringify({ importMap: join(ROOT, "deno.json"), lock: false }));
  installKernels(folder, deno);
  const { THERMOLAB_RUN: _, ...inherited } = process.env;
  const environment = {
    ...withoutUndefined(inherited),
    JUPYTER_PATH: join(folder, "share", "jupyter"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTER_DATA_DIR: join(folder, "user"),
    JUPYTERLAB_SETTINGS_DIR: join(folder, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
    IPYTHONDIR: join(folder, "ipython"),
    PYDEVD_DISABLE_FILE_VALIDATION: "1",
  };
  const write = (name: string, document: NotebookDocument): string => {
    writeNotebook(pathOf(name), document);
    return pathOf(name);
  };
  return {
    folder,
    environment,
    python,
    write,
    copy(name, { as, outputs }) {
      const document = committed(name);
      for (const cell of document.cells) {
        if (cell.cell_type === "code" && !outputs) [cell.outputs, cell.execution_count] = [[], null];
      }
      return write(as, document);
    },
    pathOf,
    runPython: (args, seconds) => ended(python, args, { cwd: notebooks, environment, seconds }),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function installKernels(folder: string, deno: string): void {
  const args = ["run", "-A", "--quiet", join(ROOT, "kernels", "lab", "main.ts"), "kernels", "install"];
  const { status, stderr } = spawnSync(deno, [...args, "--prefix", folder], { encoding: "utf8", cwd: ROOT });
  if (status !== 0) throw new Error(`Installing the kernelspecs failed: ${stderr}`);
  const kernels = kernelsFolder(folder, { environment: {}, platform: process.platform, home: folder });
  const plain = { ...guardKernelSpec(deno), argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"] };
  installKernelSpec(kernels, "plain", plain, false);
}

interface Start {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly seconds: number;
}

function ended(command: string, args: readonly string[], { cwd, environment, seconds }: Start): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 1000 * seconds,
    });
    let stdout = "", stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => stdout += text);
    child.stderr.setEncoding("utf8").on("data", (text: string) => stderr += text);
    child.once("error", (error) => stderr += error.message);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

function withoutUndefined(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
