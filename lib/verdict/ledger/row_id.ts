import type { Parameters } from "./ledger.ts";

/**
 * The identity of a row: its measure and its parameters in the order of their names, so that equal parameters give equal
 * identities however they were written.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(rowId("overlap", { family: "sk", beta: 0.5 }), 'overlap(beta=0.5, family="sk")');
 * assert.equal(rowId("seconds", {}), "seconds");
 * ```
 */
export function rowId(measure: string, params: Parameters): string {
  const names = Object.keys(params).sort();
  if (names.length === 0) return measure;
  return `${measure}(${names.map((name) => `${name}=${JSON.stringify(params[name])}`).join(", ")})`;
}
