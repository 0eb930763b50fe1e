import { writeWhole } from "../../write_whole.ts";
import { readJsonFile } from "../data/json_file.ts";
import type { Ledger } from "./ledger.ts";
import { checkLedger, formatLedger } from "./ledger_text.ts";

/**
 * Reads a results ledger.
 *
 * @throws {InputError} in one line with the place, as {@link readJsonFile}, and when it is not a ledger.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(readLedger("no-such-file.json"), /Reading the ledger "no-such-file.json" failed/);
 * ```
 */
export async function readLedger(path: string): Promise<Ledger> {
  const value = await readJsonFile(path, { what: "the ledger", remedy: "run the notebook again" });
  return checkLedger(value, `the ledger ${JSON.stringify(path)}`);
}

/**
 * Writes a results ledger, whole or not at all, in the form of {@link formatLedger}.
 *
 * @throws {InputError} when it is not a ledger; nothing is written then.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(writeLedger("out/never.json", {} as never), /Checking the ledger failed/);
 * ```
 */
export async function writeLedger(path: string, ledger: Ledger): Promise<void> {
  await writeWhole(path, formatLedger(ledger));
}
