import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { ising } from "../../../../lib/model/ising.ts";

/** The bonds between the fast spins of `deepModel`, the first edges of it. */
export const FAST_BONDS = 6;

/**
 * Twelve spins on which a table of σ goes wrong: three pairs (spins 0–5) that agree and hold each other with fields of about 8.6
 * along their bias and 4.6 against it, so that the share of each pair's shallow side (2 %) rests on flips of probability
 * 2e-4 and takes a hundred sweeps; a fourth pair (6, 7) with fields of up to 15; four fast spins (8–11) of three colours that tie the
 * pairs together.
 */
export function deepModel(): EnergyModel {
  const edges: [number, number][] = [], weights: number[] = [];
  const join = (i: number, j: number, weight: number) => {
    edges.push([i, j]);
    weights.push(weight);
  };
  for (const [i, j, weight] of [[8, 9, 0.7], [9, 10, -0.6], [10, 11, 0.6], [8, 11, 0.5], [8, 10, 0.6], [9, 11, 0.4]]) {
    join(i!, j!, weight!);
  }
  for (let k = 0; k < 3; k++) {
    join(2 * k, 2 * k + 1, 3.3);
    join(2 * k, 8 + k, k === 1 ? -0.2 : 0.15);
    join(2 * k + 1, 11, k === 1 ? 0.15 : -0.2);
  }
  join(6, 7, 6);
  const biases = [1, 1, -1, -1, 1.05, 1.05, 1.5, 1.5, 0.2, -0.1, 0.3, 0];
  return ising({ n: 12, edges, weights, biases, beta: 1 });
}
