import { InputError } from "../../lib/errors.ts";
import { listed } from "./arguments.ts";
import type { Command } from "./command.ts";

interface Entry {
  readonly summary: string;
  /** Loaded when it is needed: a wrong argument should not wait for the whole library. */
  readonly load: () => Promise<Command>;
}

/** Every subcommand, in the order in which the help lists them. */
export const COMMANDS: Readonly<Record<string, Entry>> = {
  run: {
    summary: "execute notebooks on the Deno kernel: executed notebook, ledger, page, verdicts",
    load: async () => (await import("./run.ts")).run,
  },
  sweep: {
    summary: "the cells of an experiment's grid over local workers or a Slurm job array",
    load: async () => (await import("./sweep.ts")).sweep,
  },
  check: {
    summary: "verify recorded results: digests, outputs, verdicts recomputed from the ledger",
    load: async () => (await import("./check.ts")).check,
  },
  freeze: {
    summary: "seal the pre-registration before the run; refuse rules that cannot fail, pass or be resolved",
    load: async () => {
      const [{ freezeCommand }, { examine }] = await Promise.all([
        import("./freeze.ts"),
        import("../../lib/verdict/examine/examine.ts"),
      ]);
      return freezeCommand(examine);
    },
  },
  render: {
    summary: "a static site of notebooks: verdict board, a page each, everything to download",
    load: async () => (await import("./render.ts")).render,
  },
  q: {
    summary: "structure and predictors of your own model",
    load: async () => (await import("./q.ts")).q,
  },
  sample: {
    summary: "sample your own model: moments, autocorrelation times, R-hat, digest of the last states",
    load: async () => (await import("./sample.ts")).sample,
  },
  train: {
    summary: "train a denoising model on your own images: checkpoints, record, samples",
    load: async () => (await import("./train.ts")).train,
  },
  bench: {
    summary: "throughput of every backend present, and of thrml, JAX and NumPy beside them",
    load: async () => (await import("./bench.ts")).bench,
  },
  kernels: {
    summary: "install, list or uninstall the kernelspecs for Jupyter: the guard on Deno, and tslab",
    load: async () => (await import("./kernels.ts")).kernels,
  },
  new: {
    summary: "begin a notebook: registration, run, figure, verdict",
    load: async () => (await import("./new.ts")).newNotebook,
  },
  doctor: {
    summary: "what works on this computer, and what stays NOT CHECKED",
    load: async () => (await import("./doctor.ts")).doctor,
  },
};

/**
 * The command of that name.
 *
 * @param name What stands behind `lab`.
 * @throws {InputError} When there is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.match((await commandNamed("kernels")).usage, /lab kernels install/);
 * await assert.rejects(commandNamed("kernel"), /no command "kernel"/);
 * ```
 */
export async function commandNamed(name: string): Promise<Command> {
  if (Object.hasOwn(COMMANDS, name)) return await COMMANDS[name]!.load();
  const names = listed([...Object.keys(COMMANDS), "help"], "or");
  throw new InputError(`There is no command ${JSON.stringify(name)}; use ${names}`);
}

/**
 * What `lab help` prints.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.match(overview(), /^Usage: lab COMMAND/);
 * ```
 */
export function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  lab ${name.padEnd(width)}  ${summary}`);
  return `Usage: lab COMMAND …

${lines.join("\n")}
  lab ${"help".padEnd(width)}  explain a command: lab help COMMAND

Exit codes: 0 done · 1 a notebook or a check failed · 2 not checked · 64 bad arguments or files · 130 interrupted
`;
}
