import { InputError } from "../../errors.ts";

/**
 * The cells of a registration and its amendments do not form one chain.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(new AmendmentChainError("Reading the notebook failed: no chain").name, "AmendmentChainError");
 * ```
 */
export class AmendmentChainError extends InputError {
  override name = "AmendmentChainError";
}
