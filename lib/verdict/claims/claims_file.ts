import { checkClaims } from "./check_claims.ts";
import type { Claims } from "./claims.ts";
import { readJsonFile } from "../data/json_file.ts";

/**
 * Reads the program's claims, `data/claims.json`.
 *
 * @throws {InputError} in one line: when the file cannot be read as JSON (missing, cut off, a key twice), and when it is not
 * what {@link checkClaims} asks for.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(readClaims("no-such-file.json"), /Reading the claims "no-such-file.json" failed/);
 * ```
 */
export async function readClaims(path: string): Promise<Claims> {
  const value = await readJsonFile(path, { what: "the claims", remedy: "the program's claims are data/claims.json" });
  return checkClaims(value, `the claims ${JSON.stringify(path)}`);
}
