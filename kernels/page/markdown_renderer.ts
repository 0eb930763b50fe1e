import { katex } from "@mdit/plugin-katex";
import MarkdownIt from "markdown-it";
import { escapeHtml } from "../../lib/notebook/mod.ts";
import type { Highlight } from "./highlight.ts";
import { type LinkTarget, UNCHANGED } from "./link_target.ts";

/** A heading of the page. */
export interface Heading {
  readonly level: number;
  /** Without markup; a formula by its source. */
  readonly text: string;
  /** As HTML without links: formulas as MathML, everything else escaped. */
  readonly html: string;
  readonly id: string;
}

/** Turns Markdown into HTML and remembers the headings. */
export interface MarkdownRenderer {
  /** The headings rendered so far, in order. */
  readonly headings: readonly Heading[];
  /** `attachments` are the pictures of a Markdown cell by name, as data URIs. */
  render(source: string, attachments?: ReadonlyMap<string, string>): string;
}

/** The beginning of an element in which a table scrolls. */
export const SCROLLING_TABLE = '<div class="scroll" role="group" aria-label="Table" tabindex="0">';

interface Environment {
  attachments: ReadonlyMap<string, string>;
}

/**
 * A renderer for the Markdown of one page: formulas become MathML, raw HTML is shown as text, comments are left out as in every
 * other viewer, pictures are shown only when they are part of the notebook, and headings get identifiers that are unique on the page.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const renderer = markdownRenderer((code) => code);
 * assert.match(renderer.render("# A $\\tau$"), /<h1 id="a-tau">A .*<math/);
 * assert.match(renderer.render("<script>"), /&lt;script&gt;/);
 * assert.equal(renderer.render("A gap of <!--= gap -->0.648<!--/-->"), "<p>A gap of 0.648</p>\n");
 * ```
 */
export function markdownRenderer(highlight: Highlight, target: LinkTarget = UNCHANGED): MarkdownRenderer {
  const headings: Heading[] = [];
  const taken = new Map<string, number>();
  const markdown = new MarkdownIt({ html: false, highlight: (code, language) => highlight(code, language) });
  markdown.use(katex, { output: "mathml", throwOnError: false, trust: false, maxExpand: 1000, logger: () => "ignore" });

  markdown.inline.ruler.before("autolink", "comment", leaveOutComments());

  markdown.core.ruler.push("heading_ids", (state) => {
    state.tokens.forEach((token, i) => {
      if (token.type !== "heading_open") return;
      const children = state.tokens[i + 1]?.children ?? [];
      const text = plainText(children);
      const id = unique(slug(text), taken);
      token.attrSet("id", id);
      const unlinked = children.filter(({ type }) => !/^(?:link_open|link_close|image)$/.test(type));
      const html = markdown.renderer.renderInline(unlinked, markdown.options, state.env);
      headings.push({ level: Number(token.tag.slice(1)), text, html, id });
    });
  });

  markdown.renderer.rules.image = (tokens, index, _options, env) => {
    const token = tokens[index]!;
    const source = token.attrGet("src") ?? "";
    const alt = escapeHtml(token.content);
    const attached = /^attachment:(.+)$/.exec(source)?.[1];
    const picture = attached === undefined
      ? source
      : (env as Environment).attachments.get(decodeURIComponent(attached));
    if (attached !== undefined && picture === undefined) return `<em>${alt === "" ? "picture" : alt}</em>`;
    if (picture?.startsWith("data:image/")) return `<img src="${escapeHtml(picture)}" alt="${alt}">`;
    // A picture from elsewhere would need the network.
    const href = target(source), words = alt === "" ? "picture" : alt;
    return href === null ? `<em>${words}</em>` : `<a href="${escapeHtml(href)}">${words}</a>`;
  };

  const tags: string[] = [];
  markdown.renderer.rules.link_open = (tokens, index) => {
    const href = target(tokens[index]!.attrGet("href") ?? ""), title = tokens[index]!.attrGet("title");
    tags.push(href === null ? "span" : "a");
    if (href === null) return "<span>";
    return `<a href="${escapeHtml(href)}"${title === null ? "" : ` title="${escapeHtml(title)}"`}>`;
  };
  markdown.renderer.rules.link_close = () => `</${tags.pop()}>`;

  // Where these are wider than the page they scroll, which must be possible with a keyboard, too.
  markdown.renderer.rules.table_open = () => `${SCROLLING_TABLE}<table>\n`;
  markdown.renderer.rules.table_close = () => "</table></div>\n";

  return {
    headings,
    render: (source, attachments = new Map()) =>
      markdown.render(source, { attachments })
        .replaceAll("<p class='katex-block'>", '<p class="katex-block" tabindex="0">')
        .replaceAll("<pre><code", '<pre tabindex="0"><code'),
  };
}

/** An inline rule for comments, of which the markers of interpolated numbers are some. */
function leaveOutComments(): (state: { readonly src: string; pos: number }) => boolean {
  // So that a text of a hundred thousand beginnings is not searched as often.
  let searched = { src: "", from: 0 };
  return (state) => {
    if (!state.src.startsWith("<!--", state.pos)) return false;
    if (state.src === searched.src && state.pos >= searched.from) return false;
    const end = state.src.indexOf("-->", state.pos + "<!--".length);
    if (end < 0) {
      searched = { src: state.src, from: state.pos };
      return false;
    }
    state.pos = end + "-->".length;
    return true;
  };
}

interface InlineToken {
  readonly type: string;
  readonly content: string;
}

function plainText(tokens: readonly InlineToken[]): string {
  return tokens.map((token) => /^(?:text|code_inline|math_inline|image)$/.test(token.type) ? token.content : " ")
    .join("").replace(/\s+/g, " ").trim();
}

function slug(text: string): string {
  return text.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "section";
}

function unique(id: string, taken: Map<string, number>): string {
  const count = (taken.get(id) ?? 0) + 1;
  taken.set(id, count);
  return count === 1 ? id : unique(`${id}-${count}`, taken);
}
