import type { Graph } from "../../graph/graph.ts";
import type { VisiblePlacement } from "../../graph/place_visible.ts";
import type { NoiseStep } from "./noise_schedule.ts";

/**
 * One step of a denoising model: a Boltzmann machine on a grid of N spins, V of which are visible (image, then label), each
 * tied to one spin of the input by the fixed coupling Γ/2:
 * E(s | input) = −Σ_e weights[e]·s_i·s_j − Σ_i biases[i]·s_i − Σ_k inputCouplings[k]·s_visible[k]·input[k].
 */
export interface DenoisingStep {
  readonly noise: NoiseStep;
  readonly graph: Graph;
  readonly placement: VisiblePlacement;
  /** The vertices of the image, then those of the label. */
  readonly visible: Uint32Array;
  /**
   * The graph of all spins that are ever simulated: the grid, then one vertex per input; the edges of the grid, then those from
   * visible[k] to vertex N + k.
   */
  readonly jointGraph: Graph;
  /** Weights, input couplings, biases, then V zeros: what the views below, and those of `jointModel`, look into. */
  readonly parameters: Float64Array;
  /** One per edge of the grid; learned. A view. */
  readonly weights: Float64Array;
  /** One per spin of the grid; learned. A view. */
  readonly biases: Float64Array;
  /** One per visible spin; fixed. A view. */
  readonly inputCouplings: Float64Array;
}

/**
 * A step with zero weights and biases, as the published program begins.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gridPreset, placeVisible, createStream, noiseSchedule } from "thermolab";
 * const graph = gridPreset("60_12"), stream = createStream(1, "couplings");
 * const placement = placeVisible(graph, { imageCount: 784, labelCount: 20, placement: "replication", stream });
 * const [noise] = noiseSchedule({ steps: 2, times: "log", offset: 0, imageRate: 0.9, labelRate: 0.2, decayPerRate: 1 }).steps;
 * const step = createDenoisingStep(noise!, graph, placement);
 * assert.equal(step.weights.length + step.biases.length, 25200);
 * ```
 */
export function createDenoisingStep(noise: NoiseStep, graph: Graph, placement: VisiblePlacement): DenoisingStep {
  const { vertexCount: n, from, to } = graph, edges = from.length;
  const inputs = placement.image.length + placement.label.length, visible = new Uint32Array(inputs);
  visible.set(placement.image);
  visible.set(placement.label, placement.image.length);
  const parameters = new Float64Array(edges + inputs + n + inputs);
  const inputCouplings = parameters.subarray(edges, edges + inputs);
  inputCouplings.fill(noise.coupling.image, 0, placement.image.length);
  inputCouplings.fill(noise.coupling.label, placement.image.length);
  const joinFrom = new Uint32Array(edges + inputs), joinTo = new Uint32Array(edges + inputs);
  joinFrom.set(from);
  joinTo.set(to);
  joinFrom.set(visible, edges);
  for (let k = 0; k < inputs; k++) joinTo[edges + k] = n + k;
  return {
    noise,
    graph: { vertexCount: n, from, to },
    placement,
    visible,
    jointGraph: { vertexCount: n + inputs, from: joinFrom, to: joinTo },
    parameters,
    weights: parameters.subarray(0, edges),
    biases: parameters.subarray(edges + inputs, edges + inputs + n),
    inputCouplings,
  };
}
