import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The digest of the library's code: SHA-256 over one line `SHA-256 PATH` per file, for `mod.ts` and every `.ts` and
 * `.wasm` file below `lib/`, sorted by path.
 *
 * @param root The repository's folder.
 * @returns "sha256:" and 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ROOT } from "./repository.ts";
 * assert.match(codeDigest(ROOT), /^sha256:[0-9a-f]{64}$/);
 * ```
 */
export function codeDigest(root: string): string {
  const paths = ["mod.ts", ...codeFiles(root, "lib")].sort();
  const lines = paths.map((path) => `${sha256(readFileSync(join(root, path)))} ${path}\n`);
  return `sha256:${sha256(lines.join(""))}`;
}

/**
 * The digest of one file's bytes.
 *
 * @param path The file.
 * @returns "sha256:" and 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * const path = `${mkdtempSync(`${tmpdir()}/thermolab-`)}/abc`;
 * writeFileSync(path, "abc");
 * // FIPS 180-4, example B.1.
 * assert.equal(fileDigest(path), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
 * ```
 */
export function fileDigest(path: string): string {
  return `sha256:${sha256(readFileSync(path))}`;
}

function codeFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return codeFiles(root, path);
    return /\.(ts|wasm)$/.test(entry.name) ? [path] : [];
  });
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
