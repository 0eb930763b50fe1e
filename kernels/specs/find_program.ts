import { accessSync, constants, statSync } from "node:fs";
import { basename, join } from "node:path";

/** What decides where a program is found. */
export interface SearchPath {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As `process.platform` names it. */
  readonly platform: string;
}

/**
 * The first of these programs that the search path has.
 *
 * @param names Names without extension, the preferred one first.
 * @param search Environment and platform.
 * @returns An absolute path, or `null`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(findProgram(["deno"], { environment: { PATH: "/no/such/folder" }, platform: "linux" }), null);
 * ```
 */
export function findProgram(names: readonly string[], { environment, platform }: SearchPath): string | null {
  const windows = platform === "win32";
  const folders = (environment["PATH"] ?? environment["Path"] ?? "").split(windows ? ";" : ":")
    // Deno puts a "node" of its own, which is Deno, in front of the search path of a computer without Node.
    .filter((folder) => folder !== "" && basename(folder) !== "node_compat_bin");
  const endings = windows ? [".exe", ".cmd", ".bat"] : [""];
  for (const name of names) {
    for (const folder of folders) {
      const found = endings.map((ending) => join(folder, name + ending)).find(isProgram);
      if (found !== undefined) return found;
    }
  }
  return null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
