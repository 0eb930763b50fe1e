import { interpolate, type Ledger, type SealedNumber, sealProse } from "../../lib/verdict/mod.ts";
import type { NotebookDocument } from "../runner/mod.ts";

/** What is recorded: the notebook with its values written from the ledger, and the ledger that seals its numbers. */
export interface SealedRecord {
  readonly document: NotebookDocument;
  readonly ledger: Ledger & { readonly prose: readonly SealedNumber[] };
}

/**
 * Ties the numbers in a notebook's prose to its ledger, before both are recorded.
 *
 * @param document The executed notebook; it is not changed.
 * @param ledger The record of the run.
 * @throws {InterpolationError} When a marker is not closed or names nothing in the ledger; it names the cell.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "markdown" as const, metadata: {}, source: "<!--= outcome --><!--/--> on 12 cells" }];
 * const document = { nbformat: 4 as const, nbformat_minor: 4, metadata: {}, cells };
 * const ledger = { rows: [], verdict: { predictions: [], gates: [], outcome: "OPEN" } };
 * const sealed = sealedRecord(document, ledger as never);
 * assert.equal(sealed.document.cells[0]!.source, "<!--= outcome -->OPEN<!--/--> on 12 cells");
 * assert.deepEqual(sealed.ledger.prose.map(({ text }) => text), ["OPEN", "12"]);
 * ```
 */
export function sealedRecord(document: NotebookDocument, ledger: Ledger): SealedRecord {
  const written = interpolate(document, ledger);
  return { document: written, ledger: { ...ledger, prose: sealProse(written) } };
}
