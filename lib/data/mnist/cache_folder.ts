import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/**
 * The folder of this user's cache for something that can be fetched again, by `XDG_CACHE_HOME` or in `~/.cache`. It need not
 * exist.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.match(cacheFolder("mnist"), /thermolab.mnist$/);
 * ```
 */
export function cacheFolder(name: string): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "thermolab", name);
}
