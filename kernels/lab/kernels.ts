import { homedir } from "node:os";
import { resolve } from "node:path";
import process from "node:process";
import { InputError } from "../../lib/errors.ts";
import {
  denoKernelSpec,
  installKernelSpec,
  kernelsFolder,
  type ListedKernelSpec,
  listKernelSpecs,
  uninstallKernelSpec,
} from "../specs/mod.ts";
import { oneOf, parseArguments } from "./arguments.ts";
import { type Command, EXIT, type Terminal } from "./command.ts";
import { denoPath } from "./deno_path.ts";
import { textTable } from "./text_table.ts";

/** `lab kernels`: the Deno kernelspec for Jupyter. */
export const kernels: Command = {
  usage: `Usage: lab kernels install|list|uninstall [--prefix DIR] [--force]

Installs the Deno kernel for JupyterLab, VS Code and every other Jupyter client, lists the kernelspecs, or removes it.

  --prefix DIR  use DIR/share/jupyter/kernels, as for a virtual environment; default: the user's own Jupyter folder
  --force       also overwrite or remove a kernelspec "deno" that another program installed`,
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
    const { path, replaced } = installKernelSpec(folder, denoKernelSpec(denoPath()), force);
    terminal.out(`Installed ${path}${replaced === "nothing" ? "" : " (replaced the one that was there)"}\n`);
  } else if (asked === "uninstall") {
    terminal.out(`Removed ${uninstallKernelSpec(folder, force)}\n`);
  } else terminal.out(listing(folder, listKernelSpecs(folder)));
  return EXIT.ok;
}

function listing(folder: string, specs: readonly ListedKernelSpec[]): string {
  if (specs.length === 0) return `No kernelspecs in ${folder}\n`;
  const columns = ["name", "installed by", "program", "path"].map((title) => ({ title, width: Infinity }));
  return textTable(
    columns,
    specs.map((spec) => [spec.name, spec.ours ? "thermolab" : "another program", state(spec), spec.path]),
  );
}

function state({ program, present }: ListedKernelSpec): string {
  if (program === null) return "kernel.json cannot be read";
  return present === false ? `${program} (missing: install again)` : program;
}
