import type { NotebookDocument } from "../runner/mod.ts";

/**
 * A small experiment that runs as it is, to be replaced piece by piece: question, registration, run, figure, verdict,
 * write-up. It is exact, takes a second, and its prediction can fail.
 *
 * @param name The notebook's name, which is also the experiment's.
 * @returns A notebook that has not been executed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { cells } = scaffold("06-slow-mixing");
 * assert.equal(cells[0]!.source[0], "# Slow mixing\n");
 * assert.ok(cells.some(({ metadata }) => JSON.stringify(metadata).includes("preregistration")));
 * ```
 */
export function scaffold(name: string): NotebookDocument {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: "deno", display_name: "Deno", language: "typescript" },
      language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/x.typescript" },
    },
    cells: CELLS.map(({ id, type, tags, source }) => ({
      id,
      cell_type: type,
      metadata: tags === undefined ? {} : { tags },
      // Line by line, as Jupyter stores it: a change shows as the line that it is.
      source: source.replaceAll("{{title}}", title(name)).replaceAll("{{name}}", name).split(/(?<=\n)/),
      ...(type === "code" ? { execution_count: null, outputs: [] } : {}),
    })),
  } as NotebookDocument;
}

/** "06-slow-mixing" reads "Slow mixing". */
function title(name: string): string {
  const words = name.replace(/^\d+[-_.]?/, "").replace(/[-_.]+/g, " ").trim() || name;
  return words[0]!.toUpperCase() + words.slice(1);
}

interface Cell {
  readonly id: string;
  readonly type: "markdown" | "code";
  readonly tags?: readonly string[];
  readonly source: string;
}

const CELLS: readonly Cell[] = [
  {
    id: "question",
    type: "markdown",
    source: String.raw`# {{title}}

**Question.** Do the slowest observables of a planted restricted Boltzmann machine become slower in the cold? $\beta$ is
the inverse temperature and $\tau$ the integrated autocorrelation time, in sweeps of the symmetric block scan. Everything
is computed exactly.`,
  },
  {
    id: "in-short",
    type: "markdown",
    source: `**In short.** From the hottest to the coldest model the slowest observable becomes slower by a
factor <!--= slowdown | 3 -->0<!--/-->. Outcome: <!--= outcome -->OPEN<!--/-->.`,
  },
  {
    id: "registration-note",
    type: "markdown",
    source: `## Pre-registration

Fixed before the run: what is measured, what is predicted, and what would refute it.`,
  },
  {
    id: "registration",
    type: "code",
    tags: ["preregistration"],
    source: `import { preregister } from "thermolab";

const plan = preregister({
  schemaVersion: 2,
  experiment: "{{name}}",
  question: "Do the slowest observables become slower in the cold?",
  substrate: "RBM of 3 visible and 3 hidden spins with two planted pattern pairs",
  kernel: "symmetric block scan",
  unit: "sweeps",
  grid: {
    beta: [0.5, 1, 2],
    xi: [[1, 1, 1], [-1, 1, 1]],
    eta: [[1, 1, 1], [1, 1, -1]],
  },
  seeds: {},
  constants: {},
  quick: { leftOut: "nothing" },
  budget: { capSeconds: 60 },
  measures: {
    slowdown: { unit: "1", range: [0, "Infinity"], plannedError: 0 },
    tauMax: { unit: "sweeps", range: [0.5, "Infinity"], plannedError: 0 },
    detailedBalance: { unit: "1", range: [0, 1], plannedError: 0 },
  },
  predictions: [
    {
      id: "P1",
      statement: "From the hottest to the coldest model tau of the slowest observable at least doubles",
      mark: ["O"],
      published: null,
      clauses: [{
        estimand: { measure: "slowdown", aggregate: "single" },
        comparison: ">=",
        threshold: 2,
        basis: { full: 1, quick: 1 },
      }],
    },
    {
      id: "M",
      statement: "tau of the slowest observable, the largest over all temperatures",
      mark: ["O"],
      published: null,
      measureOnly: true,
      clauses: [{ estimand: { measure: "tauMax", aggregate: "max" }, basis: { full: 3, quick: 3 } }],
    },
  ],
  gates: [
    {
      id: "V",
      statement: "The kernel is reversible",
      mark: ["O"],
      published: null,
      clauses: [{
        estimand: { measure: "detailedBalance", aggregate: "every" },
        comparison: "<=",
        threshold: 1e-10,
        basis: { full: 3, quick: 3, per: ["beta"] },
      }],
    },
  ],
  outcomes: [
    { token: "SLOWER", when: { P1: ["PASS"] } },
    { token: "NOT-SLOWER", when: { P1: ["FAIL"] } },
  ],
  otherwise: "OPEN",
});`,
  },
  { id: "run-note", type: "markdown", source: "## Run" },
  {
    id: "run",
    type: "code",
    source:
      `import { boltzmannLaw, createLedger, kernelResiduals, kernelStructure, plantedRbm, showTable } from "thermolab";

const ledger = createLedger({ registration: plan });
const { beta: betas, xi, eta } = plan.grid as { beta: number[]; xi: number[][]; eta: number[][] };

for (const beta of betas) {
  await ledger.cell({ beta }, () => {
    const model = plantedRbm(xi, eta, beta), law = boltzmannLaw(model), params = { beta };
    const { tauMax } = kernelStructure(model, "symmetric", { law });
    const { detailedBalance } = kernelResiduals(model, "symmetric", law);
    ledger.record({ measure: "tauMax", params, value: tauMax, unit: "sweeps", n: 1 });
    ledger.record({ measure: "detailedBalance", params, value: detailedBalance!, unit: "1", n: 1 });
  });
}
const times = betas.map((beta) => ledger.value("tauMax", { beta }) as number);
ledger.record({ measure: "slowdown", value: times.at(-1)! / times[0]!, unit: "1", n: 1 });
await showTable(betas.map((beta, k) => ({ beta, tau: times[k]! })), {
  columns: [{ key: "beta", label: "β" }, { key: "tau", label: "τ max" }],
});`,
  },
  {
    id: "figure",
    type: "code",
    source: `import { showFigure } from "thermolab";

await showFigure({
  data: [{ type: "scatter", mode: "lines+markers", x: betas, y: times }],
  layout: {
    title: { text: "The slowest observable" },
    xaxis: { title: { text: "inverse temperature β" } },
    yaxis: { title: { text: "τ<sub>max</sub> (sweeps)" }, type: "log" },
  },
}, { alt: "The autocorrelation time of the slowest observable against the inverse temperature" });`,
  },
  { id: "verdict-note", type: "markdown", source: "## Verdict" },
  {
    id: "verdict",
    type: "code",
    source: `import { verdictTable } from "thermolab";

const evaluation = ledger.evaluate();
await showTable(verdictTable(evaluation).map((row) => ({ ...row })), {
  caption: \`Outcome: \${evaluation.outcome}\`,
  columns: ["id", "verdict", "measure", "threshold", "published", "mark", "statement", "reason"],
});
const record = await ledger.save();`,
  },
  {
    id: "write-up",
    type: "markdown",
    source: `## Write-up

The coldest model takes <!--= tauMax(beta=2) | 3 -->0<!--/--> sweeps. What it means, and for whom, is to be said here;
numbers come from the ledger, between marks as above, so that none can go out of date.`,
  },
];
