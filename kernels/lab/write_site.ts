import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../../lib/errors.ts";
import { GENERATOR } from "../page/mod.ts";
import { shortPath } from "./find_notebooks.ts";

/**
 * Refuses a folder that cannot be one, before anything is made for it.
 *
 * @param out Absolute path.
 * @throws {InputError} When it, or something above it, is a file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkSiteFolder(import.meta.filename!), /is not a folder/);
 * ```
 */
export function checkSiteFolder(out: string): void {
  let path = out;
  while (!existsSync(path) && path !== dirname(path)) path = dirname(path);
  if (statSync(path).isDirectory()) return;
  throw new InputError(`Cannot use --out ${JSON.stringify(shortPath(out))}: "${path}" is not a folder; give another`);
}

/**
 * Writes the files of a site. All are written beside their places first, so that a failure leaves no part of one behind.
 *
 * @param out The folder; it is made when it is missing.
 * @param files Path inside of the folder, with "/", → content.
 * @throws {InputError} When a page would replace one that `lab render` has not made; nothing is written then.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync, readdirSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * const out = mkdtempSync(`${tmpdir()}/thermolab-`);
 * writeSite(out, new Map([["index.html", "<p>"], ["files/a.json", "{}"]]));
 * assert.deepEqual(readdirSync(out).sort(), ["files", "index.html"]);
 * assert.throws(() => writeSite(out, new Map([["index.html", ""]])), /has not made/);
 * ```
 */
export function writeSite(out: string, files: ReadonlyMap<string, string>): void {
  for (const file of files.keys()) {
    const path = join(out, file);
    if (!file.endsWith(".html") || !existsSync(path) || readFileSync(path, "utf8").includes(GENERATOR)) continue;
    throw new InputError(
      `Cannot write "${shortPath(path)}": lab render has not made the file that is there; give another folder`,
    );
  }
  mkdirSync(out, { recursive: true });
  const beside = mkdtempSync(join(out, ".writing-"));
  try {
    for (const [file, text] of files) {
      for (const folder of [beside, out]) mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(beside, file), text);
    }
    for (const file of files.keys()) renameSync(join(beside, file), join(out, file));
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}
