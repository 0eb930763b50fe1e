import { InputError } from "../../errors.ts";
import type { Claims } from "./claims.ts";
import { claimsShape } from "./claims_shape.ts";
import { frozenCopy } from "../data/plain_data.ts";
import { problemsOf } from "../data/shape.ts";

/**
 * A checked, deeply frozen copy of the claims. Every tag is recomputed from its initial one through the conferrals, in order.
 *
 * @param what names them in messages.
 * @throws {InputError} in one line, when they do not have the shape of `claims.schema.json`, an assumption, obligation or risk is
 * missing, an id stands twice, a conferral does not connect to the tag before it, or a tag does not follow from the conferrals.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const claim = { id: "c", statement: "so", tier: "conditional", source: "a page", assumptions: [], evidence: [] };
 * const claims = { schemaVersion: 1, claims: [{ ...claim, initialTag: "conjectured", tag: "validated" }] };
 * assert.throws(() => checkClaims({ ...claims, conferrals: [] }, "the example"), /Checking the example failed: assumptions: missing/);
 * ```
 */
export function checkClaims(value: unknown, what = "the claims"): Claims {
  const copy: unknown = frozenCopy(value, what);
  const problems = problemsOf(claimsShape, copy);
  if (problems !== null) throw new InputError(`Checking ${what} failed: ${problems}`);
  return copy as Claims;
}
