import { spawnSync } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { jupyterPython } from "../tools/jupyter_venv.ts";

const JUPYTERLAB = fileURLToPath(new URL("jupyterlab_requirements.txt", import.meta.url));
const PLOTLY = "plotly==7.1.0";

/** The Python with JupyterLab, or the reason why there is none. */
export const jupyterlabPython = (): ReturnType<typeof jupyterPython> => jupyterPython(JUPYTERLAB);

/** A folder for `JUPYTER_PATH` with the extension of JupyterLab that plotly's package brings, or the reason why there is none. */
export function plotlyExtension(python: string): { readonly folder: string } | { readonly reason: string } {
  const packages = join(dirname(dirname(python)), PLOTLY.replace("==", "-"));
  const folder = join(packages, "share", "jupyter");
  if (existsSync(folder)) return { folder };
  const beside = `${packages}.${process.pid}.tmp`;
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", beside, PLOTLY];
  const { status, error, stderr } = spawnSync(python, pip, { encoding: "utf8", timeout: 300_000 });
  if (status !== 0) {
    rmSync(beside, { recursive: true, force: true });
    return { reason: `pip cannot install ${PLOTLY}: ${error?.message ?? stderr.trim().split("\n").at(-1)}` };
  }
  renameSync(beside, packages);
  return { folder };
}
