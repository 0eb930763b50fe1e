import type { EnergyModel } from "../../model/energy_model.ts";
import { flipRates } from "../flip_rates.ts";
import { boltzmannLaw } from "../law.ts";
import type { BoltzmannLaw } from "../law.ts";
import { fullSpace } from "../sector.ts";
import { couplingScale, TIE_TOLERANCE } from "./tie_tolerance.ts";

/** Kernels whose steps are the edges of the single-flip graph. */
export type FlipKernel = "single-site" | "metropolis";

/** Whether x and −x may be taken as one state, with the evidence. */
export interface FlipQuotient {
  readonly legitimate: boolean;
  /** Why not; null when legitimate. */
  readonly reason: string | null;
  /** max |E(x) − E(−x)|. */
  readonly energyDifference: number;
  /** Largest difference between the rate of a flip at x and of the same flip at −x. */
  readonly rateDifference: number;
}

/** Largest difference of rates that rounding explains. */
const RATE_TOLERANCE = 1e-12;

/**
 * Checks that the chain may be watched on the pairs {x, −x}: the law and every rate of the kernel must be the same at x and at
 * −x, for then the pairs are again a reversible Markov chain (it is lumpable: Kemeny and Snell, Finite Markov Chains, 1960,
 * theorem 6.3.2). Biases break it.
 *
 * @throws {SizeError} when the model is too large to enumerate
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { withBiases } from "../../model/with_parameters.ts";
 * assert.equal(flipQuotient(curieWeiss(3, 1)).legitimate, true);
 * const { legitimate, reason, energyDifference } = flipQuotient(withBiases(curieWeiss(3, 1), [0.5, 0, 0]));
 * assert.equal(legitimate, false);
 * assert.match(reason!, /the bias of spin 0 is 0.5/);
 * assert.ok(Math.abs(energyDifference - 1) < 1e-12);
 * ```
 */
export function flipQuotient(
  model: EnergyModel,
  kernel: FlipKernel = "single-site",
  law: BoltzmannLaw = boltzmannLaw(model),
): FlipQuotient {
  const space = fullSpace(model, law), last = space.size - 1;
  let energyDifference = 0;
  for (let s = 0; s < space.size / 2; s++) {
    energyDifference = Math.max(energyDifference, Math.abs(law.energies[s]! - law.energies[last - s]!));
  }
  const { down, up } = flipRates(model, space, kernel === "metropolis" ? "metropolis" : "heat-bath");
  const half = space.size / 2;
  let rateDifference = 0;
  for (let i = 0; i < space.bits; i++) {
    // The pair of −x is the complement of the pair of x, and spin i stands the other way round.
    for (let p = 0; p < half; p++) {
      rateDifference = Math.max(rateDifference, Math.abs(down[i * half + p]! - up[i * half + half - 1 - p]!));
    }
  }
  const reason = whyNot(model, energyDifference, rateDifference);
  return { legitimate: reason === null, reason, energyDifference, rateDifference };
}

function whyNot(model: EnergyModel, energyDifference: number, rateDifference: number): string | null {
  const bias = model.biases?.findIndex((value) => value !== 0) ?? -1;
  if (bias >= 0) return `the bias of spin ${bias} is ${model.biases![bias]!}, so that x and −x differ in energy`;
  if (energyDifference > TIE_TOLERANCE * couplingScale(model)) {
    return `x and −x differ in energy by up to ${energyDifference}`;
  }
  if (rateDifference > RATE_TOLERANCE) return `the kernel's rates at x and −x differ by up to ${rateDifference}`;
  return null;
}
