import { inner } from "../exact/inner_product.ts";
import type { KernelName } from "../exact/kernel_name.ts";
import type { BoltzmannLaw } from "../exact/law.ts";
import type { ObservableOrbits } from "../exact/observable_orbits.ts";
import { centredProduct, observableSpins, productParity } from "../exact/observables.ts";
import { sectors } from "../exact/sector.ts";
import { slowModes } from "../exact/slow_modes.ts";
import { degenerateRuns } from "../exact/spectral_lines.ts";
import { TransitionOperator } from "../exact/transition_operator.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import { CLUSTER_RULE } from "./slow_cluster.ts";

/** Relative distance within which gaps belong to one eigenspace. */
const SAME_GAP = 1e-8;

/**
 * Counts the modes of C*(O) one by one, slowest first, where the spectrum is too large to diagonalise. Null when more than
 * `limit` modes lie in its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { boltzmannLaw } from "../exact/law.ts";
 * import { observableOrbits } from "../exact/observable_orbits.ts";
 * import { plantedRbm } from "../model/planted_rbm.ts";
 * // Cell m = 4, M = 3 of experiment 5: two modes share the slow cluster.
 * const xi = [[-1, 1, 1, -1], [1, 1, -1, -1], [-1, 1, -1, 1]], eta = [[1, -1, -1, 1], [-1, -1, -1, -1], [-1, 1, -1, 1]];
 * const model = plantedRbm(xi, eta, 3), law = boltzmannLaw(model), orbits = observableOrbits(model, "single-site");
 * const range = { largestGap: 0.03, stepsPerUnit: 8, limit: 24 };
 * assert.equal(countClusterModes(model, "single-site", { law, orbits, ...range }), 2);
 * ```
 */
export function countClusterModes(
  model: EnergyModel,
  kernel: KernelName,
  { law, orbits, largestGap, stepsPerUnit, limit }: {
    readonly law: BoltzmannLaw;
    readonly orbits: ObservableOrbits;
    /** Upper end of the cluster, per unit. */
    readonly largestGap: number;
    readonly stepsPerUnit: number;
    readonly limit: number;
  },
): number | null {
  if (largestGap >= 1) return null;
  const below = -Math.expm1(Math.log1p(-largestGap) / stepsPerUnit) * (1 + SAME_GAP);
  const spinsOf = orbits.representatives.map((a) => observableSpins(model, a));
  let count = 0;
  for (const sector of sectors(model, law)) {
    const members = spinsOf.filter((spins) => productParity(model, spins) === sector.parity);
    if (members.length === 0) continue;
    const modes = slowModes(new TransitionOperator(model, kernel, sector), { below, count: limit + 1 });
    if (modes.length > limit) return null;
    const functions = members.map((spins) => centredProduct(spins, sector));
    for (const { start, end } of degenerateRuns(modes.map((mode) => mode.gap), (gap) => SAME_GAP * gap)) {
      const relevance = functions.map((f) =>
        modes.slice(start, end).reduce((sum, mode) => sum + inner(sector.weights, f, mode.vector) ** 2, 0)
      );
      if (Math.sqrt(Math.max(...relevance)) > CLUSTER_RULE.epsilon) count += end - start;
    }
  }
  return count;
}
