import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { formatLedger, type Ledger, type RunMode } from "../../lib/verdict/mod.ts";
import { renderPage } from "../page/mod.ts";
import { formatNotebook, type NotebookDocument } from "../runner/mod.ts";

/** What a run leaves behind. */
export interface Results {
  /** The notebook's file name, with its extension. */
  readonly fileName: string;
  /** The same without it. */
  readonly name: string;
  readonly mode: RunMode;
  readonly document: NotebookDocument;
  readonly ledger: Ledger | null;
}

/**
 * Writes the executed notebook, the ledger if there is one, and the page. All texts are made first and written into a
 * folder beside their places, so that a failure leaves no part of them behind.
 *
 * @param out The folder; it is made when it is missing.
 * @param results What to write.
 * @returns The paths, the page last.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync, readdirSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * const out = mkdtempSync(`${tmpdir()}/thermolab-`);
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [] };
 * await writeResults(out, { fileName: "a.ipynb", name: "a", mode: "quick", document, ledger: null });
 * assert.deepEqual(readdirSync(out).sort(), ["a.html", "a.ipynb"]);
 * ```
 */
export async function writeResults(out: string, results: Results): Promise<string[]> {
  const { fileName, name, mode, document, ledger } = results;
  const ledgerName = `${name}.${mode}.json`;
  const page = await renderPage(document, {
    title: name,
    notebookHref: `./${encodeURIComponent(fileName)}`,
    ...(ledger === null ? {} : { ledger, ledgerHref: `./${encodeURIComponent(ledgerName)}` }),
  });
  const files: [string, string][] = [
    [fileName, formatNotebook(document)],
    ...(ledger === null ? [] : [[ledgerName, formatLedger(ledger)] as [string, string]]),
    [`${name}.html`, page],
  ];
  mkdirSync(out, { recursive: true });
  const beside = mkdtempSync(join(out, ".writing-"));
  try {
    for (const [file, text] of files) writeFileSync(join(beside, basename(file)), text);
    for (const [file] of files) renameSync(join(beside, file), join(out, file));
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  // A ledger of an earlier run would pass for that of this one.
  if (ledger === null) rmSync(join(out, ledgerName), { force: true });
  return files.map(([file]) => join(out, file));
}
