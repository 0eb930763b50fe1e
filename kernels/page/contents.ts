import { html, HtmlFragment } from "../../lib/notebook/mod.ts";
import type { Heading } from "./markdown_renderer.ts";

const FEWEST = 3;

/** The table of contents, folded on narrow screens and beside the text on wide ones. Empty for a page with hardly a heading. */
export function contents(headings: readonly Heading[]): HtmlFragment {
  const listed = headings.filter(({ level }) => level <= 3);
  if (listed.length < FEWEST) return html``;
  const top = Math.min(...listed.map(({ level }) => level));
  const items = listed.map(({ level, html: label, id }) =>
    html`<li class="${level > top ? "deeper" : "top"}"><a href="#${id}">${new HtmlFragment(label)}</a></li>`
  );
  return html`
    <nav class="contents" aria-label="Contents">
      <details>
        <summary>Contents</summary>
        <ul>${items}</ul>
      </details>
    </nav>
  `;
}
