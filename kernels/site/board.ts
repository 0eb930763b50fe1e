import { html, HtmlFragment } from "../../lib/notebook/mod.ts";
import { badge, badgeCounts, downloadLinks, shell, type VerdictRow } from "../page/mod.ts";
import type { BoardEntry } from "./board_entry.ts";
import { BOARD_STYLE } from "./board_style.ts";
import { legend } from "./legend.ts";

/** The page that shows all notebooks with their verdicts. It has no script. */
export function renderBoard(title: string, entries: readonly BoardEntry[]): string {
  const verdicts = entries.flatMap(({ predictions }) => predictions.map(({ verdict }) => verdict));
  const count = `${entries.length} ${entries.length === 1 ? "notebook" : "notebooks"}`;
  const body = html`
    <div class="page board">
      <header>
        <h1>${title}</h1>
        <p class="outcome"><span class="soft">${count}${verdicts.length === 0
          ? ""
          : `, ${verdicts.length} registered predictions`}</span> <span class="counts">${badgeCounts(
            verdicts,
          )}</span></p>
      </header>
      <main>
        ${overview(entries)} ${entries.map(card)} ${legend(entries)}
      </main>
    </div>
  `;
  return shell({ title, style: BOARD_STYLE, body });
}

/** All notebooks at a glance, one line each. */
function overview(entries: readonly BoardEntry[]): HtmlFragment {
  if (entries.length < 2) return html``;
  return html`
    <nav class="overview" aria-label="All notebooks">
      <ol>${entries.map((entry, i) =>
        html`
          <li><a href="#experiment_${String(i + 1)}">${new HtmlFragment(
            entry.title.html,
          )}</a> <span class="counts">${chips(
            entry.predictions,
          )}</span></li>
        `
      )}</ol>
    </nav>
  `;
}

function chips(rows: readonly VerdictRow[]): HtmlFragment[] {
  return rows.map(({ id, verdict }) => badge(verdict, `${id} ${verdict}`));
}

function card(entry: BoardEntry, index: number): HtmlFragment {
  const { title, href, question, predictions, gates, check } = entry;
  return html`
    <article class="experiment" id="experiment_${String(index + 1)}" aria-labelledby="title_${String(index + 1)}">
      <h2 id="title_${String(index + 1)}"><a href="${href}">${new HtmlFragment(title.html)}</a></h2>
      ${question === null ? html`` : html`<p class="question">${question}</p>`} ${factLine(entry)}
      ${predictions.length === 0 ? html`` : table(predictions, title.text)}
      ${gates.length === 0 ? html`` : html`<p class="chips"><span class="soft">Gates</span> ${chips(gates)}</p>`}
      ${check?.status === "fails"
        ? html`<p class="check fails">This notebook does not pass its check: <a href="${href}">see the page</a>.</p>`
        : html``}
      <p class="links"><a class="read" href="${href}">Read the page</a>${downloadLinks(entry.downloads)}</p>
    </article>
  `;
}

function factLine({ outcome, mode, day, predictions }: BoardEntry): HtmlFragment {
  const parts = [
    ...(outcome === null ? [] : [html`<span>Outcome <strong>${outcome}</strong></span>`]),
    ...(mode === null || mode === "full" ? [] : [html`<span>${mode} run, not a record</span>`]),
    ...(day === null ? [] : [html`<time datetime="${day}">${day}</time>`]),
    ...(predictions.length > 0 && day === null ? [html`<span>No recorded results yet</span>`] : []),
    ...(predictions.length === 0 && outcome === null ? [html`<span>No pre-registration, so no verdict</span>`] : []),
  ];
  return parts.length === 0 ? html`` : html`<p class="facts">${parts}</p>`;
}

function table(rows: readonly VerdictRow[], title: string): HtmlFragment {
  return html`
    <div class="scroll" role="group" aria-label="Predictions of ${title}" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Prediction</th>
            <th scope="col">Ours</th>
            <th scope="col">Published</th>
          </tr>
        </thead>
        <tbody>${rows.map(({ id, statement, verdict, measure, threshold, published }) =>
          html`
            <tr>
              <th scope="row">${id}</th>
              <td class="statement">${statement}</td>
              <td class="ours">${badge(verdict)}<br><small>${measure}${/^[–; ]*$/.test(threshold)
                ? ""
                : `; registered: ${threshold}`}</small></td>
              <td class="published">${published}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}
