import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { energy } from "../../../../lib/model/energy.ts";
import { withBeta } from "../../../../lib/model/with_parameters.ts";
import { boltzmann, spinsOf } from "../exact_matrices.ts";

/** E of every state of a model. */
export function stateEnergies(model: EnergyModel): number[] {
  const n = model.graph.vertexCount;
  return Array.from({ length: 2 ** n }, (_, s) => energy(model, spinsOf(s, n)));
}

/** The exact rejection rates of exchanges at rest, by pair of rungs: 1 − E[min(1, exp(Δβ·(E_cold − E_hot)))]. */
export function exactRejections(model: EnergyModel, ladder: ArrayLike<number>): number[] {
  const E = stateEnergies(model);
  const laws = Array.from(ladder, (rung) => boltzmann(withBeta(model, rung * model.beta)));
  return laws.slice(1).map((cold, pair) => {
    const gap = model.beta * (ladder[pair + 1]! - ladder[pair]!);
    let rate = 0;
    laws[pair]!.forEach((p, s) =>
      cold.forEach((q, t) => rate += p * q * (1 - Math.min(1, Math.exp(gap * (E[t]! - E[s]!)))))
    );
    return rate;
  });
}

/** Var(E) on a rung. */
export function exactVariance(model: EnergyModel, rung: number): number {
  const E = stateEnergies(model), law = boltzmann(withBeta(model, rung * model.beta));
  const mean = law.reduce((sum, p, s) => sum + p * E[s]!, 0);
  return law.reduce((sum, p, s) => sum + p * (E[s]! - mean) ** 2, 0);
}

/** The local barrier λ = ½·E|E(x) − E(y)| of two independent states on a rung, times beta: dΛ by the rung (Predescu et al. 2004). */
export function exactLocalBarrier(model: EnergyModel, rung: number): number {
  const E = stateEnergies(model), law = boltzmann(withBeta(model, rung * model.beta));
  let sum = 0;
  law.forEach((p, s) => law.forEach((q, t) => sum += p * q * Math.abs(E[s]! - E[t]!)));
  return model.beta * sum / 2;
}
