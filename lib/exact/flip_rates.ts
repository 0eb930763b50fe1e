import type { EnergyModel } from "../model/energy_model.ts";
import { couplingMatrix, localFieldTable } from "./law.ts";
import type { Sector } from "./sector.ts";

/** Flip rates of every spin in a sector, in the layout of `pair_kernel.ts`. */
export interface FlipRates {
  /** From +1 to −1: 2^(bits−1) values for each ordinary spin. */
  readonly down: Float64Array;
  /** From −1 to +1. */
  readonly up: Float64Array;
  /** Of the last spin from +1, one per state of a parity sector; empty without one. */
  readonly wrap: Float64Array;
}

/** Heat-bath: P(x_i = −1 | rest) = σ(−2β·field), evaluated so that small rates keep their relative precision. */
const heatBath = (z: number): number => 1 / (1 + Math.exp(z));
/** Metropolis: min(1, exp(−β·ΔE)) with ΔE = 2·field for a flip from +1. */
const metropolis = (z: number): number => z > 0 ? Math.exp(-z) : 1;

/** The rates of the heat-bath or the Metropolis rule on the states of a sector. */
export function flipRates(model: EnergyModel, sector: Sector, rule: "heat-bath" | "metropolis"): FlipRates {
  const couplings = couplingMatrix(model);
  const rate = rule === "heat-bath" ? heatBath : metropolis;
  const half = sector.size / 2;
  const down = new Float64Array(sector.bits * half), up = new Float64Array(sector.bits * half);
  const spins = Array.from({ length: sector.bits }, (_, i) => i);
  for (const i of spins) {
    const field = localFieldTable(couplings, model.biases, i, spins.filter((j) => j !== i));
    for (let pair = 0; pair < half; pair++) {
      const z = 2 * model.beta * field[pair]!;
      down[i * half + pair] = rate(z);
      up[i * half + pair] = rate(-z);
    }
  }
  if (sector.parity === "none") return { down, up, wrap: new Float64Array(0) };
  const field = localFieldTable(couplings, model.biases, sector.bits, spins);
  return { down, up, wrap: field.map((value) => rate(2 * model.beta * value)) };
}
