import { InputError } from "../../errors.ts";
import type { Preregistration } from "./preregistration.ts";

/**
 * The seeds of a run: those that are registered, with the sampling seeds replaced that a re-execution replaces.
 *
 * @param registered the registration, or the seeds of a notebook without one.
 * @param replacements name → seed.
 * @throws {InputError} for a replacement of a seed that is not among the registration's `samplingSeeds`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const plan = { seeds: { patterns: 5, chain: 7 }, samplingSeeds: ["chain"] };
 * assert.deepEqual(effectiveSeeds(plan, { chain: 8 }), { patterns: 5, chain: 8 });
 * assert.throws(() => effectiveSeeds(plan, { patterns: 6 }), /"patterns"/);
 * ```
 */
export function effectiveSeeds(
  registered: Pick<Preregistration, "seeds" | "samplingSeeds">,
  replacements: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  const { seeds, samplingSeeds = [] } = registered;
  for (const name of Object.keys(replacements)) {
    if (samplingSeeds.includes(name)) continue;
    const known = samplingSeeds.length === 0 ? "none is registered" : `those are ${samplingSeeds.join(", ")}`;
    throw new InputError(
      `Replacing the seed ${JSON.stringify(name)} failed: only a sampling seed can be replaced, and ${known}`,
    );
  }
  return Object.freeze({ ...seeds, ...replacements });
}
