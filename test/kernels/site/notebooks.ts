import { figure, table } from "../../../lib/notebook/mod.ts";
import type { SiteNotebook } from "../../../kernels/site/mod.ts";
import { formatNotebook, type NotebookDocument } from "../../../kernels/runner/mod.ts";
import { maliciousNotebook } from "../page/attacks.ts";
import { code, notebook, prose, shown } from "../page/notebooks.ts";

/** A notebook as a site takes it. */
export function entry(name: string, document: NotebookDocument, facts: unknown = null): SiteNotebook {
  const ledger = facts === null ? {} : { ledger: { ending: ".full.json", text: JSON.stringify(facts) } };
  return { name, document, notebook: { ending: ".ipynb", text: formatNotebook(document) }, facts, ...ledger };
}

/** A ledger with one rule of each verdict. */
export const LEDGER = {
  mode: "full",
  finishedAt: "2026-01-31T23:59:59.000Z",
  preregistration: { digest: "sha256:0", registration: { question: "Is it <so>?" } },
  verdict: {
    outcome: "SO",
    predictions: ["PASS", "FAIL", "NOT-CHECKED", "HALT", "MEASURED"].map((verdict, i) => ({
      id: `P${i + 1}`,
      statement: `Statement ${i + 1}`,
      verdict,
      measure: i,
      threshold: "≤ 1",
      published: `published ${i + 1}`,
    })),
    gates: [],
  },
  rows: Array.from({ length: 40 }, (_, i) => ({
    measure: "effectiveGap",
    params: { beta: i / 10, pattern: "M4", visible: 6, window: 1000 },
    value: i / 7,
    n: 1,
    unit: "1/sweep",
    status: "ok",
  })),
};

/** A notebook with everything that is wide, long or interactive. */
export async function rich(): Promise<SiteNotebook> {
  const line = { data: [{ x: [1, 2, 3], y: [1, 4, 2], name: "γ" }], layout: { title: { text: "A line" } } };
  const columns = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`column ${i}`, i / 3]));
  const long = "x".repeat(200);
  const document = notebook(
    prose("# Rich $\\tau_{\\max}$ notebook\n\n**Question.** What is wide?"),
    prose(
      `## Text\n\n$$\nQ = \\frac{${Array.from({ length: 30 }, (_, i) => `a_{${i}}`).join(" + ")}}{2}\n$$\n\n${long}`,
    ),
    prose("## Table\n\n| a | b | c | d | e | f |\n|--|--|--|--|--|--|\n| " + "wide-cell-content | ".repeat(6)),
    code(`const ${long} = 1;\n\n// second`, [
      shown(table([columns, columns], { caption: "Wide" })),
      { output_type: "stream", name: "stdout", text: `${"0123456789 ".repeat(40)}\n` },
      { output_type: "error", ename: "RangeError", evalue: "too wide", traceback: ["at x", long] },
    ]),
    prose("## Figures"),
    code("await showFigure()", [shown(await figure(line, { alt: "A line that rises and falls" }))]),
    prose(Array.from({ length: 40 }, (_, i) => `Paragraph ${i}.`).join("\n\n")),
    prose("### The second figure"),
    code("await showFigure()", [
      shown(await figure({ data: [{ type: "bar", y: [3, 1] }] }, { alt: "Two bars", width: 500 })),
    ]),
    code('register({ a: 1, b: "x" });', [], ["preregistration"]),
  );
  return entry("rich", document, LEDGER);
}

/** A notebook that may not be what it says, and tries everything in every place. */
export function hostile(host: string): SiteNotebook {
  const { document, ledger } = maliciousNotebook("globalThis.pwned=1", host);
  const script = `"><script>globalThis.pwned=1</script>`;
  return {
    ...entry("hostile", document, {
      ...(ledger as object),
      finishedAt: script,
      preregistration: { digest: script, registration: { question: script } },
    }),
    name: `hostile ${script.replaceAll("/", "")}`,
    check: { status: "fails", problems: [script], notChecked: [script] },
  };
}
