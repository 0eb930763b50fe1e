import type { Clause, Gate, LedgerRow, Prediction, Preregistration, RunMode } from "../../../lib/verdict/mod.ts";
import { encodeValue, evaluate, preregister, rowId } from "../../../lib/verdict/mod.ts";

/** A value that its types call read-only, for tests that break it on purpose. */
// deno-lint-ignore no-explicit-any
export type Loose = any;

export function row(
  measure: string,
  params: LedgerRow["params"],
  value: number | string | null,
  more: Partial<LedgerRow> = {},
): LedgerRow {
  return {
    id: rowId(measure, params),
    params,
    measure,
    value: value === null ? null : encodeValue(value),
    mcse: null,
    n: 1,
    unit: "1",
    status: "ok",
    reason: null,
    ...more,
  };
}

/** One row per value, told apart by the parameter `i`. */
export function rowsOf(measure: string, values: readonly (number | string)[]): LedgerRow[] {
  return values.map((value, i) => row(measure, { i }, value));
}

export function prediction(id: string, ...clauses: Clause[]): Prediction {
  return { id, statement: `Statement of ${id}`, mark: ["O"], published: null, clauses };
}

export function gate(id: string, ...clauses: Clause[]): Gate {
  return { id, statement: `Statement of ${id}`, mark: ["P"], published: "met", clauses };
}

export function clause(count: number, rest: Omit<Clause, "basis">): Clause {
  return { ...rest, basis: { full: count, quick: null } };
}

export function registration(parts: Partial<Preregistration> = {}): Preregistration {
  return preregister({
    schemaVersion: 1,
    experiment: "90-example",
    question: "Does the example hold?",
    substrate: "two spins",
    kernel: "single-site heat-bath",
    unit: "single-site steps",
    grid: { beta: [0.5, 1], families: ["sk"] },
    seeds: { patterns: 5 },
    constants: { band: 3, overlapBar: 1e-13 },
    quick: { beta: [1] },
    budget: { capSeconds: 60 },
    predictions: [prediction(
      "P1",
      clause(3, { estimand: { measure: "gap", aggregate: "every" }, comparison: "<=", threshold: 0.1 }),
    )],
    gates: [],
    haltRules: "none beyond the gates",
    outcomes: [{ token: "HOLDS", when: { P1: ["PASS"] } }],
    otherwise: "OPEN",
    ...parts,
  });
}

/** The verdict of one clause as the only prediction. */
export function verdictOf(only: Clause, rows: readonly LedgerRow[], mode: RunMode = "full") {
  const plan = registration({ predictions: [prediction("P1", only)] });
  return evaluate(plan, rows, mode).predictions[0]!;
}

/** The same data with the keys of every object in the opposite order. */
export function reversed(value: Loose): Loose {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, item]) => [key, reversed(item)]));
}
