import { existsSync } from "node:fs";
import { InputError } from "../../lib/errors.ts";
import { compareEvaluations, type Ledger, readLedger } from "../../lib/verdict/mod.ts";

/**
 * Whether a full run gives the recorded verdict again.
 *
 * @param path Where the recorded ledger lies, if there is one.
 * @param ledger The ledger of the run.
 * @returns `null` without a recorded ledger; else the differences that count, which are those of a verdict, of the
 * outcome, and of the registration, or that the record cannot be read. A measure may differ in its last digits between
 * machines.
 */
export async function differencesFromRecord(path: string, ledger: Ledger): Promise<string[] | null> {
  if (!existsSync(path)) return null;
  let recorded: Ledger;
  try {
    recorded = await readLedger(path);
  } catch (error) {
    if (error instanceof InputError) return [error.message];
    throw error;
  }
  const differences: string[] = [];
  if (recorded.preregistration?.digest !== ledger.preregistration?.digest) {
    differences.push("the recorded ledger answers another pre-registration");
  }
  if (recorded.verdict === null || ledger.verdict === null) {
    if (recorded.verdict !== ledger.verdict) differences.push("only one of the two has a verdict");
    return differences;
  }
  const counting = compareEvaluations(recorded.verdict, ledger.verdict)
    .filter(({ field }) => field === "verdict" || field === "outcome" || field === "presence");
  return [...differences, ...counting.map(({ message }) => message)];
}
