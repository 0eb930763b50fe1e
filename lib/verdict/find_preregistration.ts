import { InputError } from "../errors.ts";
import type { Preregistration } from "./preregistration.ts";
import { readPreregistrationCell } from "./preregistration_cell.ts";
import { preregistrationDigest } from "./preregistration_digest.ts";
import { isRecord } from "./shape.ts";

/** The tag of the one cell that holds a notebook's pre-registration. */
export const PREREGISTRATION_TAG = "preregistration";

/** A notebook's pre-registration, where it stands and what seals it. */
export interface FoundPreregistration {
  /** Index of the cell among all cells, from 0. */
  readonly cell: number;
  /** The cell's source. */
  readonly source: string;
  readonly registration: Preregistration;
  readonly digest: string;
}

/**
 * The pre-registration of a notebook, read without running it, or null when the notebook has none.
 *
 * @param notebook the parsed .ipynb file (nbformat 4).
 * @throws {InputError} when it is no notebook, when two cells carry the tag, when the tagged cell is not a code cell, or
 * when the cell cannot be read (see {@link readPreregistrationCell}).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(findPreregistration({ cells: [{ cell_type: "markdown", source: "# Notes", metadata: {} }] }), null);
 * ```
 */
export function findPreregistration(notebook: unknown): FoundPreregistration | null {
  if (!isRecord(notebook) || !Array.isArray(notebook.cells)) {
    throw new InputError("Reading the notebook failed: it has no list of cells, so it is not a notebook of nbformat 4");
  }
  const cells: unknown[] = notebook.cells;
  const tagged = cells.flatMap((cell, i) => isTagged(cell) ? [i] : []);
  if (tagged.length === 0) return null;
  if (tagged.length > 1) {
    const places = tagged.map((i) => i + 1).join(" and ");
    throw new InputError(
      `Reading the notebook failed: cells ${places} are tagged "${PREREGISTRATION_TAG}"; keep the tag on one`,
    );
  }
  const index = tagged[0]!;
  const cell = cells[index] as Record<string, unknown>;
  if (cell.cell_type !== "code") {
    throw new InputError(
      `Reading the notebook failed: cell ${index + 1}, tagged "${PREREGISTRATION_TAG}", is of type ` +
        `${JSON.stringify(cell.cell_type)}; make it a code cell`,
    );
  }
  const source = cellSource(cell.source, index);
  const registration = readPreregistrationCell(source);
  return { cell: index, source, registration, digest: preregistrationDigest(source, registration) };
}

function isTagged(cell: unknown): boolean {
  if (!isRecord(cell) || !isRecord(cell.metadata)) return false;
  const { tags } = cell.metadata;
  return Array.isArray(tags) && tags.includes(PREREGISTRATION_TAG);
}

function cellSource(source: unknown, index: number): string {
  if (typeof source === "string") return source;
  if (Array.isArray(source) && source.every((line) => typeof line === "string")) return source.join("");
  throw new InputError(
    `Reading the notebook failed: the source of cell ${index + 1} is neither a text nor a list of texts`,
  );
}
