import type { Preregistration } from "./preregistration.ts";
import { registrationCells } from "./registration_cells.ts";
import { type FoundLink, readChain } from "./registration_chain.ts";

/** A notebook's pre-registration, where it stands and what seals it. */
export interface FoundPreregistration {
  /** Index of the registration's cell among all cells, from 0. */
  readonly cell: number;
  /** That cell's source. */
  readonly source: string;
  /** With all amendments. */
  readonly registration: Preregistration;
  /** Digest of the last link. */
  readonly digest: string;
  /** The registration and its amendments, in order. */
  readonly links: readonly FoundLink[];
}

/**
 * The pre-registration of a notebook with its amendments, read without running it, or null when the notebook has none.
 * Each amendment must name the digest of the cell before it and the registration that it declares.
 *
 * @param notebook the parsed .ipynb file (nbformat 4).
 * @throws {InputError} when it is no notebook, when a tagged cell is not a code cell or cannot be read (see
 * {@link readPreregistrationCell} and {@link readAmendmentCell}), or an amendment cannot be applied (see {@link amend}).
 * @throws {AmendmentChainError} when two cells are tagged as the registration, an amendment stands before it or without
 * one, or names another digest or registration than that of the cell before it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(findPreregistration({ cells: [{ cell_type: "markdown", source: "# Notes", metadata: {} }] }), null);
 * ```
 */
export function findPreregistration(notebook: unknown): FoundPreregistration | null {
  const links = readChain(registrationCells(notebook));
  const first = links[0], last = links.at(-1);
  if (first === undefined || last === undefined) return null;
  const { cell, source } = first, { registration, digest } = last;
  return { cell, source, registration, digest, links };
}
