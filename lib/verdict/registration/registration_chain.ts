import { InputError } from "../../errors.ts";
import { amend } from "./amend.ts";
import type { Amendment } from "./amendment.ts";
import { AmendmentChainError } from "./amendment_chain_error.ts";
import { checkAmendment } from "./check_amendment.ts";
import { type DataCell, readDataCell } from "./data_cell.ts";
import { checkPreregistration } from "./preregister.ts";
import type { Preregistration } from "./preregistration.ts";
import { amendmentDigest, preregistrationDigest } from "./preregistration_digest.ts";
import type { RegistrationCell } from "./registration_cells.ts";

/** One cell of a notebook's pre-registration: the registration itself or an amendment. */
export interface FoundLink extends RegistrationCell {
  /** Seals the cell, and by the digest that an amendment names, those before it. */
  readonly digest: string;
  /** null for the registration. */
  readonly amendment: Amendment | null;
  /** The registration as it stands from this cell on. */
  readonly registration: Preregistration;
}

/**
 * Reads a registration and its amendments as one chain: each amendment must name the digest of the cell before it and the
 * registration that it declares.
 *
 * @param cells the registration's cell and those of its amendments, in order.
 * @returns one link per cell.
 * @throws {InputError} when a cell cannot be read or an amendment cannot be applied.
 * @throws {AmendmentChainError} when an amendment names another digest or registration than that of the cell before it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(readChain([]), []);
 * assert.throws(() => readChain([{ cell: 2, source: "let plan;" }]), /Reading cell 3 of the notebook failed/);
 * ```
 */
export function readChain(cells: readonly RegistrationCell[]): FoundLink[] {
  const [first, ...rest] = cells;
  if (first === undefined) return [];
  const plan = read(first, 0);
  const registration = inCell(first, () => checkPreregistration(plan.data));
  const links: FoundLink[] = [{
    ...first,
    digest: preregistrationDigest(first.source, registration),
    amendment: null,
    registration,
  }];
  const amendments = rest.map((cell, i) => {
    const { name, amended, data } = read(cell, i + 1);
    const amendment = inCell(cell, () => checkAmendment(data));
    return { cell, name, amended, amendment, digest: amendmentDigest(cell.source, amendment) };
  });
  let name = plan.name;
  for (const [i, one] of amendments.entries()) {
    const before = links.at(-1)!;
    const problem = chainProblem(before, one, amendments.slice(i)) ??
      (one.amended === name ? null : `it amends ${JSON.stringify(one.amended)}, but cell ${before.cell + 1} declares ` +
        `${JSON.stringify(name)}; write amend(${name}, …)`);
    if (problem !== null) {
      throw new AmendmentChainError(`Reading the amendment in cell ${one.cell.cell + 1} failed: ${problem}`);
    }
    const registration = inCell(one.cell, () => amend(before.registration, one.amendment));
    links.push({ ...one.cell, digest: one.digest, amendment: one.amendment, registration });
    name = one.name;
  }
  return links;
}

interface ReadAmendment {
  readonly cell: RegistrationCell;
  readonly amendment: Amendment;
  readonly digest: string;
}

function chainProblem(before: FoundLink, one: ReadAmendment, onwards: readonly ReadAmendment[]): string | null {
  const { amends } = one.amendment;
  if (amends === before.digest) return null;
  const later = onwards.find(({ digest }) => digest === amends);
  if (later !== undefined) {
    const which = later === one ? "itself" : `cell ${later.cell.cell + 1}, which stands behind it`;
    return `the chain is cyclic, it amends ${which}; amend ${before.digest}`;
  }
  return `it amends ${JSON.stringify(amends)}, but the digest of cell ${before.cell + 1} is ` +
    `${JSON.stringify(before.digest)}; a cell that is amended must stay as it was`;
}

function read(cell: RegistrationCell, index: number): DataCell {
  return inCell(cell, () => readDataCell(cell.source, index === 0 ? "preregister" : "amend"));
}

/** Says in which cell something went wrong. */
function inCell<T>({ cell }: RegistrationCell, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`Reading cell ${cell + 1} of the notebook failed: ${error.message}`, { cause: error });
  }
}
