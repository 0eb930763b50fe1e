import { completeGraph } from "../graph/complete_graph.ts";
import type { Stream } from "../random/stream.ts";
import type { EnergyModel } from "./energy_model.ts";
import { ising } from "./ising.ts";
import { gaussianPerturbation } from "./perturbation.ts";

/**
 * The Sherrington–Kirkpatrick model on n spins: every pair is coupled with an independent Gaussian of variance 1/n drawn
 * from the stream in pair order, no biases.
 *
 * Source: D. Sherrington and S. Kirkpatrick, Phys. Rev. Lett. 35, 1792 (1975), with zero mean and each pair counted once.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createStream } from "../random/stream.ts";
 * const model = sherringtonKirkpatrick(5, 1, createStream(7, "couplings"));
 * assert.equal(model.couplings.length, 10);
 * ```
 */
export function sherringtonKirkpatrick(n: number, beta: number, stream: Stream): EnergyModel {
  return ising({ graph: completeGraph(n), weights: gaussianPerturbation(n, stream), beta });
}
