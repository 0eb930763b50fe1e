import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import process from "node:process";
import { InputError } from "../../lib/errors.ts";
import { denoCommand } from "../doctor/mod.ts";
import { writeNotebook } from "../runner/mod.ts";
import { parseArguments } from "./arguments.ts";
import { type Command, EXIT } from "./command.ts";
import { denoPath } from "./deno_path.ts";
import { shortPath } from "./find_notebooks.ts";
import { findLibrary, type LibraryAccess } from "./library_access.ts";
import { freezePath, notebookName, NOTEBOOKS, recordPath, ROOT } from "./repository.ts";
import { scaffold } from "./scaffold.ts";

/** `lab new`: a notebook to begin with. */
export const newNotebook: Command = {
  usage: `Usage: lab new NAME [--out DIR]

Writes NAME.ipynb, a small experiment that runs as it is: pre-registration, run, figure, verdict table, write-up.
NAME becomes the experiment's name, as in 06-slow-mixing.

  --out DIR  the folder; default: notebooks/ inside of this repository, elsewhere the folder where you are. Outside of the
             repository it also gets a deno.json by which cells find the library, unless there is one

Nothing is overwritten. Exit codes: 0 written · 64 bad arguments, or there is such a notebook`,
  run(args, { out }) {
    const parsed = parseArguments("new", args, { "--out": "value" });
    const [given, ...more] = parsed.positionals;
    if (given === undefined) {
      throw new InputError('Cannot make a notebook without a name: write "lab new 06-slow-mixing"');
    }
    if (more.length > 0) throw new InputError(`Cannot use the argument ${JSON.stringify(more[0])}; give one name`);
    const name = nameOf(given), folder = folderOf(parsed.value("--out")), path = join(folder, `${name}.ipynb`);
    refuseTaken(path);
    mkdirSync(folder, { recursive: true });
    const library = isInside(folder, ROOT) ? null : findLibrary(folder);
    writeNotebook(path, scaffold(name));
    if (library !== null && library.state !== "written") format(path);
    out(`Wrote ${shortPath(path)}\n${library === null ? "" : accessText(library)}${nextSteps(path)}`);
    return Promise.resolve(EXIT.ok);
  },
};

function nameOf(given: string): string {
  const name = notebookName(given);
  if (name === given.replace(/\.ipynb$/i, "") && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name;
  throw new InputError(
    `Cannot name a notebook ${JSON.stringify(given)}: use letters, digits, ".", "_" and "-", and --out for the folder`,
  );
}

/** Where the user is: a task runs in the repository's folder, and `INIT_CWD` says from where it was called. */
function userFolder(): string {
  const called = process.env["INIT_CWD"];
  return called !== undefined && isAbsolute(called) ? called : process.cwd();
}

function folderOf(given: string | undefined): string {
  const here = userFolder();
  if (given === undefined) return isInside(here, ROOT) ? NOTEBOOKS : here;
  const folder = resolve(here, given);
  for (let path = folder;; path = dirname(path)) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) return folder;
    if (found !== undefined) {
      throw new InputError(`Cannot use --out ${JSON.stringify(given)}: "${path}" is not a folder; give another`);
    }
  }
}

/** A second experiment of the same number could not be called by it. */
function refuseTaken(path: string): void {
  if (existsSync(path)) {
    throw new InputError(`Cannot make "${shortPath(path)}": it is there already; give another name`);
  }
  if (dirname(path) !== NOTEBOOKS) return;
  const numberOf = (name: string): number | null => /^\d+/.test(name) ? parseInt(name) : null;
  const names = readdirSync(NOTEBOOKS).filter((file) => file.endsWith(".ipynb")).map(notebookName);
  const number = numberOf(notebookName(path)), taken = names.find((name) => numberOf(name) === number);
  if (number === null || taken === undefined) return;
  const free = String(Math.max(...names.map((name) => numberOf(name) ?? 0)) + 1).padStart(2, "0");
  throw new InputError(
    `Cannot make "${shortPath(path)}": "${taken}" has the number ${number}; the next free one is ${free}`,
  );
}

function isInside(folder: string, parent: string): boolean {
  const way = relative(parent, folder);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}

/** As the user's own configuration wants it. Should that fail, the notebook is no worse for it, and lab check says what to do. */
function format(path: string): void {
  spawnSync(denoPath(), ["fmt", "--quiet", "--prose-wrap", "preserve", path], { cwd: dirname(path), stdio: "ignore" });
}

function accessText({ path, state }: LibraryAccess): string {
  if (state === "written") return `Wrote ${shortPath(path)}, by which cells find the library\n`;
  if (state === "maps") return "";
  return `Cells find the library once ${shortPath(path)} says so: add "thermolab": "${
    join(ROOT, "mod.ts")
  }" to its imports, and ` +
    `those of ${join(ROOT, "deno.json")}\n`;
}

function nextSteps(path: string): string {
  const here = userFolder(), inside = isInside(here, ROOT), folder = dirname(path);
  // From another place git must be told where the repository is.
  const near = isInside(folder, here) || (inside && isInside(folder, ROOT));
  const base = near ? here : folder, git = near ? "git" : `git -C ${quoted(folder)}`;
  const search = { environment: process.env, platform: process.platform };
  const lab = denoCommand(inside ? "task lab" : `run -A ${quoted(join(ROOT, "kernels", "lab", "main.ts"))}`, search);
  const name = folder === NOTEBOOKS ? notebookName(path) : quoted(near ? relative(here, path) : path);
  const files = (...paths: string[]): string => paths.map((file) => quoted(relative(base, file))).join(" ");
  const commit = (what: string, ...paths: string[]): string =>
    `${git} add ${files(path, ...paths)} && ${git} commit -m "${what} ${notebookName(path)}"`;
  const steps = [
    ["Try it as it is:", `${lab} run ${name}`],
    [
      "Seal the registration, once it says what you mean and before any result:",
      `${lab} freeze ${name}`,
      commit("Register", freezePath(path)),
    ],
    ["The run that counts:", `${lab} run ${name} --mode full --record`, commit("Record", recordPath(path, "full"))],
    ["From now on this must hold:", `${lab} check ${name}`],
  ];
  return steps.map(([what, ...commands]) => `\n${what}\n${commands.map((line) => `  ${line}\n`).join("")}`).join("");
}

function quoted(text: string): string {
  return /^[\w./:\\-]+$/.test(text) ? text : `"${text}"`;
}
