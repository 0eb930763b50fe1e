import { findProgram, type SearchPath } from "../specs/mod.ts";
import { printed } from "./printed.ts";
import type { Line } from "./line.ts";
import { installCommand } from "./install_command.ts";

/** A program that some part of the project needs. */
interface Wanted {
  readonly group: string;
  readonly name: string;
  /** Names on the search path, the preferred one first. */
  readonly names: readonly string[];
  /** Arguments that make it print its version. */
  readonly args: readonly string[];
  /** What it is for. */
  readonly use: string;
  /** How to get it. */
  readonly remedy: (search: SearchPath) => string;
  /** What stays unchecked without it. */
  readonly leaves: string | null;
  /** What it means that the program is there and tells no version, and what mends that; else it is the same as without it. */
  readonly mute?: { readonly text: string; readonly remedy: string };
}

const WANTED: readonly Wanted[] = [
  {
    group: "Programs",
    name: "Node",
    names: ["node"],
    args: ["--version"],
    use: "runs the tests a second time, and tslab",
    remedy: () => "install Node 20 or newer from https://nodejs.org",
    leaves: "the tests under Node, and the notebook on tslab",
  },
  {
    group: "Programs",
    name: "git",
    names: ["git"],
    args: ["--version"],
    use: "tells whether a registration was committed before its results",
    remedy: (search) => installCommand("git", search),
    leaves: null,
  },
  {
    group: "Programs",
    name: "Chromium",
    names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    args: ["--version"],
    use: "shows the pages in their tests",
    remedy: (search) => installCommand("chromium", search),
    leaves: "pages in a real browser",
  },
  {
    group: "Programs",
    name: "Python",
    names: ["python3", "python"],
    args: ["--version"],
    use: "makes the environment of thrml and JAX for lab bench --peers",
    remedy: (search) => installCommand("python3-venv", search),
    leaves: "the samplers beside thrml, JAX and NumPy",
  },
  {
    group: "Programs",
    name: "gcc",
    names: ["gcc"],
    args: ["-dumpfullversion"],
    use: "compiles the C program that lab bench sets beside the samplers",
    remedy: (search) => installCommand("gcc", search),
    leaves: "the samplers beside compiled C",
  },
  {
    group: "Programs",
    name: "Slurm",
    names: ["sbatch"],
    args: ["--version"],
    use: "takes the cells of lab sweep --engine slurm",
    remedy: (search) => installCommand("slurm-wlm munge", search),
    leaves: "sweeps as Slurm job arrays",
    mute: {
      text: "knows no cluster",
      remedy:
        "name its slurm.conf in SLURM_CONF; for a Slurm of one node: deno run -A test/slurm/with_slurm.ts COMMAND",
    },
  },
  {
    group: "Jupyter",
    name: "jupyter",
    names: ["jupyter"],
    args: ["--version"],
    use: "shows notebooks in JupyterLab; lab run does without it",
    remedy: jupyterRemedy,
    leaves: null,
  },
];

/**
 * One line for each program that some part of the project needs beside Deno, with its version or the way to get it.
 *
 * @param search Environment and platform.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const lines = await programLines({ environment: { PATH: "/no/such/folder" }, platform: "linux" });
 * assert.deepEqual(new Set(lines.map(({ state }) => state)), new Set(["none"]));
 * ```
 */
export function programLines(search: SearchPath): Promise<Line[]> {
  return Promise.all(WANTED.map((wanted) => lineOf(wanted, search)));
}

async function lineOf(wanted: Wanted, search: SearchPath): Promise<Line> {
  const { group, name, names, args, use, remedy, leaves } = wanted;
  const path = findProgram(names, search);
  const head = { group, name };
  if (path === null) {
    return { ...head, state: "none", text: `not on the search path; it ${use}`, remedy: remedy(search), leaves };
  }
  const text = await printed(path, args);
  if (text === null) {
    const { mute = { text: "does not tell its version", remedy: remedy(search) } } = wanted;
    return { ...head, state: "problem", text: `${path} ${mute.text}`, remedy: mute.remedy, leaves };
  }
  return { ...head, state: "good", text: `${versionIn(text)} (${path})`, remedy: null, leaves: null };
}

/** An environment of its own: the Python of many systems refuses to install into itself. */
function jupyterRemedy(search: SearchPath): string {
  if (search.platform === "win32") return "py -m pip install jupyterlab";
  const venv =
    'python3 -m venv ~/jupyter && ~/jupyter/bin/pip install jupyterlab && export PATH="$PATH:$HOME/jupyter/bin"';
  const python = installCommand("python3-venv", search);
  return python.includes("apt-get") ? `${python} && ${venv}` : venv;
}

/** The version among what a program prints; of `jupyter` that of JupyterLab, which has a line of its own. */
function versionIn(text: string): string {
  const lab = /^jupyterlab\s*:\s*(\d\S*)/m.exec(text)?.[1];
  if (lab !== undefined) return `JupyterLab ${lab}`;
  return /\d+(?:\.\d+)+\S*/.exec(text)?.[0] ?? text.split("\n")[0]!;
}
