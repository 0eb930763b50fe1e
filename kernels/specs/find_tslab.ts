import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import process from "node:process";
import { findProgram } from "./find_program.ts";

/** The version that this project's notebooks are tested with. */
const VERSION = "1.0.22";

/** What starts tslab. */
export interface Tslab {
  /** A program and its first arguments. */
  readonly program: readonly string[];
  /** Whether tslab is on this computer; otherwise its first start downloads it. */
  readonly installed: boolean;
}

/**
 * Looks for tslab: in a `node_modules` at or above a folder, then on the search path; where it is not, npx can fetch it.
 *
 * @param folder Where to look first.
 * @param searchPath The value of `PATH`.
 * @returns What starts it, or `null` on a computer without Node.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(findTslab(".", "/no/such/folder"), null);
 * ```
 */
export function findTslab(folder: string, searchPath: string): Tslab | null {
  const onPath = (name: string): string | null =>
    findProgram([name], { environment: { PATH: searchPath }, platform: process.platform });
  const node = onPath("node");
  if (node === null) return null;
  const script = inModules(resolve(folder)) ?? scriptBehind(onPath("tslab"));
  if (script !== null) return { program: [node, script], installed: true };
  const npx = onPath("npx");
  return npx === null ? null : { program: [npx, "-y", `tslab@${VERSION}`], installed: false };
}

function inModules(folder: string): string | null {
  for (let at = folder;; at = dirname(at)) {
    const script = join(at, "node_modules", "tslab", "bin", "tslab");
    if (existsSync(script)) return realpathSync(script);
    if (at === dirname(at)) return null;
  }
}

/** The search path has a link to the script, or on Windows a program that calls it. */
function scriptBehind(command: string | null): string | null {
  if (command === null) return null;
  const script = realpathSync(command);
  if (basename(dirname(script)) === "bin" && basename(dirname(dirname(script))) === "tslab") return script;
  const beside = join(dirname(command), "node_modules", "tslab", "bin", "tslab");
  return existsSync(beside) ? beside : null;
}
