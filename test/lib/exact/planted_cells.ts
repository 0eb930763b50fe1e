// The planted RBMs of the reference table; patterns explicit.
import { plantedRbm } from "../../../lib/model/planted_rbm.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";

type Patterns = readonly [xi: readonly (readonly number[])[], eta: readonly (readonly number[])[]];

const ones = (m: number): Patterns => [[Array.from({ length: m }, () => 1)], [Array.from({ length: m }, () => 1)]];

/** ξ and η by the name of the cell. */
export const PATTERNS: Readonly<Record<string, Patterns>> = {
  "m4 M1": ones(4),
  "m5 M1": ones(5),
  "m6 M1": ones(6),
  "m4 M2": [[[1, 1, 1, 1], [-1, 1, 1, 1]], [[1, 1, 1, 1], [-1, -1, 1, 1]]],
  "m5 M2": [[[1, 1, 1, 1, 1], [-1, -1, 1, 1, 1]], [[1, 1, 1, 1, 1], [1, 1, -1, -1, -1]]],
  "m6 M2": [[[1, 1, 1, 1, 1, 1], [-1, 1, 1, 1, 1, 1]], [[1, 1, 1, 1, 1, 1], [-1, -1, -1, 1, 1, 1]]],
  "m4 M3": [
    [[-1, 1, 1, -1], [1, 1, -1, -1], [-1, 1, -1, 1]],
    [[1, -1, -1, 1], [-1, -1, -1, -1], [-1, 1, -1, 1]],
  ],
  "m5 M3": [
    [[1, 1, 1, 1, 1], [-1, 1, -1, 1, -1], [-1, 1, 1, -1, -1]],
    [[1, 1, 1, -1, 1], [-1, 1, -1, -1, 1], [1, 1, -1, 1, -1]],
  ],
  "m4 M4": [
    [[-1, 1, 1, 1], [1, -1, -1, -1], [1, -1, -1, -1], [-1, 1, 1, 1]],
    [[1, -1, -1, -1], [-1, 1, -1, 1], [1, 1, 1, 1], [-1, 1, 1, 1]],
  ],
  "m5 M4": [
    [[1, 1, -1, 1, -1], [-1, -1, -1, 1, -1], [-1, 1, 1, -1, 1], [1, -1, -1, 1, -1]],
    [[-1, -1, 1, -1, -1], [-1, 1, 1, 1, -1], [-1, -1, -1, -1, 1], [-1, -1, 1, 1, -1]],
  ],
};

export function plantedCell(name: string, beta: number): EnergyModel {
  const [xi, eta] = PATTERNS[name]!;
  return plantedRbm(xi, eta, beta);
}

/** The cell C-deep of experiment 5. */
export const cDeep = (): EnergyModel => plantedCell("m5 M2", 3);
