import type { LedgerRow } from "../ledger/ledger.ts";
import type { Clause, Gate, Preregistration, RunMode } from "../registration/preregistration.ts";
import { BUDGET_GATE } from "../registration/preregistration_references.ts";

/**
 * The gate that a registered projection adds in full mode, or null: the decision on the way must have been PROCEED. A
 * projected time beyond the cap fails whatever the decision says; one within it is left out of the gate, because a time on
 * the wall would make every run's verdict another text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const gate = budgetGate({ budget: { capSeconds: 60, projectionAt: 0.5 } } as never, [], "full");
 * assert.equal(gate?.clauses[0]?.threshold, "PROCEED");
 * assert.equal(budgetGate({ budget: { capSeconds: 60, projectionAt: 0.5 } } as never, [], "quick"), null);
 * assert.equal(budgetGate({ budget: { capSeconds: 60 } } as never, [], "full"), null);
 * ```
 */
export function budgetGate(
  { budget }: Preregistration,
  rows: readonly LedgerRow[],
  mode: RunMode,
): Gate | null {
  if (budget.projectionAt === undefined || mode === "quick") return null;
  const basis = { full: 1, quick: null };
  const decision: Clause = {
    estimand: { measure: "budgetDecision", aggregate: "single" },
    comparison: "==",
    threshold: "PROCEED",
    basis,
  };
  const projection: Clause = {
    estimand: { measure: "projectedSeconds", aggregate: "single" },
    comparison: "<=",
    threshold: budget.capSeconds,
    basis,
  };
  const beyond = rows.some(({ measure, value }) =>
    measure === "projectedSeconds" && !(Number(value) <= budget.capSeconds)
  );
  return {
    id: BUDGET_GATE,
    statement:
      `After ${budget.projectionAt} of the cells the projected time is within the cap of ${budget.capSeconds} s`,
    mark: ["O"],
    published: null,
    clauses: beyond ? [decision, projection] : [decision],
  };
}
