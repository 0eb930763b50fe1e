import type { LedgerOptions, OpenLedger } from "./open_ledger.ts";
import { startLedger } from "./start_ledger.ts";

/**
 * Opens the results ledger of a notebook. Under a runner the mode, the path, the digest of the pre-registration, the seeds
 * of a re-execution and the journal of an interruptible run come from the run context (see {@link runContext}).
 *
 * `record` throws {@link InputError} for a repeated row, for NaN with the status `ok`, for a value that differs from the
 * one recorded before an interruption, and for anything else that `ledger.schema.json` refuses; `cell` for a repeated
 * cell and for one inside of another; `value` and `values` for rows that are missing, ambiguous or not `ok`; `seed` for an
 * unknown name.
 *
 * @throws {InputError} when `mode` contradicts the runner's, the registration is not one, or a seed is to be replaced that
 * is no sampling seed.
 * @throws {JournalError} when the journal of an interrupted run is damaged or is that of another run.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const ledger = createLedger({ registration: null, seeds: { chain: 7 } });
 * ledger.record({ measure: "gap", params: { m: 4, beta: 3 }, value: 0.0504, unit: "1/sweep", n: 1 });
 * ledger.record({ measure: "parity", params: { m: 4, beta: 3 }, value: "odd", unit: "parity", n: 1 });
 * assert.equal(ledger.value("gap", { m: 4 }), 0.0504);
 * assert.equal(ledger.value("parity"), "odd");
 * assert.equal(ledger.seed("chain"), 7);
 * assert.throws(() => ledger.record({ measure: "tau", value: NaN, unit: "sweeps", n: 100 }), /cannot be ok/);
 *
 * for (const m of [6, 8]) {
 *   const ran = await ledger.cell({ m }, () => {
 *     ledger.record({ measure: "gap", params: { m }, value: 1 / m, unit: "1/sweep", n: 1 });
 *   });
 *   assert.ok(ran);
 * }
 * assert.deepEqual(ledger.values("gap"), [0.0504, 1 / 6, 1 / 8]);
 * ```
 */
export function createLedger(options: LedgerOptions): OpenLedger {
  return startLedger(options, () => performance.now() / 1000);
}
