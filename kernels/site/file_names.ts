/** The folder of scripts. */
export const ASSETS = "assets";

/** The folder of the files to download. */
export const FILES = "files";

/**
 * What the files of each notebook are called before their ending; "index" is the board's. Names that differ only in the size of their
 * letters are kept apart, because some file systems do not.
 *
 * @param names One per notebook.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(fileStems(["05-gap", "Index", "A", "a"]), ["05-gap", "Index-2", "A", "a-2"]);
 * ```
 */
export function fileStems(names: readonly string[]): string[] {
  const taken = new Set(["index"]);
  return names.map((name) => {
    let free = name;
    for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${name}-${i}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

/**
 * A file's address as it stands in a link beside it.
 *
 * @param parts Folders and the file's name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(addressOf("files", "a b#1.ipynb"), "./files/a%20b%231.ipynb");
 * ```
 */
export function addressOf(...parts: readonly string[]): string {
  return `./${parts.map(encodeURIComponent).join("/")}`;
}
