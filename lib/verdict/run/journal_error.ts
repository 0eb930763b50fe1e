import { InputError } from "../../errors.ts";

/**
 * The journal of an interrupted run cannot be used: it is damaged, that of another run, or in use.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readJournal } from "./journal_file.ts";
 * assert.throws(() => readJournal("."), JournalError);
 * ```
 */
export class JournalError extends InputError {
  override name = "JournalError";
}
