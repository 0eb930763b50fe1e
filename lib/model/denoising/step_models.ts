import { checkBeta, checkSpins } from "../check.ts";
import type { EnergyModel } from "../energy_model.ts";
import { weightsDigest } from "../weights_digest.ts";
import type { DenoisingStep } from "./denoising_step.ts";

/**
 * The law of a step's spins for one input (V spins ±1, image then label), the single-input conditional: an Ising model on the
 * grid whose biases are the step's plus Γ/2 times the input on the visible spins. Its observables are the step's weights and
 * biases. The blocks are those of the placement: hidden by colour, then image, then label. It is a copy of the parameters at
 * this moment. β multiplies the coupling as well, as in the published program.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createDenoisingModel } from "thermolab";
 * const { steps: [step] } = createDenoisingModel({ preset: "replication", grid: "8_8", imageCount: 9, labelCount: 3, steps: 2, seed: 1 });
 * const input = new Int8Array(12).fill(-1), model = conditionalModel(step!, input);
 * assert.equal(model.biases![step!.visible[0]!], -step!.noise.coupling.image);
 * ```
 */
export function conditionalModel(step: DenoisingStep, input: ArrayLike<number>, beta = 1): EnergyModel {
  const action = "Cannot build the model of a denoising step";
  const { visible, inputCouplings } = step;
  const spins = checkSpins(input, "input", action, visible.length);
  const biases = step.biases.slice();
  for (let k = 0; k < spins.length; k++) biases[visible[k]!]! += inputCouplings[k]! * spins[k]!;
  return {
    kind: "ising",
    graph: step.graph,
    couplings: step.weights.slice(),
    biases,
    beta: checkBeta(beta, action),
    blocks: step.placement.blocks,
    visibleCount: null,
  };
}

/**
 * The step's model with its inputs as spins N … N + V − 1, which the caller clamps (see `clampedSites`): one model for chains
 * of many inputs. Couplings and biases are views of the step's parameters, so training changes them in place and a sampler
 * notices. Observable e < E is the step's weight e, and bias i < N its bias i; those behind them belong to the fixed parts.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createDenoisingModel } from "thermolab";
 * const { steps: [step] } = createDenoisingModel({ preset: "replication", grid: "8_8", imageCount: 9, labelCount: 3, steps: 2, seed: 1 });
 * const model = jointModel(step!);
 * step!.weights[5] = 0.25;
 * assert.deepEqual([model.graph.vertexCount, model.couplings[5]], [76, 0.25]);
 * ```
 */
export function jointModel(step: DenoisingStep, beta = 1): EnergyModel {
  const { parameters, jointGraph: graph, visible, placement: { blocks } } = step;
  const inputs = Uint32Array.from(visible, (_, k) => step.graph.vertexCount + k);
  return {
    kind: "ising",
    graph,
    couplings: parameters.subarray(0, graph.from.length),
    biases: parameters.subarray(graph.from.length),
    beta: checkBeta(beta, "Cannot build the model of a denoising step"),
    blocks: inputs.length === 0 ? blocks : [...blocks, inputs],
    visibleCount: null,
  };
}

/**
 * SHA-256 of everything a step's law depends on: grid, places of the visible spins, couplings to the input, weights, biases.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createDenoisingModel } from "thermolab";
 * const { steps: [step] } = createDenoisingModel({ preset: "replication", grid: "8_8", imageCount: 9, labelCount: 3, steps: 2, seed: 1 });
 * const before = stepDigest(step!);
 * step!.biases[0] = 1e-9;
 * assert.notEqual(stepDigest(step!), before);
 * ```
 */
export function stepDigest(step: DenoisingStep): string {
  return weightsDigest(jointModel(step));
}
