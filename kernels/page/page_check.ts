import { html, type HtmlFragment } from "../../lib/notebook/mod.ts";

/** What a check of the notebook against its records said when the page was made. */
export interface PageCheck {
  readonly status: "holds" | "fails" | "not-checked";
  /** One sentence per contradiction. */
  readonly problems: readonly string[];
  /** One sentence per part that could not be checked. */
  readonly notChecked: readonly string[];
}

/** Of any kind, on a page; the rest is counted. */
const MOST_SENTENCES = 20;

/** The result of a check, contradictions first and in plain sight. */
export function pageCheck({ status, problems, notChecked }: PageCheck): HtmlFragment {
  if (status === "holds") {
    return html`<p class="check holds">Checked when this page was made: the records and the verdict recomputed from them agree.</p>`;
  }
  return html`
    ${problems.length === 0 ? html`` : html`
      <div class="check fails" role="note">
        <p><strong>This notebook does not pass its check</strong></p>
        ${sentences(problems)}
      </div>
    `} ${notChecked.length === 0 ? html`` : html`
      <div class="check not-checked" role="note">
        <p><strong>Not checked</strong></p>
        ${sentences(notChecked)}
      </div>
    `}
  `;
}

function sentences(all: readonly string[]): HtmlFragment {
  const left = all.length - MOST_SENTENCES;
  return html`<ul>${all.slice(0, MOST_SENTENCES).map((text) => html`<li>${text}</li>`)}${
    left > 0 ? html`<li>and ${left} more</li>` : html``
  }</ul>`;
}
