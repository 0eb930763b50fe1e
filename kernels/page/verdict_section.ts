import { html, type HtmlFragment } from "../../lib/notebook/mod.ts";
import { verdictTable } from "../../lib/verdict/mod.ts";
import { factList, type Facts, factsOf, inWords } from "./facts.ts";

interface Row {
  readonly id: string;
  readonly statement: string;
  readonly measure: string;
  readonly threshold: string;
  readonly verdict: string;
  readonly published: string;
  readonly mark: string;
  readonly reason: string;
}

/** The verdict of a ledger: its outcome and a table of predictions and gates. Empty when the ledger has none. */
export function verdictSection(ledger: Facts): HtmlFragment {
  const verdict = factsOf(ledger["verdict"]);
  const rows = [...factList(verdict["predictions"]), ...factList(verdict["gates"])].map(rowOf);
  if (rows.length === 0 && verdict["outcome"] === undefined) return html``;
  const counts = new Map<string, number>();
  for (const { verdict } of rows) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return html`
    <section class="verdict" aria-label="Verdict">
      <p class="outcome">
        Outcome <strong>${inWords(verdict["outcome"])}</strong> ${[...counts].map(([name, count]) =>
          badge(name, `${count} ${name}`)
        )}
      </p>
      ${rows.length === 0 ? html`` : table(rows)}
    </section>
  `;
}

function rowOf(rule: Facts): Row {
  if (Array.isArray(rule["clauses"]) && Array.isArray(rule["mark"])) {
    return verdictTable({ predictions: [rule as never], gates: [], outcome: "" })[0]!;
  }
  const word = (key: string): string => inWords(rule[key]);
  return {
    id: word("id"),
    statement: word("statement"),
    measure: word("measure"),
    threshold: word("threshold"),
    verdict: word("verdict"),
    published: word("published"),
    mark: rule["mark"] === undefined ? "" : `[${word("mark")}]`,
    reason: rule["reason"] === undefined || rule["reason"] === null ? "" : word("reason"),
  };
}

function table(rows: readonly Row[]): HtmlFragment {
  const headings = ["", "Prediction", "Verdict", "Measured", "Threshold", "Published", "Mark"];
  return html`
    <div class="scroll">
      <table>
        <thead>
          <tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr>
        </thead>
        <tbody>${rows.map((row) =>
          html`
            <tr>
              <th scope="row">${row.id}</th>
              <td class="statement">${row.statement}${row.reason === ""
                ? html``
                : html`<br><small>${row.reason}</small>`}</td>
              <td>${badge(row.verdict)}</td>
              <td>${row.measure}</td>
              <td>${row.threshold}</td>
              <td>${row.published}</td>
              <td>${row.mark}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}

function badge(verdict: string, label = verdict): HtmlFragment {
  const known = ["PASS", "FAIL", "NOT-CHECKED", "HALT", "MEASURED"].includes(verdict) ? verdict.toLowerCase() : "other";
  return html`<span class="badge ${known}">${label}</span>`;
}
