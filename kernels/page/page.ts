import { InputError } from "../../lib/errors.ts";
import { html, HtmlFragment } from "../../lib/notebook/mod.ts";
import { joinLines, type NotebookDocument } from "../runner/mod.ts";
import { renderCell } from "./cell.ts";
import { type Facts, factsOf, inWords } from "./facts.ts";
import { loadHighlight } from "./highlight.ts";
import { provenanceSection, rowsSection } from "./ledger_section.ts";
import { type Heading, type MarkdownRenderer, markdownRenderer } from "./markdown_renderer.ts";
import { STYLE } from "./style.ts";
import { verdictSection } from "./verdict_section.ts";

/** What goes on a page beside the notebook. */
export interface PageOptions {
  /** The title of the page; its heading, too, unless the notebook begins with one. */
  readonly title: string;
  /** The results ledger, as parsed from its file. Parts that are missing are left out. */
  readonly ledger?: unknown;
  /** Where the notebook file is, relative to the page. */
  readonly notebookHref?: string;
  /** Where the ledger file is, relative to the page. */
  readonly ledgerHref?: string;
}

// Even if something active came through, nothing could run, load or be sent.
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * One self-contained HTML page of an executed notebook. It needs no network and no JavaScript: formulas are MathML, figures are pictures,
 * code is folded. What notebooks and ledgers hold is escaped or sanitised, and a content security policy forbids the rest. The same
 * input gives the same bytes.
 *
 * @param document a notebook of nbformat 4, for example from `readNotebook`
 * @throws {InputError} when a link to a file is not relative.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "markdown" as const, metadata: {}, source: "# Gap\n\n$\\gamma$ is positive" }];
 * const page = await renderPage({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }, { title: "Gap" });
 * assert.match(page, /<h1 id="gap">Gap<\/h1>/);
 * assert.match(page, /<math/);
 * ```
 */
export async function renderPage(document: NotebookDocument, options: PageOptions): Promise<string> {
  const highlight = await loadHighlight();
  const markdown = markdownRenderer(highlight);
  const { heading, body } = splitHeading(document);
  const title = renderTitle(heading ?? options.title, heading !== null, markdown);
  const firstHeading = markdown.headings.length;
  const tools = { markdown, highlight, language: languageOf(document) };
  const cells = body.cells.map((cell, i) => renderCell(cell, i + 1, tools)).filter((cell) => cell !== "").join("\n");
  const ledger = factsOf(options.ledger);
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${POLICY}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <title>${options.title}</title>
        <link rel="icon" href="data:,">
        <style>
    ${new HtmlFragment(STYLE)}
    </style>
      </head>
      <body>
        <header>
    ${new HtmlFragment(title)}
    ${subtitle(ledger)}
    ${links(options)}
    ${verdictSection(ledger)}
    ${contents(markdown.headings.slice(firstHeading))}
        </header>
        <main>
    ${new HtmlFragment(cells)}
    ${rowsSection(ledger)}
        </main>
        <footer>
    ${provenanceSection(ledger)}
        </footer>
      </body>
    </html>
  `.source + "\n";
}

/** The level-one heading with which the notebook begins, and the notebook without it. */
function splitHeading(document: NotebookDocument): { heading: string | null; body: NotebookDocument } {
  const [first, ...rest] = document.cells;
  const match = first?.cell_type === "markdown" ? /^\s*#[ \t]+([^\n]+)(?:\n|$)/.exec(joinLines(first.source)) : null;
  if (first === undefined || match === null) return { heading: null, body: document };
  const remaining = { ...first, source: joinLines(first.source).slice(match[0].length) };
  return { heading: match[1]!, body: { ...document, cells: [remaining, ...rest] } };
}

function renderTitle(text: string, isMarkdown: boolean, markdown: MarkdownRenderer): string {
  return isMarkdown ? markdown.render(`# ${text}`).trim() : html`<h1>${text}</h1>`.source;
}

function languageOf(document: NotebookDocument): string {
  const { metadata } = document;
  const name = factsOf(metadata["language_info"])["name"] ?? factsOf(metadata["kernelspec"])["language"];
  return typeof name === "string" ? name : "typescript";
}

function subtitle(ledger: Facts): HtmlFragment {
  const mode = ledger["mode"];
  return typeof mode === "string" ? html`<p class="soft">Run in ${inWords(mode)} mode</p>` : html``;
}

function links({ notebookHref, ledgerHref }: PageOptions): HtmlFragment {
  const all = [["Notebook", notebookHref], ["Ledger", ledgerHref]] as const;
  const known = all.flatMap(([name, href]) =>
    href === undefined ? [] : [html`<a href="${relative(href)}" download>${name}</a>`]
  );
  return known.length === 0 ? html`` : html`<p class="links">${known}</p>`;
}

function relative(href: string): string {
  // deno-lint-ignore no-control-regex
  if (/^\s*(?:[a-z][a-z\d+.-]*:|[/\\]{2})|[\u0000-\u001f]/i.test(href)) {
    throw new InputError(`Cannot link the page to "${href}": give a path relative to the page`);
  }
  return href;
}

function contents(headings: readonly Heading[]): HtmlFragment {
  const listed = headings.filter(({ level }) => level <= 3);
  if (listed.length < 3) return html``;
  const top = Math.min(...listed.map(({ level }) => level));
  const items = listed.map(({ level, html: label, id }) =>
    html`<li class="${level > top ? "deeper" : "top"}"><a href="#${id}">${new HtmlFragment(label)}</a></li>`
  );
  return html`
    <nav class="contents" aria-label="Contents">
      <details open>
        <summary>Contents</summary>
        <ul>${items}</ul>
      </details>
    </nav>
  `;
}
