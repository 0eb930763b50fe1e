import { readFile } from "node:fs/promises";
import { InputError } from "../errors.ts";
import type { Ledger } from "./ledger.ts";
import { checkLedger, formatLedger } from "./ledger_text.ts";
import { writeWhole } from "./write_whole.ts";

/**
 * Reads a results ledger.
 *
 * @throws {InputError} in one line, when the file is missing, empty, not JSON (cut off, say) or not a ledger.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(readLedger("no-such-file.json"), /Reading the ledger "no-such-file.json" failed/);
 * ```
 */
export async function readLedger(path: string): Promise<Ledger> {
  const what = `the ledger ${JSON.stringify(path)}`;
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const why = code === "ENOENT" ? "there is no such file; run the notebook first" : String(code ?? error);
    throw new InputError(`Reading ${what} failed: ${why}`);
  }
  if (text.trim() === "") throw new InputError(`Reading ${what} failed: the file is empty; run the notebook again`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`Reading ${what} failed: it is not JSON, perhaps cut off; run the notebook again`);
  }
  return checkLedger(value, what);
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
