import { ThermolabError } from "../../errors.ts";

/**
 * The registered projection says that the run would exceed its budget. The ledger with the outcome HALT has been saved
 * when it is thrown: a runner takes it for a result and runs no cell behind it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(new BudgetHaltError("The budget halts the run").name, "BudgetHaltError");
 * ```
 */
export class BudgetHaltError extends ThermolabError {
  override name = "BudgetHaltError";
}
