import { InputError } from "../../errors.ts";
import { type EnergyModel, observableCount } from "../../model/energy_model.ts";
import { isFlipSymmetric } from "../../model/symmetry.ts";
import { observableSpins } from "../observables.ts";
import type { Parity } from "../sector.ts";

/** A gradient observable by its index, or the magnetisation per spin. */
export type ObservableName = number | "magnetization";

/** The function behind a name: −Π x_i over `spins`, or with null the mean of all spins. */
export interface ObservedFunction {
  readonly name: ObservableName;
  readonly spins: readonly number[] | null;
  readonly parity: Parity;
}

/** @throws {InputError} when the model has no such observable */
export function observedFunction(model: EnergyModel, name: ObservableName): ObservedFunction {
  const symmetric = isFlipSymmetric(model);
  if (name === "magnetization") return { name, spins: null, parity: symmetric ? "odd" : "none" };
  const count = observableCount(model);
  if (!(Number.isSafeInteger(name) && name >= 0 && name < count)) {
    throw new InputError(
      `Cannot read observable ${name}: the model has the observables 0 to ${count - 1}, or magnetization`,
    );
  }
  const spins = observableSpins(model, name);
  return { name, spins, parity: !symmetric ? "none" : spins.length === 2 ? "even" : "odd" };
}
