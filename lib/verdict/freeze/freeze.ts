import { InputError } from "../../errors.ts";
import type { FoundPreregistration } from "../registration/find_preregistration.ts";
import type { Examination, FreezeRecord, FrozenLink } from "./freeze_record.ts";
import { FreezeRecordError } from "./freeze_record_error.ts";
import { normaliseLineEnds } from "../registration/data_cell.ts";
import type { Preregistration } from "../registration/preregistration.ts";
import type { FoundLink } from "../registration/registration_chain.ts";
import { registrationDifferences } from "./registration_differences.ts";
import { sealOf } from "./seal.ts";
import { verifyFreezeRecord } from "./verify_freeze_record.ts";

/** What is to be frozen. */
export interface FreezeRequest {
  readonly found: FoundPreregistration;
  /** What has been frozen of this experiment before, null where nothing has. */
  readonly existing: FreezeRecord | null;
  readonly libraryVersion: string;
  /** Proves each rule of the registration that will be run, or throws an InputError with what it refuses. */
  readonly examine: (registration: Preregistration) => Examination;
}

/** What freezing gave. */
export interface Freeze {
  readonly record: FreezeRecord;
  /** How many links are new; 0 when everything was frozen before, and the record is the existing one. */
  readonly added: number;
}

/**
 * Freezes the registration of a notebook: links that the record does not have are appended, and what it has must be
 * what stands in the notebook. Only the last link is examined, because it is the one that is run.
 *
 * @throws {InputError} when a frozen cell was changed or removed (each place is named), the registration that would be
 * run is of form 1 or is refused by the examination, or the record is that of another experiment.
 * @throws {FreezeRecordError} when the existing record does not hold.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const registration = { schemaVersion: 1, experiment: "90-coin", seeds: {} };
 * const link = { cell: 0, source: "", digest: "sha256:…", amendment: null, registration };
 * const found = { ...link, links: [link] } as never;
 * const examine = () => ({ witnesses: [], mutants: { count: 0, changed: 0, survivors: [] } });
 * assert.throws(() => freezeRegistration({ found, existing: null, libraryVersion: "0.1.0", examine }), /form 1/);
 * ```
 */
export function freezeRegistration({ found, existing, libraryVersion, examine }: FreezeRequest): Freeze {
  const { experiment } = found.registration;
  const fail = (why: string): never => {
    throw new InputError(`Freezing the pre-registration of ${JSON.stringify(experiment)} failed: ${why}`);
  };
  const frozen = existing?.links ?? [];
  if (existing !== null) {
    const problems = verifyFreezeRecord(existing);
    if (problems.length > 0) throw new FreezeRecordError("the freeze record", problems);
    if (existing.experiment !== experiment) {
      fail(`its record is that of ${JSON.stringify(existing.experiment)}; an experiment keeps its name`);
    }
    const bent = frozen.flatMap((link, i) => differences(link, found.links[i], i));
    if (bent.length > 0) {
      const more = bent.length > 6 ? `; and ${bent.length - 6} more` : "";
      fail(`${bent.slice(0, 6).join("; ")}${more}; restore what was frozen and write an amendment instead`);
    }
    if (found.links.length === frozen.length) return { record: existing, added: 0 };
  }
  if (found.registration.schemaVersion === 1) {
    fail(
      'it is of form 1, which says nothing of what its measures can be; write "schemaVersion: 2" and "measures" into it, ' +
        "or where it was frozen or run before, into an amendment",
    );
  }
  const examination = examine(found.registration);
  const links = [...frozen];
  for (const link of found.links.slice(frozen.length)) {
    links.push(sealed(link, links.at(-1), libraryVersion, link === found.links.at(-1) ? examination : null));
  }
  return { record: { schemaVersion: 1, experiment, links }, added: links.length - frozen.length };
}

function differences(frozen: FrozenLink, current: FoundLink | undefined, index: number): string[] {
  if (current === undefined) {
    return [`${index === 0 ? "pre-registration" : `amendment ${index}`}: it is frozen, but no cell holds it any more`];
  }
  return registrationDifferences(frozen, current).map(({ message }) => `cell ${current.cell + 1}: ${message}`);
}

function sealed(
  { digest, source, amendment, registration }: FoundLink,
  before: FrozenLink | undefined,
  libraryVersion: string,
  examination: Examination | null,
): FrozenLink {
  const link = {
    digest,
    previous: before?.seal ?? null,
    libraryVersion,
    seeds: registration.seeds,
    source: normaliseLineEnds(source),
    amendment,
    registration,
    examination,
  };
  return { ...link, seal: sealOf(link) };
}
