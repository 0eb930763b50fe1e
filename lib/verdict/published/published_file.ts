import { readJsonFile } from "../data/json_file.ts";
import { checkPublished, type PublishedLedger } from "./published.ts";

/**
 * Reads the published history of one experiment, such as `data/published/04-reversible-kernel.json`.
 *
 * @throws {InputError} in one line with the place, as {@link readJsonFile}, and when it is not what {@link checkPublished}
 * asks for.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(readPublished("no-such-file.json"), /Reading the published ledger "no-such-file.json" failed/);
 * ```
 */
export async function readPublished(path: string): Promise<PublishedLedger> {
  const remedy = "the published experiments are in data/published";
  const value = await readJsonFile(path, { what: "the published ledger", remedy });
  return checkPublished(value, `the published ledger ${JSON.stringify(path)}`);
}
