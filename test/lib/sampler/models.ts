import { ising } from "../../../lib/model/ising.ts";
import { rbm } from "../../../lib/model/rbm.ts";

/** Three blocks, biases, couplings of both signs: every scan is another matrix here. */
export const TRIANGLE = ising({
  n: 4,
  edges: [[0, 1], [1, 2], [0, 2], [2, 3]],
  weights: [0.7, -0.4, 0.5, 0.9],
  biases: [0.3, -0.2, 0.1, 0.4],
  beta: 0.8,
});

/** Two blocks, no biases. */
export const SMALL_RBM = rbm({ weights: [[0.9, -0.3, 0.5], [0.2, 0.8, -0.6]], beta: 1.2 });
