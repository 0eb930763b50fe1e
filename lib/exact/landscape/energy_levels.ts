import type { LandscapeSpace } from "./landscape_space.ts";
import { couplingScale, TIE_TOLERANCE } from "./tie_tolerance.ts";

/** The states in order of energy, those of equal energy grouped into one level. */
export interface EnergyLevels {
  /** States by level, ascending index inside a level. */
  readonly order: Uint32Array;
  /** Level of each state. */
  readonly levelOf: Uint32Array;
  /** Where each level begins in `order`, and the number of states at the end. */
  readonly starts: Uint32Array;
  /** Energy of each level: the lowest of its states, which differ by rounding only. */
  readonly energies: Float64Array;
}

/**
 * Groups the states into levels: sorted by energy, neighbours that differ by at most 1e−12 · (Σ|J| + Σ|h|) are of one level.
 */
export function energyLevels({ model, law, sector: { size } }: LandscapeSpace): EnergyLevels {
  const { energies } = law, tolerance = TIE_TOLERANCE * couplingScale(model);
  const sorted = Uint32Array.from({ length: size }, (_, s) => s).sort((a, b) => energies[a]! - energies[b]! || a - b);
  const levelOf = new Uint32Array(size), starts: number[] = [0], values: number[] = [energies[sorted[0]!]!];
  for (let k = 1; k < size; k++) {
    const energy = energies[sorted[k]!]!;
    if (energy - energies[sorted[k - 1]!]! > tolerance) {
      starts.push(k);
      values.push(energy);
    }
    levelOf[sorted[k]!] = starts.length - 1;
  }
  starts.push(size);
  for (let level = 0; level < values.length; level++) sorted.subarray(starts[level]!, starts[level + 1]!).sort();
  return { order: sorted, levelOf, starts: Uint32Array.from(starts), energies: Float64Array.from(values) };
}
