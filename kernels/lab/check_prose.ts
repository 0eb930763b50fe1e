import { type Ledger, proseProblems } from "../../lib/verdict/mod.ts";
import type { NotebookDocument } from "../runner/mod.ts";

/** What is said of a record that was made before numbers were sealed. */
export const NEVER_SEALED = "numbers in prose were never sealed; record the notebook again";

/**
 * What is wrong with the numbers in a notebook's prose against its recorded ledger.
 *
 * @param document The notebook.
 * @param ledger Its recorded ledger.
 * @returns One sentence per number, and what could not be checked, else `null`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [] };
 * assert.deepEqual(checkProse(document, { rows: [], verdict: null } as never), { problems: [], missing: NEVER_SEALED });
 * ```
 */
export function checkProse(
  document: NotebookDocument,
  ledger: Ledger,
): { readonly problems: readonly string[]; readonly missing: string | null } {
  const { problems, sealed } = proseProblems(document, ledger);
  return { problems, missing: sealed ? null : NEVER_SEALED };
}
