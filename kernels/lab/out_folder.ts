import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { InputError } from "../../lib/errors.ts";
import { shortPath } from "./find_notebooks.ts";

/**
 * The folder for what comes out of a run. One that cannot be made should be known before the hours of a run.
 *
 * @param given What stands behind `--out`, by default `out`.
 * @returns An absolute path.
 * @throws {InputError} When something else than a folder lies there, or above it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.match(outFolder(undefined), /out$/);
 * assert.throws(() => outFolder("deno.json/results"), /deno.json" is not a folder/);
 * ```
 */
export function outFolder(given: string | undefined): string {
  const out = resolve(given ?? "out");
  for (let path = out;; path = dirname(path)) {
    if (!existsSync(path) && path !== dirname(path)) continue;
    if (existsSync(path) && statSync(path).isDirectory()) return out;
    throw new InputError(`Cannot use --out ${JSON.stringify(shortPath(out))}: "${path}" is not a folder; give another`);
  }
}

/**
 * The executed notebook would be written over the notebook itself in its own folder.
 *
 * @param out The folder for what comes out.
 * @param path The notebook.
 * @throws {InputError} When the notebook lies in that folder.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { NOTEBOOKS } from "./repository.ts";
 * assert.throws(() => refuseOwnFolder(NOTEBOOKS, `${NOTEBOOKS}/90-coin.ipynb`), /"90-coin.ipynb" lies there/);
 * ```
 */
export function refuseOwnFolder(out: string, path: string): void {
  if (!existsSync(out) || realpathSync(out) !== dirname(path)) return;
  throw new InputError(
    `Cannot use --out ${JSON.stringify(shortPath(out))}: the notebook "${
      basename(path)
    }" lies there; give another folder`,
  );
}
