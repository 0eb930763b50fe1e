import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import process from "node:process";

/**
 * A file that the user names: in the working directory, else in the folder from which the task was called. A task runs
 * in the repository's folder, and `INIT_CWD` says where the user is.
 *
 * @param path What the user wrote.
 * @returns An absolute path, or `null` when there is no such file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { resolve } from "node:path";
 * assert.equal(userPath("."), resolve("."));
 * assert.equal(userPath("no/such/file"), null);
 * ```
 */
export function userPath(path: string): string | null {
  const called = process.env["INIT_CWD"];
  const folders = called !== undefined && isAbsolute(called) ? [process.cwd(), called] : [process.cwd()];
  return folders.map((folder) => resolve(folder, path)).find((found) => existsSync(found)) ?? null;
}

/**
 * The path of a file that is read: as the user wrote it where that is enough, so that messages show just that.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([shownPath("."), shownPath("no/such/file")], [".", "no/such/file"]);
 * ```
 */
export function shownPath(path: string): string {
  return existsSync(path) ? path : userPath(path) ?? path;
}
