import { existsSync, readdirSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import process from "node:process";
import { InputError } from "../../lib/errors.ts";
import { findPreregistration, type FoundPreregistration } from "../../lib/verdict/mod.ts";
import { foreignLanguage, type NotebookDocument, readNotebook } from "../runner/mod.ts";
import { notebookName, NOTEBOOKS } from "./repository.ts";
import { userPath } from "./user_path.ts";

/** A notebook that a command works on. */
export interface NotebookFile extends NotebookPlace {
  readonly document: NotebookDocument;
  /** `null` for a notebook without a pre-registration. */
  readonly preregistration: FoundPreregistration | null;
}

/** A notebook that has been found and not yet read. */
export interface NotebookPlace {
  /** Absolute path. */
  readonly path: string;
  /** The file's name without its extension. */
  readonly name: string;
}

/**
 * Where the notebooks are that the arguments name, each once, in the order given; without arguments all experiments.
 *
 * @param names Numbers (`05`, `5`), names with or without `.ipynb`, or paths of notebooks.
 * @throws {InputError} When one does not exist; when two have the same name, because their results would overwrite each
 * other.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => locateNotebooks(["no/such.ipynb"]), /"no\/such.ipynb"/);
 * assert.throws(() => locateNotebooks(["9999"]), /"9999"/);
 * ```
 */
export function locateNotebooks(names: readonly string[]): NotebookPlace[] {
  const experiments = experimentFiles();
  if (names.length === 0 && experiments.length === 0) {
    throw new InputError(`Cannot find an experiment in "${NOTEBOOKS}"; give the path of a notebook`);
  }
  const paths = names.length === 0 ? experiments : names.map((name) => pathOf(name, experiments));
  const byName = new Map<string, string>();
  for (const path of new Set(paths.map((path) => realpathSync(path)))) {
    const name = notebookName(path), other = byName.get(name);
    if (other !== undefined) {
      throw new InputError(
        `Cannot use "${shortPath(path)}" beside "${shortPath(other)}": both are named "${name}"; give one`,
      );
    }
    byName.set(name, path);
  }
  return [...byName].map(([name, path]) => ({ name, path }));
}

/**
 * The notebooks that the arguments name, read and checked; as {@linkcode locateNotebooks}.
 *
 * @param names Numbers, names or paths.
 * @throws {InputError} When one does not exist, is not a notebook, or has a pre-registration that cannot be read.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => findNotebooks(["no/such.ipynb"]), /"no\/such.ipynb"/);
 * ```
 */
export function findNotebooks(names: readonly string[]): NotebookFile[] {
  return locateNotebooks(names).map(({ name, path }) => {
    const document = readDenoNotebook(path);
    try {
      return { path, name, document, preregistration: findPreregistration(document) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`Cannot use the notebook "${shortPath(path)}": ${error.message}`);
    }
  });
}

/**
 * Reads a notebook in a language that the Deno kernel runs. What it runs is known here before the first of several
 * notebooks is executed.
 *
 * @param path Absolute path.
 * @throws {InputError} When it is not a notebook, or one in another language.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => readDenoNotebook("no/such.ipynb"), /"no\/such.ipynb"/);
 * ```
 */
export function readDenoNotebook(path: string): NotebookDocument {
  const document = readNotebook(shortPath(path));
  const language = foreignLanguage(document);
  if (language === null) return document;
  throw new InputError(
    `Cannot use the notebook "${shortPath(path)}": its language is ${
      JSON.stringify(language)
    }; give one in "typescript"`,
  );
}

/**
 * A path as people like to read it: relative to the working directory when it lies inside.
 *
 * @param path An absolute path.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { resolve } from "node:path";
 * assert.equal(shortPath(resolve("a.ipynb")), "a.ipynb");
 * ```
 */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith("..") || isAbsolute(short) ? path : short;
}

function experimentFiles(): string[] {
  if (!existsSync(NOTEBOOKS)) return [];
  const files = readdirSync(NOTEBOOKS).filter((file) => file.endsWith(".ipynb") && !file.startsWith("."));
  return files.sort().map((file) => join(NOTEBOOKS, file));
}

function pathOf(name: string, experiments: readonly string[]): string {
  const known = experiments.filter((path) => isNamed(path, name));
  if (known.length === 1) return known[0]!;
  if (known.length > 1) {
    const names = known.map(notebookName).join(", ");
    throw new InputError(`Cannot tell which experiment ${JSON.stringify(name)} is: ${names}; give the whole name`);
  }
  const path = userPath(name);
  if (path !== null) return path;
  const names = experiments.length === 0 ? "" : `the experiments are ${experiments.map(notebookName).join(", ")}; `;
  throw new InputError(
    `Cannot find the notebook ${JSON.stringify(name)}: ${names}give a number, a name or the path of a notebook`,
  );
}

function isNamed(path: string, name: string): boolean {
  const own = notebookName(path);
  if (!/^\d+$/.test(name)) return own === notebookName(name) && !/[\\/]/.test(name);
  const number = /^\d+/.exec(own)?.[0];
  return number !== undefined && Number(number) === Number(name);
}
