import { InputError } from "../../errors.ts";
import { AmendmentChainError } from "./amendment_chain_error.ts";
import { isRecord } from "../data/shape.ts";

/** The tag of the one cell that holds a notebook's pre-registration. */
export const PREREGISTRATION_TAG = "preregistration";

/** The tag of each cell that amends it. */
export const AMENDMENT_TAG = "preregistration-amendment";

/** A tagged cell. */
export interface RegistrationCell {
  /** Index of the cell among all cells, from 0. */
  readonly cell: number;
  readonly source: string;
}

/**
 * The tagged cells of a notebook: first the pre-registration, then its amendments in order; none when it has no tags.
 *
 * @param notebook the parsed .ipynb file (nbformat 4).
 * @throws {InputError} when it is no notebook, or a tagged cell is not a code cell.
 * @throws {AmendmentChainError} when two cells are tagged as the registration, or an amendment has none before it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cell = { cell_type: "code", source: "const next = amend(plan, {});", metadata: { tags: [AMENDMENT_TAG] } };
 * assert.throws(() => registrationCells({ cells: [cell] }), /cell 1 amends a pre-registration, but none stands before it/);
 * ```
 */
export function registrationCells(notebook: unknown): RegistrationCell[] {
  if (!isRecord(notebook) || !Array.isArray(notebook.cells)) {
    throw new InputError("Reading the notebook failed: it has no list of cells, so it is not a notebook of nbformat 4");
  }
  const cells: unknown[] = notebook.cells;
  const tagged = (tag: string): number[] => cells.flatMap((cell, i) => tagsOf(cell).includes(tag) ? [i] : []);
  const registrations = tagged(PREREGISTRATION_TAG), amendments = tagged(AMENDMENT_TAG);
  if (registrations.length > 1) {
    const places = registrations.map((i) => i + 1).join(" and ");
    throw new AmendmentChainError(
      `Reading the notebook failed: cells ${places} are tagged "${PREREGISTRATION_TAG}"; keep the tag on one`,
    );
  }
  const first = registrations[0], orphan = amendments.find((i) => first === undefined || i <= first);
  if (orphan !== undefined) {
    throw new AmendmentChainError(
      orphan === first
        ? `Reading the notebook failed: cell ${orphan + 1} is tagged both "${PREREGISTRATION_TAG}" and ` +
          `"${AMENDMENT_TAG}"; keep one of the tags`
        : `Reading the notebook failed: cell ${orphan + 1} amends a pre-registration, but none stands before it; ` +
          `put it behind the cell tagged "${PREREGISTRATION_TAG}"`,
    );
  }
  return [...registrations, ...amendments].map((i) => ({ cell: i, source: sourceOf(cells[i], i) }));
}

function tagsOf(cell: unknown): unknown[] {
  if (!isRecord(cell) || !isRecord(cell.metadata)) return [];
  const { tags } = cell.metadata;
  return Array.isArray(tags) ? tags : [];
}

function sourceOf(cell: unknown, index: number): string {
  const { cell_type, source, metadata } = cell as Record<string, unknown>;
  if (cell_type !== "code") {
    const tag = tagsOf({ metadata }).includes(PREREGISTRATION_TAG) ? PREREGISTRATION_TAG : AMENDMENT_TAG;
    throw new InputError(
      `Reading the notebook failed: cell ${index + 1}, tagged "${tag}", is of type ${JSON.stringify(cell_type)}; ` +
        "make it a code cell",
    );
  }
  if (typeof source === "string") return source;
  if (Array.isArray(source) && source.every((line) => typeof line === "string")) return source.join("");
  throw new InputError(
    `Reading the notebook failed: the source of cell ${index + 1} is neither a text nor a list of texts`,
  );
}
