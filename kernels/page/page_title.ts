import { escapeHtml } from "../../lib/notebook/mod.ts";
import type { NotebookDocument } from "../runner/mod.ts";
import { markdownRenderer } from "./markdown_renderer.ts";
import { splitHeading } from "./notebook_heading.ts";

/** A title in two forms. */
export interface PageTitle {
  /** Without markup; a formula by its source. */
  readonly text: string;
  /** As HTML without links: formulas as MathML, everything else escaped. */
  readonly html: string;
}

/**
 * The title of a notebook's page: the heading with which it begins, else the given name.
 *
 * @param document The notebook.
 * @param name What to call a notebook without a heading.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "markdown" as const, metadata: {}, source: "# *Gap* & more" }];
 * const notebook = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells };
 * assert.equal(pageTitle(notebook, "x").text, "Gap & more");
 * assert.deepEqual(pageTitle({ ...notebook, cells: [] }, "a<b"), { text: "a<b", html: "a&lt;b" });
 * ```
 */
export function pageTitle(document: NotebookDocument, name: string): PageTitle {
  const { heading } = splitHeading(document);
  if (heading === null) return { text: name, html: escapeHtml(name) };
  const markdown = markdownRenderer((code) => escapeHtml(code));
  markdown.render(`# ${heading}`);
  const [title] = markdown.headings;
  return title === undefined || title.text === "" ? { text: name, html: escapeHtml(name) } : title;
}
