// Models on which gradients are held against independent evaluations.
import type { KernelName } from "../../../../lib/exact/kernel_name.ts";
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { observableCount } from "../../../../lib/model/energy_model.ts";
import { ising } from "../../../../lib/model/ising.ts";
import { plantedRbm } from "../../../../lib/model/planted_rbm.ts";
import { rbm } from "../../../../lib/model/rbm.ts";
import { withBiases, withCouplings } from "../../../../lib/model/with_parameters.ts";

const SMALL = rbm({ weights: [[0.4, -0.7, 0.3], [0.9, 0.3, -0.2]], beta: 1.3 });

/** Both kinds, odd and even numbers of spins, with and without biases, degenerate spectra (equal patterns) among them. */
export const MODELS: Readonly<Record<string, EnergyModel>> = {
  "rbm 2×3": SMALL,
  "rbm 2×3 with biases": withBiases(SMALL, [0.1, -0.2, 0.3, 0, 0.2]),
  "rbm 1×2": rbm({ weights: [[0.6, -0.4]], beta: 1 }),
  "rbm 1×2 with biases": withBiases(rbm({ weights: [[0.6, -0.4]], beta: 1 }), [0.2, -0.1, 0.3]),
  "rbm 2×2, equal couplings, deep": rbm({ weights: [[1, 1], [1, 1]], beta: 2 }),
  "rbm 3×2, a zero coupling": rbm({ weights: [[0.5, 0], [-0.3, 0.8], [0.2, 0.6]], beta: 1 }),
  "ring with a triangle, 5 spins": ising({
    n: 5,
    edges: [[0, 1], [1, 2], [0, 2], [2, 3], [3, 4]],
    weights: [1, -0.5, 0.3, 0.8, 0.2],
    beta: 1.1,
  }),
  "chain of 4 with biases of zero": ising({
    n: 4,
    edges: [[0, 1], [1, 2], [2, 3]],
    weights: [0.7, -0.4, 0.9],
    biases: [0, 0, 0, 0],
    beta: 1,
  }),
};

/** Two states that a step makes independent, so that neither the kernel's part nor γ_eff has a derivative. */
export const TWO_STATES = rbm({ weights: [[0.6]], beta: 1 });

/** Kernels and units that each model takes. */
export function settings(model: EnergyModel): readonly (readonly [KernelName, "sweep" | "step"])[] {
  const scans = ["symmetric", "forward", "reverse", "palindromic"] as const;
  return [
    ["single-site", "sweep"],
    ["single-site", "step"],
    ...(model.blocks.length === 2 ? scans.map((kernel) => [kernel, "sweep"] as const) : []),
  ];
}

/** The cells of experiments 8 to 11: teachers of β = 3 (`C-deep` is the second). */
export const M4 = plantedRbm([[1, 1, 1, 1], [-1, 1, 1, 1]], [[1, 1, 1, 1], [-1, -1, 1, 1]], 3);
export const C_DEEP = plantedRbm([[1, 1, 1, 1, 1], [-1, -1, 1, 1, 1]], [[1, 1, 1, 1, 1], [1, 1, -1, -1, -1]], 3);

/** The model with `step` along `direction` of its parameters. */
export function moved(model: EnergyModel, direction: Float64Array, step: number): EnergyModel {
  const edges = model.couplings.length;
  const next = withCouplings(model, model.couplings.map((value, a) => value + step * direction[a]!));
  return model.biases === null
    ? next
    : withBiases(next, model.biases.map((value, i) => value + step * direction[edges + i]!));
}

/** Unit vector of one parameter. */
export function axis(model: EnergyModel, a: number): Float64Array {
  const direction = new Float64Array(observableCount(model));
  direction[a] = 1;
  return direction;
}

/** A direction without symmetry, the same on every run. */
export function slanted(model: EnergyModel): Float64Array {
  return Float64Array.from({ length: observableCount(model) }, (_, a) => Math.cos(1 + 2.3 * a));
}

export function largest(values: Iterable<number>): number {
  let size = 0;
  for (const value of values) size = Math.max(size, Math.abs(value));
  return size;
}

export function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}
