import { parseArguments } from "./arguments.ts";
import { type Command, EXIT, type Terminal } from "./command.ts";
import { InputError } from "../../lib/errors.ts";
import { denoPath } from "./deno_path.ts";
import type { Line } from "../doctor/mod.ts";
import { examineComputer } from "./examine_computer.ts";

/** `lab doctor`: what works on this computer. */
export const doctor: Command = {
  usage: `Usage: lab doctor [--json]

Says what works on this computer: versions, kernelspecs and whether they fit, Jupyter, the samplers and the WebGPU
adapter, MNIST, git and the history of commits, Chromium, Slurm, what the bench needs, the build for tslab; measures how
many outputs a stock client loses with Deno's kernel and through the guard; and lists what stays NOT CHECKED here, each
with a command that mends it.

  --json  print one JSON object

Exit codes: 0 always, whatever is found · 64 bad arguments`,
  async run(args, terminal) {
    const parsed = parseArguments("doctor", args, { "--json": "switch" });
    const [extra] = parsed.positionals;
    if (extra !== undefined) throw new InputError(`Cannot use the argument ${JSON.stringify(extra)}; give none`);
    const lines = await examineComputer(denoPath(), terminal.signal);
    if (terminal.signal.aborted) return EXIT.interrupted;
    if (parsed.has("--json")) terminal.out(`${JSON.stringify({ lines, notChecked: notChecked(lines) }, null, 2)}\n`);
    else print(lines, terminal);
    return EXIT.ok;
  },
};

interface Unchecked {
  readonly what: string;
  readonly because: string;
  readonly remedy: string | null;
}

function notChecked(lines: readonly Line[]): Unchecked[] {
  return lines.flatMap(({ name, text, remedy, leaves }) =>
    leaves === null ? [] : [{ what: leaves, because: `${name}: ${text.split("; ")[0]}`, remedy }]
  );
}

const MARKS: Readonly<Record<Line["state"], string>> = { good: " ", none: "-", problem: "!" };

function print(lines: readonly Line[], { out }: Terminal): void {
  const width = Math.max(...lines.map(({ name }) => name.length));
  const indent = " ".repeat(width + 5);
  let group = "";
  for (const line of lines) {
    if (line.group !== group) out(`${group === "" ? "" : "\n"}${group = line.group}\n`);
    out(` ${MARKS[line.state]} ${line.name.padEnd(width)}  ${line.text}\n`);
    if (line.remedy !== null) out(`${indent}→ ${line.remedy}\n`);
  }
  const left = notChecked(lines);
  out(`\nNOT CHECKED on this computer${left.length === 0 ? ": nothing" : ""}\n`);
  for (const { what, because, remedy } of left) {
    out(`   ${what} (${because})\n`);
    if (remedy !== null) out(`     → ${remedy}\n`);
  }
}
