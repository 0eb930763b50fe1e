import { SizeError } from "../errors.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import { DENSE_LIMIT, denseResolution } from "./dense_spectrum.ts";
import type { KernelName } from "./kernel_name.ts";
import { boltzmannLaw } from "./law.ts";
import type { BoltzmannLaw } from "./law.ts";
import { sectors } from "./sector.ts";
import type { SpectralLine } from "./spectral_lines.ts";
import { TransitionOperator } from "./transition_operator.ts";

/**
 * Every eigenvalue of a reversible kernel but the constant mode's, both parities, slowest first; the gaps of the single-site
 * kernels are per step.
 *
 * @throws {SizeError} when a sector is too large to diagonalise
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * // At beta = 0 a heat-bath step forgets one of N spins: the levels are 1 − k/N, C(N, k) times each.
 * const lines = fullSpectrum(curieWeiss(4, 0), "single-site");
 * assert.deepEqual(lines.map(({ gap, multiplicity }) => [gap.toFixed(12), multiplicity]), [
 *   ["0.250000000000", 4],
 *   ["0.500000000000", 6],
 *   ["0.750000000000", 4],
 *   ["1.000000000000", 1],
 * ]);
 * ```
 */
export function fullSpectrum(
  model: EnergyModel,
  kernel: KernelName,
  { law = boltzmannLaw(model) }: { readonly law?: BoltzmannLaw } = {},
): SpectralLine[] {
  return sectors(model, law).flatMap((sector) => {
    if (sector.size > DENSE_LIMIT) {
      throw new SizeError(
        `Cannot list every eigenvalue over ${sector.size} states: diagonalising takes too long; use at most ${DENSE_LIMIT} states or slowModes`,
      );
    }
    return denseResolution(new TransitionOperator(model, kernel, sector), []).lines;
  }).sort((a, b) => a.gap - b.gap);
}
