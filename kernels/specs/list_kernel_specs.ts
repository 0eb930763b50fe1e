import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { isOurs } from "./kernel_spec.ts";

/** An installed kernelspec. */
export interface ListedKernelSpec {
  readonly name: string;
  /** Its folder. */
  readonly path: string;
  /** Whether this project installed it. */
  readonly ours: boolean;
  /** The program that it starts; `null` when `kernel.json` cannot be read. */
  readonly program: string | null;
  /** The first absolute path in its command that is not there, `null` when all are. */
  readonly missing: string | null;
}

/**
 * The kernelspecs in a folder, by name.
 *
 * @param folder Such as {@linkcode kernelsFolder} gives it; one that does not exist holds none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(listKernelSpecs("no-such-folder"), []);
 * ```
 */
export function listKernelSpecs(folder: string): ListedKernelSpec[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).sort().filter((name) => existsSync(join(folder, name, "kernel.json")));
  return names.map((name) => {
    const path = join(folder, name);
    const content = contentOf(path);
    const words = commandOf(content);
    const missing = words?.find((word) => isAbsolute(word) && !existsSync(word)) ?? null;
    return { name, path, ours: isOurs(content), program: words?.[0] ?? null, missing };
  });
}

/**
 * The parsed `kernel.json` of a kernelspec; `null` when it cannot be read.
 *
 * @param path The kernelspec's folder.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(contentOf("no-such-folder"), null);
 * ```
 */
export function contentOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(join(path, "kernel.json"), "utf8"));
  } catch {
    return null;
  }
}

function commandOf(content: unknown): string[] | null {
  if (typeof content !== "object" || content === null || !("argv" in content) || !Array.isArray(content.argv)) {
    return null;
  }
  return content.argv.filter((word): word is string => typeof word === "string");
}
