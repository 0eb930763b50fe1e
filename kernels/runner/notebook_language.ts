import type { NotebookDocument } from "./notebook.ts";

/**
 * The language that a notebook names and that the Deno kernel does not run; null for TypeScript, JavaScript and notebooks that name none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const notebook = (language: string) => ({ nbformat: 4, nbformat_minor: 5, cells: [], metadata: { kernelspec: { language } } });
 * assert.equal(foreignLanguage(notebook("python")), "python");
 * assert.equal(foreignLanguage(notebook("typescript")), null);
 * ```
 */
export function foreignLanguage(document: NotebookDocument): unknown {
  const { kernelspec, language_info: info } = document.metadata as Record<string, Record<string, unknown> | undefined>;
  const language = kernelspec?.["language"] ?? info?.["name"];
  return language === undefined || language === "typescript" || language === "javascript" ? null : language;
}
