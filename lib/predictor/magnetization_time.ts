import type { KernelName } from "../exact/kernel_name.ts";
import { autocorrelationTime } from "../exact/kernel_structure.ts";
import { boltzmannLaw } from "../exact/law.ts";
import type { BoltzmannLaw } from "../exact/law.ts";
import { sectors } from "../exact/sector.ts";
import type { EnergyModel } from "../model/energy_model.ts";

/**
 * τ in sweeps and variance of the magnetisation per spin, (1/N) Σ_i x_i, under a kernel, exact. Without a field it is odd
 * under the global flip: it sees the modes that no pair observable sees.
 *
 * @throws {SizeError} when the model is too large to enumerate
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * // At beta = 0 a single-site sweep leaves a spin alone with probability r = (1 − 1/N)^N, and τ is ½ + r/(1 − r).
 * const { tau, variance } = magnetizationTime(curieWeiss(4, 0), "single-site");
 * const r = 0.75 ** 4;
 * assert.ok(Math.abs(tau - (0.5 + r / (1 - r))) < 1e-12 && Math.abs(variance - 0.25) < 1e-12);
 * ```
 */
export function magnetizationTime(
  model: EnergyModel,
  kernel: KernelName,
  law: BoltzmannLaw = boltzmannLaw(model),
): { readonly tau: number; readonly variance: number } {
  const spins = model.graph.vertexCount;
  const sector = sectors(model, law).at(-1)!;
  const m = new Float64Array(sector.size);
  for (let s = 0; s < sector.size; s++) {
    let down = 0;
    for (let v = s; v !== 0; v &= v - 1) down++;
    m[s] = (spins - 2 * down) / spins;
  }
  const { tau, variance } = autocorrelationTime(model, kernel, sector, m);
  return { tau, variance };
}
