import { homedir } from "node:os";
import { resolve } from "node:path";
import process from "node:process";
import { InputError } from "../../lib/errors.ts";
import {
  findTslab,
  guardKernelSpec,
  installKernelSpec,
  type InstallOutcome,
  KERNEL_NAME,
  kernelsFolder,
  type ListedKernelSpec,
  listKernelSpecs,
  TSLAB_NAME,
  tslabKernelSpec,
  uninstallKernelSpec,
} from "../specs/mod.ts";
import { oneOf, parseArguments } from "./arguments.ts";
import { type Command, EXIT, type Terminal } from "./command.ts";
import { denoPath } from "./deno_path.ts";
import { textTable } from "./text_table.ts";

/** `lab kernels`: the kernelspecs for Jupyter, the guard's and tslab's. */
export const kernels: Command = {
  usage: `Usage: lab kernels install|list|uninstall [--prefix DIR] [--force]

Installs the kernels for JupyterLab, VS Code and every other Jupyter client, lists the kernelspecs, or removes ours:
"deno" runs cells on Deno behind the guard, "tslab" on Node where that is installed.

  --prefix DIR  use DIR/share/jupyter/kernels, as for a virtual environment; default: the user's own Jupyter folder
  --force       also overwrite or remove kernelspecs of these names that another program installed`,
  run(args, terminal) {
    return Promise.resolve(perform(args, terminal));
  },
};

function perform(args: readonly string[], terminal: Terminal): number {
  const parsed = parseArguments("kernels", args, { "--prefix": "value", "--force": "switch" });
  const [action, ...more] = parsed.positionals;
  if (action === undefined) throw new InputError('Cannot run "lab kernels" alone; add install, list or uninstall');
  const asked = oneOf("the action", action, ["install", "list", "uninstall"]);
  if (more.length > 0) throw new InputError(`Cannot use the argument ${JSON.stringify(more[0])}; give one action only`);
  const prefix = parsed.value("--prefix");
  const { env: environment, platform } = process;
  const folder = kernelsFolder(prefix === undefined ? null : resolve(prefix), {
    environment,
    platform,
    home: homedir(),
  });
  const force = parsed.has("--force");
  if (asked === "install") {
    terminal.out(installed(KERNEL_NAME, installKernelSpec(folder, KERNEL_NAME, guardKernelSpec(denoPath()), force)));
    terminal.out(installTslab(folder, force));
  } else if (asked === "uninstall") {
    for (const name of removable(folder, force)) terminal.out(`Removed ${uninstallKernelSpec(folder, name, force)}\n`);
  } else terminal.out(listing(folder, listKernelSpecs(folder)));
  return EXIT.ok;
}

function installed(name: string, { path, replaced }: InstallOutcome): string {
  return `Installed "${name}": ${path}${replaced === "nothing" ? "" : " (replaced the one that was there)"}\n`;
}

/** tslab's own installer may have been here before, and is as good. */
function installTslab(folder: string, force: boolean): string {
  if (isForeign(folder, TSLAB_NAME) && !force) {
    return `Kept "${TSLAB_NAME}", which another program installed; --force overwrites it\n`;
  }
  const tslab = findTslab(process.cwd(), process.env["PATH"] ?? "");
  if (tslab === null) return `Left out "${TSLAB_NAME}": it needs Node, which is not on the search path\n`;
  const outcome = installKernelSpec(folder, TSLAB_NAME, tslabKernelSpec(tslab.program), force);
  return installed(TSLAB_NAME, outcome) + (tslab.installed ? "" : "  its first start downloads tslab with npx\n");
}

/** What an uninstallation takes away; where that is refused, the name whose removal says why. */
function removable(folder: string, force: boolean): string[] {
  const there = listKernelSpecs(folder).filter(({ ours }) => ours || force).map(({ name }) => name);
  const names = [KERNEL_NAME, TSLAB_NAME].filter((name) => there.includes(name));
  return names.length === 0 || (isForeign(folder, KERNEL_NAME) && !force) ? [KERNEL_NAME] : names;
}

function isForeign(folder: string, name: string): boolean {
  return listKernelSpecs(folder).some((spec) => spec.name === name && !spec.ours);
}

function listing(folder: string, specs: readonly ListedKernelSpec[]): string {
  if (specs.length === 0) return `No kernelspecs in ${folder}\n`;
  const columns = ["name", "installed by", "program", "path"].map((title) => ({ title, width: Infinity }));
  return textTable(
    columns,
    specs.map((spec) => [spec.name, spec.ours ? "thermolab" : "another program", state(spec), spec.path]),
  );
}

function state({ program, missing }: ListedKernelSpec): string {
  if (program === null) return "kernel.json cannot be read";
  return missing === null ? program : `${program} (${missing} is missing: install again)`;
}
