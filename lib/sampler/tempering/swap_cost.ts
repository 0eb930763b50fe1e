import { FIELD_LIMIT, FIELD_ONE, MANTISSA_ERROR } from "../acceptance/fixed_field.ts";
import type { EnergyModel } from "../../model/energy_model.ts";

/**
 * What it costs to exchange the states of two neighbouring rungs, (β_cold − β_hot)·(E_hot − E_cold)·log2(e)·2^32 rounded to a
 * whole number: the exchange is accepted with probability min(1, 2^(−cost/2^32)), by integers as every other decision. Costs
 * beyond ±2^52 stay at that.
 *
 * Source: C. J. Geyer, Computing Science and Statistics 23, 156 (1991); K. Hukushima and K. Nemoto, J. Phys. Soc. Japan 65, 1604
 * (1996).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(swapCost(Math.LN2, -1, -2), 2 ** 32);
 * assert.equal(swapCost(1, -3, -3), 0);
 * ```
 */
export function swapCost(betaGap: number, hotEnergy: number, coldEnergy: number): number {
  const cost = Math.round(betaGap * (hotEnergy - coldEnergy) * Math.LOG2E * FIELD_ONE);
  return Math.max(-FIELD_LIMIT, Math.min(FIELD_LIMIT, cost));
}

/**
 * Upper bound of the relative error of the probability of an exchange between rungs that are `betaGap` apart in inverse
 * temperature: the rounding of both energies, of the cost and of the Boltzmann factor.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * assert.ok(swapErrorBound(curieWeiss(50, 1), 0.1) < 5e-9);
 * ```
 */
export function swapErrorBound(model: EnergyModel, betaGap: number): number {
  const terms = model.couplings.length + (model.biases?.length ?? 0);
  let size = 0;
  for (const J of model.couplings) size += Math.abs(J);
  for (const h of model.biases ?? []) size += Math.abs(h);
  // Each addition rounds by at most 2^−53 of a sum that is nowhere above `size`; the difference and its factors add a few more.
  const energies = 2 * betaGap * size * (terms + 4) * 2 ** -53;
  return Math.expm1(energies + Math.LN2 * 2 ** -33) + MANTISSA_ERROR;
}
