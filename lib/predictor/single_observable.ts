import { InputError } from "../errors.ts";
import type { KernelName } from "../exact/kernel_name.ts";
import type { KernelStructure } from "../exact/kernel_structure.ts";
import type { BoltzmannLaw } from "../exact/law.ts";
import { observableCount } from "../model/energy_model.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import { magnetizationTime } from "./magnetization_time.ts";

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
