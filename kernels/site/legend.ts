import { html, type HtmlFragment } from "../../lib/notebook/mod.ts";
import { badge } from "../page/mod.ts";
import type { BoardEntry } from "./board_entry.ts";

const MEANINGS: Readonly<Record<string, string>> = {
  PASS: "what was registered before the run holds for what was measured",
  FAIL: "it does not hold; a result like any other",
  "NOT-CHECKED": "it could not be decided from what was measured, and the page says why",
  HALT: "the run stopped at a limit that was registered",
  MEASURED: "a number without a threshold: registered to be measured, not to be judged",
};

/** What the words on the board mean, as far as they stand there. */
export function legend(entries: readonly BoardEntry[]): HtmlFragment {
  const found = new Set(
    entries.flatMap(({ predictions, gates }) => [...predictions, ...gates].map(({ verdict }) => verdict)),
  );
  const known = Object.entries(MEANINGS).filter(([verdict]) => found.has(verdict));
  if (known.length === 0) return html``;
  return html`
    <section class="legend" aria-label="What the words mean">
      <dl>${known.map(([verdict, meaning]) =>
        html`
          <dt>${badge(verdict)}</dt>
          <dd>${meaning}</dd>
        `
      )}</dl>
    </section>
  `;
}
