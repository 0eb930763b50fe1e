import { InputError } from "../errors.ts";
import type { KernelName } from "../exact/kernel_name.ts";
import { autocorrelationTime } from "../exact/kernel_structure.ts";
import type { KernelStructure } from "../exact/kernel_structure.ts";
import type { BoltzmannLaw } from "../exact/law.ts";
import { sectors } from "../exact/sector.ts";
import { observableCount } from "../model/energy_model.ts";
import type { EnergyModel } from "../model/energy_model.ts";

/** @throws {InputError} when the model has no such observable */
export function checkObservable(model: EnergyModel, index: number | "magnetization"): void {
  const count = observableCount(model);
  if (index === "magnetization" || (Number.isSafeInteger(index) && index >= 0 && index < count)) return;
  throw new InputError(
    `Cannot read observable ${index}: the model has the observables 0 to ${count - 1}, or magnetization`,
  );
}

/** τ and variance of one observable or of the magnetisation. */
export function singleObservable(
  model: EnergyModel,
  kernel: KernelName,
  law: BoltzmannLaw,
  { orbits, tau, variances }: KernelStructure,
  index: number | "magnetization",
): { index: number | "magnetization"; tau: number; variance: number } {
  if (index === "magnetization") return { index, ...magnetizationTime(model, kernel, law) };
  const orbit = orbits.orbitOf[index]!;
  return { index, tau: tau[orbit]!, variance: variances[orbit]! };
}

/** τ and variance of the magnetisation per spin, (1/N) Σ_i x_i. */
function magnetizationTime(
  model: EnergyModel,
  kernel: KernelName,
  law: BoltzmannLaw,
): { tau: number; variance: number } {
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
