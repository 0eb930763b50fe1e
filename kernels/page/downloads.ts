import { html, type HtmlFragment } from "../../lib/notebook/mod.ts";
import { relativeHref } from "./relative_href.ts";

/** Files that belong to a page, as addresses relative to it. */
export interface Downloads {
  /** The notebook. */
  readonly notebookHref?: string;
  /** The results ledger. */
  readonly ledgerHref?: string;
  /** The freeze record of the pre-registration. */
  readonly freezeHref?: string;
}

/**
 * The links with which the files are saved, in a fixed order.
 *
 * @throws {InputError} When an address is not relative.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const [link] = downloadLinks({ ledgerHref: "./files/a.json" });
 * assert.equal(link!.source, '<a href="./files/a.json" download>Ledger (.json)</a>');
 * ```
 */
export function downloadLinks({ notebookHref, ledgerHref, freezeHref }: Downloads): HtmlFragment[] {
  const all = [["Notebook (.ipynb)", notebookHref], ["Ledger (.json)", ledgerHref], [
    "Freeze record (.json)",
    freezeHref,
  ]] as const;
  return all.flatMap(([name, href]) =>
    href === undefined ? [] : [html`<a href="${relativeHref(href)}" download>${name}</a>`]
  );
}
