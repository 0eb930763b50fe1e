import { InputError } from "../../errors.ts";
import type { FreezeRecord, FrozenLink } from "./freeze_record.ts";
import { freezeRecordShape } from "./freeze_record_shape.ts";
import { frozenCopy } from "../data/plain_data.ts";
import { isRecord, problemsOf } from "../data/shape.ts";

/**
 * A deeply frozen copy of a freeze record whose shape is checked; what it seals is for {@link verifyFreezeRecord}.
 *
 * @param what names the record in messages.
 * @throws {InputError} when it does not have the shape of `freeze_record.schema.json`; all problems are told in one line.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkFreezeRecord({ schemaVersion: 1, links: [] }, "the example"), /links: expected a list of at least 1/);
 * ```
 */
export function checkFreezeRecord(value: unknown, what = "the freeze record"): FreezeRecord {
  const copy: unknown = frozenCopy(value, what);
  const problems = problemsOf(freezeRecordShape, copy);
  if (problems !== null) throw new InputError(`Checking ${what} failed: ${problems}`);
  return copy as FreezeRecord;
}

/**
 * A freeze record as its file holds it: fields in the order of {@link FreezeRecord} and {@link FrozenLink}, inside them
 * by name, two spaces, a newline at the end. Equal records give equal bytes.
 *
 * @throws {InputError} as {@link checkFreezeRecord}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => formatFreezeRecord({} as never), /Checking the freeze record failed: schemaVersion: missing/);
 * ```
 */
export function formatFreezeRecord(record: FreezeRecord): string {
  const { schemaVersion, experiment, links } = checkFreezeRecord(record);
  return `${JSON.stringify({ schemaVersion, experiment, links: links.map(ordered) }, null, 2)}\n`;
}

function ordered(link: FrozenLink): FrozenLink {
  const { digest, previous, libraryVersion, source, seal } = link;
  const { seeds, amendment, registration, examination } = byName(link) as FrozenLink;
  return { digest, previous, libraryVersion, seeds, source, amendment, registration, examination, seal };
}

function byName(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(byName);
  if (!isRecord(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, byName(value[key])]));
}
