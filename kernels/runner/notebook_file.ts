import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "../../lib/errors.ts";
import type { NotebookDocument } from "./notebook.ts";
import { parseNotebook } from "./parse_notebook.ts";

/**
 * Reads a notebook file.
 *
 * @param path The file.
 * @returns The notebook, as {@linkcode parseNotebook} gives it.
 * @throws {InputError} When the file cannot be read or is not a notebook of nbformat 4; one line that names it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => readNotebook("no/such.ipynb"), /Cannot read the notebook "no\/such.ipynb"/);
 * ```
 */
export function readNotebook(path: string): NotebookDocument {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as { code?: string }).code;
    const reason = code === "ENOENT"
      ? "there is no such file"
      : code === "EISDIR"
      ? "it is a folder"
      : String(code ?? error);
    throw new InputError(`Cannot read the notebook "${path}": ${reason}`);
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`Cannot read the notebook "${path}": it is not UTF-8 text`);
  }
  return parseNotebook(text, path);
}

/**
 * The text of a notebook file as Jupyter writes it: keys sorted, indent 1, a line end at the end. The same document
 * gives the same bytes.
 *
 * @param document The notebook.
 * @returns The file's content.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const text = formatNotebook({ nbformat_minor: 5, nbformat: 4, metadata: {}, cells: [] });
 * assert.equal(text, '{\n "cells": [],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n');
 * ```
 */
export function formatNotebook(document: NotebookDocument): string {
  return `${JSON.stringify(sorted(document), null, 1)}\n`;
}

/**
 * Writes a notebook file whole or not at all; the folder is made when it is missing.
 *
 * @param path The file.
 * @param document The notebook.
 * @throws {Error} The operating system's error; the old file is untouched then.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync, readFileSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * const folder = mkdtempSync(`${tmpdir()}/thermolab-`);
 * const path = `${folder}/new/a.ipynb`;
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [] };
 * writeNotebook(path, document);
 * assert.equal(readFileSync(path, "utf8"), formatNotebook(document));
 * rmSync(folder, { recursive: true });
 * ```
 */
export function writeNotebook(path: string, document: NotebookDocument): void {
  const text = formatNotebook(document);
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  // A plain assignment to "__proto__" would lose the key.
  const entries = Object.entries(value).map(([key, item]) => [key, sorted(item)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0));
}
