import { type PageLink, pageTitle, renderPage } from "../page/mod.ts";
import { PAGE_SCRIPT, pageScript, plotlyFile, plotlyName } from "./assets.ts";
import { renderBoard } from "./board.ts";
import { boardEntry } from "./board_entry.ts";
import { addressOf, ASSETS, FILES, fileStems } from "./file_names.ts";
import type { SiteNotebook } from "./site_notebook.ts";
import { siteTarget } from "./site_target.ts";

/** How a site is made. */
export interface SiteOptions {
  /** The heading of the board. */
  readonly title: string;
  /** Is told of each page, with the seconds that it took. */
  readonly onPage?: (file: string, seconds: number) => void;
}

/**
 * All files of a site: `index.html` with the board, one page per notebook, the notebooks, ledgers and freeze records in `files/`, the
 * scripts in `assets/`. Every link is relative and nothing is asked of a network; without JavaScript only the figures are pictures. What
 * notebooks hold is escaped or sanitised. The same input gives the same bytes.
 *
 * @param notebooks In the order of the board.
 * @returns Path relative to the site's folder, with "/", → content.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [] };
 * const notebook = { ending: ".ipynb", text: "{}" };
 * const files = await renderSite([{ name: "a", document, notebook, facts: null }], { title: "Mine" });
 * assert.deepEqual([...files.keys()], ["index.html", "a.html", "files/a.ipynb", "assets/page.js"]);
 * ```
 */
export async function renderSite(
  notebooks: readonly SiteNotebook[],
  options: SiteOptions,
): Promise<Map<string, string>> {
  const stems = fileStems(notebooks.map(({ name }) => name)), pages = stems.map((stem) => `${stem}.html`);
  const links: PageLink[] = notebooks.map(({ document, name }, i) => ({
    href: addressOf(pages[i]!),
    label: pageTitle(document, name).text,
  }));
  const downloads = notebooks.map(({ notebook, ledger, freeze }, i) => ({
    notebookHref: addressOf(FILES, stems[i]! + notebook.ending),
    ...(ledger === undefined ? {} : { ledgerHref: addressOf(FILES, stems[i]! + ledger.ending) }),
    ...(freeze === undefined ? {} : { freezeHref: addressOf(FILES, stems[i]! + freeze.ending) }),
  }));
  const scripts = { page: addressOf(ASSETS, PAGE_SCRIPT), plotly: addressOf(ASSETS, await plotlyName()) };
  const entries = notebooks.map((notebook, i) => boardEntry(notebook, links[i]!.href, downloads[i]!));
  const target = siteTarget(new Map(notebooks.map(({ name }, i) => [name, pages[i]!])));
  const files = new Map([["index.html", renderBoard(options.title, entries)]]);
  let figures = false;
  for (const [i, { document, facts, check }] of notebooks.entries()) {
    const start = performance.now();
    const page = await renderPage(document, {
      title: links[i]!.label,
      ledger: facts,
      ...(check === undefined ? {} : { check }),
      ...downloads[i]!,
      home: { href: "./index.html", label: options.title },
      previous: links[i - 1],
      next: links[i + 1],
      target,
      scripts,
    });
    figures ||= /<figure [^>]*data-plot=/.test(page);
    files.set(pages[i]!, page);
    options.onPage?.(pages[i]!, (performance.now() - start) / 1000);
  }
  for (const [i, { notebook, ledger, freeze }] of notebooks.entries()) {
    for (const file of [notebook, ledger, freeze]) {
      if (file !== undefined) files.set(`${FILES}/${stems[i]}${file.ending}`, file.text);
    }
  }
  files.set(`${ASSETS}/${PAGE_SCRIPT}`, await pageScript());
  if (figures) {
    const { name, text } = await plotlyFile();
    files.set(`${ASSETS}/${name}`, text);
  }
  return files;
}
