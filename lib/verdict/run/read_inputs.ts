import { InputError } from "../../errors.ts";
import type { LedgerInput } from "../ledger/ledger.ts";
import { inputShape } from "../ledger/ledger_shape.ts";
import { problemsOf } from "../data/shape.ts";

/**
 * The inputs of a notebook with one more; the same input may be noted again.
 *
 * @throws {InputError} when it is not a name and a digest, or was noted with another digest.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const input = { experiment: "01-exact", digest: `sha256:${"ab".repeat(32)}` };
 * assert.deepEqual(withInput([input], input), [input]);
 * assert.throws(() => withInput([input], { ...input, digest: `sha256:${"cd".repeat(32)}` }), /another digest/);
 * ```
 */
export function withInput(inputs: readonly LedgerInput[], input: LedgerInput): readonly LedgerInput[] {
  const problems = problemsOf(inputShape, input);
  if (problems !== null) {
    throw new InputError(`Noting the input ${JSON.stringify(input.experiment)} failed: ${problems}`);
  }
  const known = inputs.find(({ experiment }) => experiment === input.experiment);
  if (known === undefined) return [...inputs, Object.freeze({ ...input })];
  if (known.digest === input.digest) return inputs;
  throw new InputError(
    `Noting the input ${JSON.stringify(input.experiment)} failed: it was noted with another digest, ${known.digest}; ` +
      `read it once, or give each reading a name of its own`,
  );
}
