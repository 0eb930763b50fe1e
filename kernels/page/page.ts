import { html, HtmlFragment } from "../../lib/notebook/mod.ts";
import type { NotebookDocument } from "../runner/mod.ts";
import { renderCell } from "./cell.ts";
import { contents } from "./contents.ts";
import { downloadLinks, type Downloads } from "./downloads.ts";
import { type Facts, factsOf, inWords } from "./facts.ts";
import { loadHighlight } from "./highlight.ts";
import { provenanceSection, rowsSection } from "./ledger_section.ts";
import { type LinkTarget, UNCHANGED } from "./link_target.ts";
import { type MarkdownRenderer, markdownRenderer } from "./markdown_renderer.ts";
import { splitHeading } from "./notebook_heading.ts";
import type { PageCheck } from "./page_check.ts";
import { relativeHref } from "./relative_href.ts";
import { type PageScripts, shell } from "./shell.ts";
import { verdictSection } from "./verdict_section.ts";

/** A link to another page. */
export interface PageLink {
  /** Relative to the page. */
  readonly href: string;
  readonly label: string;
}

/** What goes on a page beside the notebook. */
export interface PageOptions extends Downloads {
  /** The title of the page; its heading, too, unless the notebook begins with one. */
  readonly title: string;
  /** The results ledger, as parsed from its file. Parts that are missing are left out. */
  readonly ledger?: unknown;
  /** What a check said of the notebook and its ledger. */
  readonly check?: PageCheck;
  /** The page of all notebooks. */
  readonly home?: PageLink;
  readonly previous?: PageLink | undefined;
  readonly next?: PageLink | undefined;
  /** Where the notebook's own links lead; by default where they say. */
  readonly target?: LinkTarget;
  /** Makes figures interactive where scripts run. Without it the page has no script. */
  readonly scripts?: PageScripts;
}

/**
 * One self-contained HTML page of an executed notebook. It needs no network and no JavaScript: formulas are MathML, figures are pictures,
 * code is folded. With `scripts` figures become interactive where JavaScript runs. What notebooks and ledgers hold is escaped or sanitised,
 * and a content security policy forbids the rest. The same input gives the same bytes.
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
  const target = options.target ?? UNCHANGED;
  const markdown = markdownRenderer(highlight, target);
  const { heading, body } = splitHeading(document);
  const title = renderTitle(heading ?? options.title, heading !== null, markdown);
  const firstHeading = markdown.headings.length;
  const tools = {
    markdown,
    highlight,
    language: languageOf(document),
    interactive: options.scripts !== undefined,
    target,
  };
  const cells = body.cells.map((cell, i) => renderCell(cell, i + 1, tools)).filter((cell) => cell !== "").join("\n");
  const ledger = factsOf(options.ledger);
  const toc = contents(markdown.headings.slice(firstHeading));
  const page = html`
    <div class="page ${toc.source === "" ? "narrow" : "with-contents"}">
      <header>
    ${new HtmlFragment(title)}
    ${facts(ledger, options)}
    ${verdictSection(ledger, options.check)}
      </header>
    ${toc}
      <main>
    ${new HtmlFragment(cells)}
    ${rowsSection(ledger)}
      </main>
      <footer>
    ${neighbours(options)}
    ${provenanceSection(ledger)}
      </footer>
    </div>
  `;
  return shell({ title: options.title, home: options.home, scripts: options.scripts, body: page });
}

function renderTitle(text: string, isMarkdown: boolean, markdown: MarkdownRenderer): string {
  return isMarkdown ? markdown.render(`# ${text}`).trim() : html`<h1>${text}</h1>`.source;
}

function languageOf(document: NotebookDocument): string {
  const { metadata } = document;
  const name = factsOf(metadata["language_info"])["name"] ?? factsOf(metadata["kernelspec"])["language"];
  return typeof name === "string" ? name : "typescript";
}

/** The line under the title: mode and day of the run, files, and a button that only a script brings to life. */
function facts(ledger: Facts, options: PageOptions): HtmlFragment {
  const mode = ledger["mode"], day = /^\d{4}-\d\d-\d\d/.exec(String(ledger["finishedAt"] ?? ""))?.[0];
  const parts = [
    ...(typeof mode === "string" ? [html`<span>Run in ${inWords(mode)} mode</span>`] : []),
    ...(day === undefined ? [] : [html`<time datetime="${day}">${day}</time>`]),
    ...downloadLinks(options),
    ...(options.scripts === undefined
      ? []
      : [html`<button type="button" class="unfold" hidden>Show all code</button>`]),
  ];
  return parts.length === 0 ? html`` : html`<p class="links">${parts}</p>`;
}

function neighbours({ previous, next }: PageOptions): HtmlFragment {
  if (previous === undefined && next === undefined) return html``;
  return html`
    <nav class="neighbours" aria-label="Other notebooks">
      ${previous === undefined
        ? html`<span></span>`
        : html`<a rel="prev" href="${relativeHref(previous.href)}">← ${previous.label}</a>`}
      ${next === undefined ? html`` : html`<a rel="next" href="${relativeHref(next.href)}">${next.label} →</a>`}
    </nav>
  `;
}
