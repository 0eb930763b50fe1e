import { checkInteger } from "../../random/check.ts";

/**
 * The codes that tell `count` teachers apart: code u is 1 at u and 0 elsewhere.
 *
 * @throws {InputError} when the number is not one from 1 to 65,536
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(oneHotCodes(2), [Float64Array.of(1, 0), Float64Array.of(0, 1)]);
 * ```
 */
export function oneHotCodes(count: number): Float64Array[] {
  checkInteger(count, "their number", "Cannot make one-hot codes", 1, 2 ** 16);
  return Array.from({ length: count }, (_, u) => {
    const code = new Float64Array(count);
    code[u] = 1;
    return code;
  });
}
