import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkProse, NEVER_SEALED } from "../../../kernels/lab/check_prose.ts";
import { sealedRecord } from "../../../kernels/lab/seal_prose.ts";
import { renderPage } from "../../../kernels/page/mod.ts";
import { formatNotebook, type NotebookDocument, parseNotebook } from "../../../kernels/runner/mod.ts";
import { checkLedger, formatLedger, type Ledger } from "../../../lib/verdict/mod.ts";

const NOTEBOOKS = ["00-trainability-theorem", "01-exact-diagonalisation", "05-gap-vs-multimodality"];
const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** A committed notebook and its ledger, without what may be sealed already. */
function recordOf(name: string): { document: NotebookDocument; ledger: Ledger } {
  const { prose: _, ...ledger } = checkLedger(JSON.parse(read(`data/results/${name}.full.json`)), name);
  return { document: parseNotebook(read(`notebooks/${name}.ipynb`), name), ledger };
}

function prose(...sources: readonly string[]): NotebookDocument {
  const cells = sources.map((source) => ({ cell_type: "markdown" as const, metadata: {}, source }));
  return { nbformat: 4, nbformat_minor: 4, metadata: {}, cells };
}

describe.each(NOTEBOOKS)("sealedRecord() and checkProse() on %s", (name) => {
  const { document, ledger } = recordOf(name);
  const sealed = sealedRecord(document, ledger);

  test("hold for the files that they give, written and read again", () => {
    const notebook = parseNotebook(formatNotebook(sealed.document), name);
    const record = checkLedger(JSON.parse(formatLedger(sealed.ledger)), name);
    expect(record.prose).toEqual(sealed.ledger.prose);
    expect(checkProse(notebook, record)).toEqual({ problems: [], missing: null });
    expect(checkProse(parseNotebook(JSON.stringify(notebook), name), record).problems).toEqual([]);
  });

  test("leave out nothing silently: a ledger without the list is told", () => {
    expect(checkProse(prose("7 cells"), ledger)).toEqual({ problems: [], missing: NEVER_SEALED });
  });

  test("name the cell of a changed number", () => {
    const source = "Computed are 10^{26} and 4/3.";
    const other = { ...document, cells: [...document.cells, ...prose(source).cells] };
    const record = sealedRecord(other, ledger).ledger;
    const changed = { ...document, cells: [...document.cells, ...prose(source.replace("26", "27")).cells] };
    expect(checkProse(changed, record).problems).toEqual([
      `cell ${document.cells.length + 1} (markdown), number 1: "10^{27}" stands where "10^{26}" was sealed ` +
      "(… Computed are 10^{27} and 4/3. …)",
    ]);
  });

  test("write and check values of the ledger", () => {
    const row = ledger.rows.find(({ value, status }) => status === "ok" && typeof value === "number" && value !== 0)!;
    const tied = prose(
      `The verdict is <!--= P1.verdict -->?<!--/-->, the outcome <!--= outcome -->?<!--/-->.`,
      `A value of <!--= ${row.id} | 4s -->?<!--/-->.`,
    );
    const record = sealedRecord(tied, ledger);
    const [first, second] = record.document.cells.map(({ source }) => String(source));
    const p1 = ledger.verdict!.predictions.find(({ id }) => id === "P1")!;
    expect(first).toContain(`-->${p1.verdict}<!--/-->, the outcome`);
    expect(first).toContain(`-->${ledger.verdict!.outcome}<!--/-->.`);
    const written = />(?!\?)([^<]+)<!--\/-->/.exec(second!)![1]!;
    expect(Number(written.replaceAll("−", "-"))).toBe(Number((row.value as number).toPrecision(4)));
    const bent = prose(first!.replace(`>${p1.verdict}<`, p1.verdict === "PASS" ? ">FAIL<" : ">PASS<"), second!);
    expect(checkProse(bent, record.ledger).problems).toHaveLength(1);
    expect(checkProse(bent, record.ledger).problems[0]).toContain(`the ledger gives ${p1.verdict} for P1.verdict`);
  });
});

describe("renderPage()", () => {
  const page = async (source: string) => {
    const whole = await renderPage(prose(source), { title: "T" });
    return /<section class="cell prose"[^>]*>([\s\S]*?)<\/section>/.exec(whole)![1]!.trim();
  };

  test("shows a value without its markers, in text, tables, headings and at the beginning of a line", async () => {
    expect(await page('A gap of **<!--= gap(beta=3, family="sk") | 3 -->0.648<!--/-->** per sweep')).toBe(
      "<p>A gap of <strong>0.648</strong> per sweep</p>",
    );
    expect(await page("<!--= P4 -->0.75<!--/--> of *all*")).toBe("<p>0.75 of <em>all</em></p>");
    expect(await page("| a |\n| - |\n| <!--= P4 \\| 2 -->0.75<!--/--> |")).toContain("<td>0.75</td>");
    expect(await page("## At <!--= P4 -->0.75<!--/-->")).toContain('id="at-0-75"');
  });

  test("keeps a comment in code, an unended one, and what only looks like a tag, as text", async () => {
    expect(await page("`<!--= P4 -->`")).toBe("<p><code>&lt;!--= P4 --&gt;</code></p>");
    expect(await page("a <!-- b")).toBe("<p>a &lt;!-- b</p>");
    expect(await page("a <!-- b --><script>c</script>")).toBe("<p>a &lt;script&gt;c&lt;/script&gt;</p>");
    expect(await page(`${"<!--".repeat(100_000)} end`)).toContain("end");
  });
});
