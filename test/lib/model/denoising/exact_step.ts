import { boltzmannLaw } from "../../../../lib/exact/law.ts";
import type { PhaseMoments } from "../../../../lib/model/denoising/denoising_gradient.ts";
import type { DenoisingStep } from "../../../../lib/model/denoising/denoising_step.ts";
import type { PerKind } from "../../../../lib/model/denoising/noise_schedule.ts";
import { conditionalModel } from "../../../../lib/model/denoising/step_models.ts";

/** The spins of state s of n spins, bit i set for −1. */
export function spinsOf(s: number, n: number): Int8Array {
  return Int8Array.from({ length: n }, (_, i) => (s >> i) & 1 ? -1 : 1);
}

/** The state of the given spins among those of a larger state. */
export function stateOf(s: number, spins: ArrayLike<number>): number {
  let found = 0;
  for (let k = 0; k < spins.length; k++) found |= ((s >> spins[k]!) & 1) << k;
  return found;
}

/** The law of V visible spins and that of their noised values, from flips by kind: entry [a·2^V + b] goes from a to b. */
export function flipKernel(flips: PerKind, imageCount: number, width: number): Float64Array {
  const size = 2 ** width, kernel = new Float64Array(size * size).fill(1);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      for (let k = 0; k < width; k++) {
        const flip = k < imageCount ? flips.image : flips.label;
        kernel[a * size + b]! *= ((a ^ b) >> k) & 1 ? flip : 1 - flip;
      }
    }
  }
  return kernel;
}

/** Q(target, input) of a step for a law of the data, entry [target·2^V + input]. */
export function pairLaw(step: DenoisingStep, data: ArrayLike<number>): Float64Array {
  const width = step.visible.length, size = 2 ** width, images = step.placement.image.length;
  const toTarget = flipKernel(step.noise.targetFlip, images, width);
  const toInput = flipKernel(step.noise.inputFlip, images, width);
  const law = new Float64Array(size * size);
  for (let target = 0; target < size; target++) {
    let mass = 0;
    for (let a = 0; a < size; a++) mass += data[a]! * toTarget[a * size + target]!;
    for (let input = 0; input < size; input++) law[target * size + input] = mass * toInput[target * size + input]!;
  }
  return law;
}

/** P(target | input) of a step by enumeration, entry [target·2^V + input]. */
export function reverseKernel(step: DenoisingStep, beta = 1): Float64Array {
  const size = 2 ** step.visible.length, kernel = new Float64Array(size * size);
  for (let input = 0; input < size; input++) {
    const { probabilities } = boltzmannLaw(conditionalModel(step, spinsOf(input, step.visible.length), beta));
    for (let s = 0; s < probabilities.length; s++) {
      kernel[stateOf(s, step.visible) * size + input]! += probabilities[s]!;
    }
  }
  return kernel;
}

/** The expected −log P(target | input) over Q(target, input). */
export function exactLoss(step: DenoisingStep, pairs: Float64Array, beta = 1): number {
  const reverse = reverseKernel(step, beta);
  return pairs.reduce((sum, q, k) => q === 0 ? sum : sum - q * Math.log(reverse[k]!), 0);
}

/** Moments of a law over the states of the step's spins. */
export function momentsOf(step: DenoisingStep, law: ArrayLike<number>): { means: Float64Array; pairs: Float64Array } {
  const { vertexCount, from, to } = step.graph;
  const means = new Float64Array(vertexCount), pairs = new Float64Array(from.length);
  for (let s = 0; s < law.length; s++) {
    const x = spinsOf(s, vertexCount);
    for (let i = 0; i < vertexCount; i++) means[i]! += law[s]! * x[i]!;
    for (let e = 0; e < from.length; e++) pairs[e]! += law[s]! * x[from[e]!]! * x[to[e]!]!;
  }
  return { means, pairs };
}

/** The exact moments of both phases, averaged over Q(target, input). */
export function exactPhases(
  step: DenoisingStep,
  pairs: Float64Array,
  beta = 1,
): { positive: PhaseMoments; negative: PhaseMoments } {
  const width = step.visible.length, size = 2 ** width, states = 2 ** step.graph.vertexCount;
  const positive = new Float64Array(states), negative = new Float64Array(states);
  for (let input = 0; input < size; input++) {
    const { probabilities } = boltzmannLaw(conditionalModel(step, spinsOf(input, width), beta));
    const visible = new Float64Array(size);
    let mass = 0;
    for (let s = 0; s < states; s++) visible[stateOf(s, step.visible)]! += probabilities[s]!;
    for (let target = 0; target < size; target++) mass += pairs[target * size + input]!;
    for (let s = 0; s < states; s++) {
      const target = stateOf(s, step.visible);
      positive[s]! += pairs[target * size + input]! * probabilities[s]! / visible[target]!;
      negative[s]! += mass * probabilities[s]!;
    }
  }
  return { positive: momentsOf(step, positive), negative: momentsOf(step, negative) };
}

/** The derivative of f at 0 from eight values, whose error is of the order of h^8. */
export function derivative(f: (x: number) => number, h = 0.04): number {
  const weights = [4 / 5, -1 / 5, 4 / 105, -1 / 280];
  return weights.reduce((sum, weight, k) => sum + weight * (f((k + 1) * h) - f(-(k + 1) * h)), 0) / h;
}

/** The derivative of f by every entry of `parameters`, which are as before when it returns. */
export function gradientOf(f: () => number, parameters: Float64Array): Float64Array {
  return Float64Array.from(parameters, (value, k) => {
    const slope = derivative((x) => {
      parameters[k] = value + x;
      return f();
    });
    parameters[k] = value;
    return slope;
  });
}
