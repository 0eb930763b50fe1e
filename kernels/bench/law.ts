import type { MeanEnergy } from "./subject.ts";

/**
 * Standard errors of the difference within which two samplers agree. The errors are estimated from 32 chains each: a
 * difference of two right ones exceeds six of them about once in ten million.
 */
export const LAW_TOLERANCE = 6;

/** What the comparison says of a sampler. */
export type LawVerdict = "agrees" | "WRONG LAW" | "not compared";

/**
 * Compares samplers of one workload by their mean energies: the one with which most others agree is the measure (the first
 * of several), and who disagrees with it samples another law. One alone is not compared.
 *
 * @param energies Mean energies per spin; null for a sampler that gave none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const energies = [{ mean: -0.45, error: 5e-4 }, { mean: -0.46, error: 5e-4 }, null, { mean: -0.4492, error: 5e-4 }];
 * assert.deepEqual(judgeLaws(energies), ["agrees", "WRONG LAW", "not compared", "agrees"]);
 * ```
 */
export function judgeLaws(energies: readonly (MeanEnergy | null)[]): readonly LawVerdict[] {
  const agree = (a: MeanEnergy, b: MeanEnergy): boolean =>
    Math.abs(a.mean - b.mean) <= LAW_TOLERANCE * Math.hypot(a.error, b.error);
  const known = energies.filter((energy) => energy !== null);
  if (known.length < 2) return energies.map(() => "not compared");
  const support = known.map((energy) => known.filter((other) => agree(energy, other)).length);
  const measure = known[support.indexOf(Math.max(...support))]!;
  return energies.map((energy) => energy === null ? "not compared" : agree(energy, measure) ? "agrees" : "WRONG LAW");
}
