import type { EnergyModel } from "../../model/energy_model.ts";

/**
 * Energies whose difference is at most this multiple of Σ|J| + Σ|h| count as equal: rounding leaves about 1e−15 of it, while
 * distinct levels of a model that anyone writes down lie much further apart.
 */
export const TIE_TOLERANCE = 1e-12;

/** Σ|J| + Σ|h|, the scale of the energies. */
export function couplingScale(model: EnergyModel): number {
  let scale = 0;
  for (const coupling of model.couplings) scale += Math.abs(coupling);
  for (const bias of model.biases ?? []) scale += Math.abs(bias);
  return scale;
}
