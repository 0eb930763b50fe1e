import { createHash } from "node:crypto";
import { joinLines, type NotebookDocument } from "../runner/mod.ts";

/**
 * The digest of what a notebook executes: SHA-256 over the JSON list of its code cells' sources.
 *
 * @param document The notebook.
 * @returns "sha256:" and 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cell = { cell_type: "code" as const, metadata: {}, source: "6 * 7", execution_count: null, outputs: [] };
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [cell] };
 * assert.match(notebookDigest(document), /^sha256:[0-9a-f]{64}$/);
 * assert.equal(notebookDigest({ ...document, cells: [{ ...cell, source: ["6 * 7"] }] }), notebookDigest(document));
 * ```
 */
export function notebookDigest(document: NotebookDocument): string {
  const sources = document.cells.filter((cell) => cell.cell_type === "code").map(({ source }) => joinLines(source));
  return `sha256:${createHash("sha256").update(JSON.stringify(sources), "utf8").digest("hex")}`;
}
