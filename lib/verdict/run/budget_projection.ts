import { InputError } from "../../errors.ts";
import type { Budget } from "../registration/preregistration.ts";
import type { Recording } from "../ledger/recording.ts";

/** The measure that holds the decision of the projection, "PROCEED" or "HALT". */
export const BUDGET_DECISION = "budgetDecision";

/** The measure that holds the projected wall time of the whole run, in seconds. */
export const PROJECTED_SECONDS = "projectedSeconds";

/** May the run go on? */
export type BudgetDecision = "PROCEED" | "HALT";

/** How far a run is. */
export interface RunProgress {
  /** Cells of the grid that are complete. */
  readonly done: number;
  /** All cells of the grid. */
  readonly total: number;
  /** Wall time so far, in seconds. */
  readonly elapsedSeconds: number;
}

/**
 * The projection that a budget registers, made once `done / total` reaches `projectionAt`: the time so far, scaled to all
 * cells, against the cap.
 *
 * @returns the rows to record, decision first; null before that point, or when no projection is registered.
 * @throws {InputError} when `done` and `total` are not counts of cells.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const budget = { capSeconds: 100, projectionAt: 0.5 };
 * assert.equal(budgetProjection(budget, { done: 1, total: 4, elapsedSeconds: 90 }), null);
 * const [decision, seconds] = budgetProjection(budget, { done: 2, total: 4, elapsedSeconds: 60 })!;
 * assert.deepEqual([decision.value, seconds.value], ["HALT", 120]);
 * ```
 */
export function budgetProjection(
  budget: Budget | null,
  { done, total, elapsedSeconds }: RunProgress,
): readonly [Recording, Recording] | null {
  if (!Number.isSafeInteger(total) || total < 1 || !Number.isSafeInteger(done) || done < 0 || done > total) {
    throw new InputError(
      `Projecting the budget failed: ${done} of ${total} cells; give the number of complete cells and that of all`,
    );
  }
  if (budget?.projectionAt === undefined || done / total < budget.projectionAt) return null;
  const projected = elapsedSeconds * (total / done);
  const decision: BudgetDecision = projected <= budget.capSeconds ? "PROCEED" : "HALT";
  return [
    { measure: BUDGET_DECISION, value: decision, unit: "decision", n: done },
    { measure: PROJECTED_SECONDS, value: projected, unit: "s", n: done },
  ];
}
