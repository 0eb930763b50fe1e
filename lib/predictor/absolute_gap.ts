import { fastestMode } from "../exact/slow_modes.ts";
import { sectors } from "../exact/sector.ts";
import { TransitionOperator } from "../exact/transition_operator.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import type { Analysis } from "./analysis.ts";

/** Whether a Metropolis chain accepts every flip, because no flip changes the energy. */
export function acceptsEverything(model: EnergyModel): boolean {
  return model.beta === 0 ||
    (model.couplings.every((coupling) => coupling === 0) && (model.biases ?? []).every((bias) => bias === 0));
}

/**
 * Distance of a Metropolis sweep from one that splits the states or returns to them in turn: 1 − max |σ| over all modes but the
 * constant one. It is
 * zero where every flip is accepted; a heat-bath kernel needs no such look at the negative end of its spectrum.
 */
export function metropolisAbsoluteGap({ model, kernel, law, structure }: Analysis): number {
  let largest = -Infinity;
  for (const sector of sectors(model, law)) {
    if (sector.parity !== "odd" && sector.size === 1) continue;
    largest = Math.max(largest, fastestMode(new TransitionOperator(model, kernel, sector)).gap);
  }
  const steps = model.graph.vertexCount;
  // |σ|^N from 1 + σ, which is small where the chain almost alternates.
  const alternating = 2 - largest;
  const negative = largest <= 1 ? 1 : -Math.expm1(steps * Math.log1p(-Math.max(0, alternating)));
  return Math.min(structure.gap, negative);
}
