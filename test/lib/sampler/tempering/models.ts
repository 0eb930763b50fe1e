import { ising } from "../../../../lib/model/ising.ts";

/** Two spins in a field: four states, all with energies of their own. */
export const PAIR = ising({ n: 2, edges: [[0, 1]], weights: [0.9], biases: [0.4, -0.1], beta: 1.3 });

/** Three spins of three colours. */
export const TRIPLE = ising({
  n: 3,
  edges: [[0, 1], [1, 2], [0, 2]],
  weights: [0.8, -0.5, 0.6],
  biases: [0.3, 0.1, -0.2],
  beta: 1.1,
});
