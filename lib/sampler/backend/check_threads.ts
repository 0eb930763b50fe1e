import { availableParallelism } from "node:os";
import { InputError } from "../../errors.ts";
import { checkInteger } from "../../random/check.ts";

/**
 * A number of threads that the processor has; anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(checkThreads(1, "Cannot start"), 1);
 * assert.throws(() => checkThreads(100000, "Cannot start"), /Cannot start: threads is 100000, and the processor has/);
 * ```
 */
export function checkThreads(threads: unknown, action: string): number {
  const cores = availableParallelism();
  if (typeof threads === "number" && Number.isInteger(threads) && threads > cores) {
    throw new InputError(
      `${action}: threads is ${threads}, and the processor has ${cores}; give an integer from 1 to ${cores}`,
    );
  }
  return checkInteger(threads, "threads", action, 1, cores);
}
