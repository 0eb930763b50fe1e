import { randomUUID } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./repository.ts";

/** The configuration by which the cells of a notebook find the library. */
export interface LibraryAccess {
  /** The configuration file. */
  readonly path: string;
  /** `maps`: it was there and names the library. `silent`: it was there and does not. */
  readonly state: "written" | "maps" | "silent";
}

/**
 * The Deno configuration that holds for a folder: one in it or above it, else a new one with this project's import map.
 *
 * @param folder A folder outside of this repository.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync, readFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * const folder = mkdtempSync(`${tmpdir()}/thermolab-`);
 * const { path, state } = findLibrary(folder);
 * assert.equal(state, "written");
 * assert.match(JSON.parse(readFileSync(path, "utf8")).importMap, /deno\.json$/);
 * assert.equal(findLibrary(folder).state, "maps");
 * ```
 */
export function findLibrary(folder: string): LibraryAccess {
  for (let place = folder;; place = dirname(place)) {
    const path = ["deno.json", "deno.jsonc"].map((name) => join(place, name)).find((file) => existsSync(file));
    if (path !== undefined) {
      return { path, state: /"thermolab"|"importMap"/.test(readFileSync(path, "utf8")) ? "maps" : "silent" };
    }
    if (place === dirname(place)) break;
  }
  const path = join(folder, "deno.json"), beside = `${path}.${randomUUID()}.tmp`;
  const content = { importMap: join(ROOT, "deno.json"), lock: false, fmt: { lineWidth: 120 } };
  try {
    writeFileSync(beside, `${JSON.stringify(content, null, 2)}\n`);
    // Unlike a rename, a link does not replace what somebody else has written in the meantime.
    linkSync(beside, path);
  } finally {
    rmSync(beside, { force: true });
  }
  return { path, state: "written" };
}
