import type { NotebookDocument } from "../../../kernels/runner/mod.ts";

/** A notebook of code cells, each a source or a source with tags. */
export function notebook(...cells: readonly (string | readonly [string, ...string[]])[]): NotebookDocument {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } },
    cells: cells.map((cell, i) => {
      const [source, ...tags] = typeof cell === "string" ? [cell] : cell;
      return {
        id: `cell-${i}`,
        cell_type: "code",
        metadata: tags.length === 0 ? {} : { tags },
        source,
        execution_count: null,
        outputs: [],
      };
    }),
  };
}

const REGISTRATION = `import { createLedger, preregister } from "thermolab";
const plan = preregister({
  schemaVersion: 1,
  experiment: "coin",
  question: "Is the coin fair?",
  substrate: "one coin",
  kernel: "toss",
  unit: "tosses",
  grid: {},
  seeds: { toss: 7 },
  constants: {},
  quick: {},
  budget: { capSeconds: 10 },
  predictions: [
    {
      id: "P1",
      statement: "The share of heads is near one half",
      mark: ["O"],
      published: "0.5, PASS",
      clauses: [{
        estimand: { measure: "heads", aggregate: "single" },
        comparison: "in",
        threshold: [0.45, 0.55],
        basis: { full: 1, quick: 1 },
      }],
    },
    {
      id: "P2",
      statement: "The edge is rare",
      mark: ["O"],
      published: null,
      clauses: [{
        estimand: { measure: "edge", aggregate: "single" },
        comparison: "<",
        threshold: 0.1,
        basis: { full: 1, quick: null },
      }],
    },
  ],
  gates: [],
  outcomes: [{ token: "FAIR", when: { P1: ["PASS"] } }],
  otherwise: "OPEN",
});`;

const EXPERIMENT = `const ledger = createLedger({ registration: plan });
ledger.record({ measure: "heads", value: HEADS, unit: "1", n: 100 });
if (ledger.mode === "full") {
  ledger.record({ measure: "edge", value: 0.01, unit: "1", n: 100 });
}
await Deno.jupyter.display({ "text/plain": "half" }, { raw: true });`;

/** A whole small experiment that takes milliseconds: two predictions, of which quick mode checks one. */
export function coin(heads = "0.5"): NotebookDocument {
  return notebook(
    [REGISTRATION, "preregistration"],
    EXPERIMENT.replace("HEADS", heads),
    "const saved = await ledger.save();",
  );
}

const MEASURES = `measures: {
    heads: { unit: "1", range: [0, 1], plannedError: 0.005 },
    edge: { unit: "1", range: [0, 1], plannedError: 0.005 },
  },
  samplingSeeds: ["toss"],
  predictions: [`;

/** The same experiment in the second form, which can be frozen; its tosses depend on the seed when `heads` says so. */
export function frozenCoin(heads = "0.5"): NotebookDocument {
  const plan = REGISTRATION.replace("schemaVersion: 1", "schemaVersion: 2").replace("predictions: [", MEASURES);
  return notebook(
    [plan, "preregistration"],
    EXPERIMENT.replace("HEADS", heads),
    "const saved = await ledger.save();",
  );
}
