import { InputError } from "../../errors.ts";

/**
 * Runs pieces of work one at a time: what is asked for meanwhile is refused by an InputError with this message, since it would
 * find the chains half-way.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const exclusively = oneAtATime("Cannot count: a count is going on; await it first");
 * const first = exclusively(() => Promise.resolve(1));
 * await assert.rejects(exclusively(() => Promise.resolve(2)), /a count is going on/);
 * assert.equal(await first, 1);
 * ```
 */
export function oneAtATime(refusal: string): <T>(work: () => Promise<T>) => Promise<T> {
  let busy = false;
  return async (work) => {
    if (busy) throw new InputError(refusal);
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };
}
