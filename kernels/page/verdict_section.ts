import { html, type HtmlFragment } from "../../lib/notebook/mod.ts";
import { badge } from "./badge.ts";
import type { Facts } from "./facts.ts";
import { type PageCheck, pageCheck } from "./page_check.ts";
import { verdictFacts, type VerdictRow } from "./verdict_rows.ts";

/** The verdict of a ledger: its outcome, a table of predictions and gates, and what a check said of them. Empty when there is none. */
export function verdictSection(ledger: Facts, check: PageCheck | undefined): HtmlFragment {
  const { outcome, predictions, gates } = verdictFacts(ledger);
  const rows = [...predictions, ...gates];
  const checked = check === undefined ? html`` : pageCheck(check);
  if (rows.length === 0 && outcome === null) {
    return checked.source === "" ? html`` : html`<section class="verdict" aria-label="Check">${checked}</section>`;
  }
  return html`
    <section class="verdict" aria-label="Verdict">
      <p class="outcome"><span class="soft">Outcome</span> <strong>${outcome ?? "–"}</strong></p>
      ${chips("Predictions", predictions)} ${chips("Gates", gates)} ${checked}
      ${rows.length === 0 ? html`` : html`
        <details class="rules">
          <summary>Measured values, thresholds and what was published</summary>
          ${table(rows)}
        </details>
      `}
    </section>
  `;
}

function chips(label: string, rows: readonly VerdictRow[]): HtmlFragment {
  if (rows.length === 0) return html``;
  return html`<p class="chips"><span class="soft">${label}</span> ${
    rows.map(({ id, verdict }) => badge(verdict, `${id} ${verdict}`))
  }</p>`;
}

function table(rows: readonly VerdictRow[]): HtmlFragment {
  const headings = ["Rule", "Statement", "Verdict", "Measured", "Threshold", "Published"];
  return html`
    <div class="scroll" tabindex="0" role="group" aria-label="Predictions and gates">
      <table>
        <thead>
          <tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr>
        </thead>
        <tbody>${rows.map((row) =>
          html`
            <tr>
              <th scope="row">${row.id} <small>${row.mark}</small></th>
              <td class="statement">${row.statement}${row.reason === ""
                ? html``
                : html`<br><small>${row.reason}</small>`}</td>
              <td>${badge(row.verdict)}</td>
              <td>${row.measure}</td>
              <td>${row.threshold}</td>
              <td>${row.published}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}
