/**
 * The `lab` command: `deno task lab COMMAND …`.
 *
 * @module
 */
import process from "node:process";
import { InputError } from "../../lib/errors.ts";
import { messageOf } from "../protocol/mod.ts";
import { type Command, EXIT, type Terminal } from "./command.ts";
import { commandNamed, COMMANDS, overview } from "./commands.ts";
import { oneLine } from "./one_line.ts";

/**
 * Runs `lab` with its arguments.
 *
 * @param args The arguments behind `lab`.
 * @param terminal Where to write.
 * @returns The exit code: 0, 1 (something went wrong in a notebook, or a check fails), 2 (not checked), 64 (bad
 * arguments or files), 130 (interrupted).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * let out = "", err = "";
 * const terminal = {
 *   out: (text: string) => void (out += text),
 *   err: (text: string) => void (err += text),
 *   signal: new AbortController().signal,
 * };
 * assert.equal(await main(["help"], terminal), 0);
 * assert.match(out, /lab run/);
 * assert.equal(await main(["ruin"], terminal), 64);
 * assert.match(err, /"ruin"/);
 * ```
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === "--help" || name === "-h" || (name === "help" && rest.length === 0)) {
      terminal.out(overview());
      return EXIT.ok;
    }
    if (name === "help" && rest.length > 1) {
      throw new InputError(
        `Cannot explain ${JSON.stringify(rest.join(" "))}; give one command, such as "lab help run"`,
      );
    }
    const asked = name === "help" ? rest[0]! : name;
    const command: Command = await commandNamed(asked);
    if (name === "help" || wantsHelp(rest)) {
      terminal.out(`${command.usage}\n`);
      return EXIT.ok;
    }
    return await command.run(rest, terminal);
  } catch (error) {
    const prefix = name !== undefined && Object.hasOwn(COMMANDS, name) ? `lab ${name}` : "lab";
    terminal.err(`${prefix}: ${oneLine(messageOf(error))}\n`);
    if (error instanceof InputError) return EXIT.badInput;
    if (process.env["THERMOLAB_DEBUG"] && error instanceof Error) terminal.err(`${error.stack}\n`);
    return terminal.signal.aborted ? EXIT.interrupted : EXIT.failed;
  }
}

function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.some((arg, i) => (arg === "--help" || arg === "-h") && (end < 0 || i < end));
}

if (import.meta.main) {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    // The second one ends the process at once; the kernel sees its pipe close and ends, too.
    process.once(signal, () => controller.abort());
  }
  // A reader that has gone, as in `lab q … | head -1`, wants nothing more.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(EXIT.ok);
  });
  const code = await main(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    signal: controller.signal,
  });
  process.exitCode = code;
  // Signal handlers would keep the process alive.
  process.removeAllListeners("SIGINT");
  process.removeAllListeners("SIGTERM");
}
