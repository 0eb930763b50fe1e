import { InputError } from "../../errors.ts";
import type { Amendment } from "./amendment.ts";
import { amendmentShape } from "./amendment_shape.ts";
import { frozenCopy } from "../data/plain_data.ts";
import { problemsOf } from "../data/shape.ts";

/**
 * A checked, deeply frozen copy of an amendment.
 *
 * @throws {InputError} when a field is missing, unknown or unusable; all problems are told in one line.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const amendment = {
 *   schemaVersion: 1,
 *   amends: `sha256:${"0".repeat(64)}`,
 *   reason: "The published cap was misread",
 *   seen: "nothing",
 *   changes: [{ op: "replace", path: "/budget/capSeconds", value: 60 }],
 * };
 * assert.deepEqual(checkAmendment(amendment), amendment);
 * assert.throws(() => checkAmendment({ ...amendment, seen: " " }), /seen: expected a text that is not empty/);
 * ```
 */
export function checkAmendment(data: unknown): Amendment {
  const copy: unknown = frozenCopy(data, "the amendment");
  const problems = problemsOf(amendmentShape, copy);
  if (problems !== null) throw new InputError(`Checking the amendment failed: ${problems}`);
  return copy as Amendment;
}
