import { html, type HtmlFragment } from "../../lib/notebook/mod.ts";
import { factList, type Facts, factsOf, inWords } from "./facts.ts";

const MOST_ROWS = 1000;

/** The rows of a ledger as a folded table. Empty when there are none. */
export function rowsSection(ledger: Facts): HtmlFragment {
  const rows = factList(ledger["rows"]);
  if (rows.length === 0) return html``;
  const parameters = [...new Set(rows.flatMap((row) => Object.keys(factsOf(row["params"]))))];
  const columns = ["measure", ...parameters, "value", "mcse", "n", "unit", "status", "reason"];
  const shown = rows.slice(0, MOST_ROWS);
  return html`
    <section class="rows">
      <details><summary><strong>Ledger</strong>: ${rows
        .length} measured values</summary><div class="scroll tall" role="group" aria-label="Measured values" tabindex="0"><table><thead><tr>${columns
        .map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${shown.map((row) =>
          html`<tr>${cells(row, parameters)}</tr>`
        )}</tbody></table></div>${rows.length > MOST_ROWS
        ? html`<p class="note">${rows.length - MOST_ROWS} more rows are in the ledger file</p>`
        : html``}</details>
    </section>
  `;
}

function cells(row: Facts, parameters: readonly string[]): HtmlFragment[] {
  const params = factsOf(row["params"]);
  const values = [
    row["measure"],
    ...parameters.map((name) => params[name]),
    ...["value", "mcse", "n", "unit", "status", "reason"].map((key) => row[key]),
  ];
  return values.map((value) =>
    html`<td class="${typeof value === "number" ? "number" : "text"}">${inWords(value)}</td>`
  );
}

/** Where the results come from: digests, versions, machine, seeds, times. Empty without a ledger. */
export function provenanceSection(ledger: Facts): HtmlFragment {
  const entries: [string, unknown][] = [
    ["Experiment", ledger["experiment"]],
    ["Mode", ledger["mode"]],
    ["Pre-registration", factsOf(ledger["preregistration"])["digest"]],
    ...Object.entries(factsOf(ledger["digests"])).map((
      [name, digest],
    ): [string, unknown] => [`Digest of ${name}`, digest]),
    ["Versions", ledger["versions"]],
    ["Machine", ledger["device"]],
    ["Seeds", ledger["seeds"]],
    ["Started", ledger["startedAt"]],
    ["Finished", ledger["finishedAt"]],
    ["Seconds", factsOf(ledger["totals"])["seconds"]],
  ];
  const known = entries.filter(([, value]) => inWords(value) !== "–");
  if (known.length === 0) return html``;
  return html`<dl>${
    known.map(([name, value]) =>
      html`
        <dt>${name}</dt>
        <dd>${inWords(value)}</dd>
      `
    )
  }</dl>`;
}
