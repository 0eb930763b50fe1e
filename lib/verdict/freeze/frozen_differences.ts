import { InputError } from "../../errors.ts";
import { applyChanges } from "../registration/apply_changes.ts";
import { checkAmendment } from "../registration/check_amendment.ts";
import { readDataCell } from "../registration/data_cell.ts";
import type { FreezeRecord, FrozenLink } from "./freeze_record.ts";
import { checkPreregistration } from "../registration/preregister.ts";
import type { Preregistration } from "../registration/preregistration.ts";
import { type RegistrationCell, registrationCells } from "../registration/registration_cells.ts";
import { type ComparedLink, registrationDifferences } from "./registration_differences.ts";

/** One place where a notebook is no longer what was frozen. */
export interface FrozenDifference {
  /** Index of the cell, from 0; null where a frozen cell is gone. */
  readonly cell: number | null;
  /** The whole in one sentence, such as "P4 clause 1 threshold: frozen 43, the cell has 42". */
  readonly message: string;
}

/**
 * What was bent in a notebook since its registration was frozen, cell by cell. Each cell is compared by itself, so that
 * an edited registration is named although the amendments behind it no longer follow (for which
 * {@link findPreregistration} refuses the notebook).
 *
 * @param notebook the parsed .ipynb file.
 * @param record its verified freeze record.
 * @returns one entry per place; amendments that are not frozen yet are none. Empty when the notebook holds what is frozen.
 * @throws {InputError} as {@link registrationCells}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const record = { links: [{ source: "const plan = preregister({});", amendment: null, registration: {} }] } as never;
 * assert.deepEqual(frozenDifferences({ cells: [] }, record), [
 *   { cell: null, message: "pre-registration: it is frozen, but no cell of the notebook holds it any more" },
 * ]);
 * ```
 */
export function frozenDifferences(notebook: unknown, record: FreezeRecord): FrozenDifference[] {
  const cells = registrationCells(notebook);
  return record.links.flatMap((frozen, i): FrozenDifference[] => {
    const found = cells[i], name = i === 0 ? "pre-registration" : `amendment ${i}`;
    if (found === undefined) {
      return [{ cell: null, message: `${name}: it is frozen, but no cell of the notebook holds it any more` }];
    }
    try {
      const current = readAlone(found, frozen, record.links[i - 1]?.registration);
      return registrationDifferences(frozen, current).map(({ message }) => ({ cell: found.cell, message }));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [{ cell: found.cell, message: error.message }];
    }
  });
}

/** A cell as it would stand behind the frozen ones. */
function readAlone(
  { source }: RegistrationCell,
  frozen: FrozenLink,
  before: Preregistration | undefined,
): ComparedLink {
  if (before === undefined) {
    const registration = checkPreregistration(readDataCell(source, "preregister").data);
    return { source, amendment: null, registration };
  }
  const amendment = checkAmendment(readDataCell(source, "amend").data);
  try {
    const registration = checkPreregistration(applyChanges(before, amendment.changes));
    return { source, amendment, registration };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // Changes that no longer apply are compared as they stand.
    return { source, amendment, registration: frozen.registration };
  }
}
