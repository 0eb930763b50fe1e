import type { EnergyModel } from "../model/energy_model.ts";
import { isSingleSite } from "./kernel_name.ts";
import type { KernelName } from "./kernel_name.ts";
import type { BoltzmannLaw } from "./law.ts";
import { fullSpace, sectors } from "./sector.ts";
import { TransitionOperator } from "./transition_operator.ts";

/** Largest number of spins for which a scan's detailed balance is checked state by state. */
export const RESIDUAL_SPINS = 12;

/** How far a kernel is from what it claims, for one application (one step of the single-site kernels, one sweep of a scan). */
export interface KernelResiduals {
  /** max |Σ_j P_ij − 1|. */
  readonly rowSum: number;
  /** max |(πP)_j − π_j|. */
  readonly stationarity: number;
  /** max |D P − (D P)ᵀ| with D = diag(π): zero for a reversible kernel. Null when the model is too large to check it. */
  readonly detailedBalance: number | null;
  /** The same relative to max |D P|. */
  readonly relativeDetailedBalance: number | null;
}

/**
 * Checks a kernel on the full state space of the model.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { plantedRbm } from "../model/planted_rbm.ts";
 * import { boltzmannLaw } from "./law.ts";
 * const model = plantedRbm([[1, 1], [-1, 1]], [[1, 1], [1, -1]], 1);
 * const law = boltzmannLaw(model);
 * assert.ok(kernelResiduals(model, "symmetric", law).detailedBalance! < 1e-16);
 * assert.ok(kernelResiduals(model, "forward", law).detailedBalance! > 1e-3);
 * ```
 */
export function kernelResiduals(model: EnergyModel, kernel: KernelName, law: BoltzmannLaw): KernelResiduals {
  const full = fullSpace(model, law);
  const operator = new TransitionOperator(model, kernel, full);
  const ones = new Float64Array(full.size).fill(1), image = new Float64Array(full.size);
  operator.apply(ones, image);
  const rowSum = largestDifference(image, ones);
  operator.applyTransposed(law.probabilities, image);
  const stationarity = largestDifference(image, law.probabilities);
  const balance = isSingleSite(kernel)
    ? operator.stepFlowImbalance()
    : model.graph.vertexCount <= RESIDUAL_SPINS
    ? scanFlowImbalance(model, operator, law)
    : null;
  return {
    rowSum,
    stationarity,
    detailedBalance: balance === null ? null : balance.difference,
    relativeDetailedBalance: balance === null ? null : balance.difference / balance.largest,
  };
}

/**
 * The flows D P of a scan, row by row of P. Flows between states and their flipped images are equal under the flip symmetry,
 * so there half of the rows suffice.
 */
function scanFlowImbalance(
  model: EnergyModel,
  operator: TransitionOperator,
  law: BoltzmannLaw,
): { difference: number; largest: number } {
  const { size } = operator.sector;
  const rows = sectors(model, law)[0]!.size;
  const unit = new Float64Array(size), forward = new Float64Array(size), column = new Float64Array(size);
  let difference = 0, largest = 0;
  for (let i = 0; i < rows; i++) {
    unit[i] = 1;
    // Row i of P, and column i: D P against its transpose.
    operator.applyTransposed(unit, forward);
    operator.apply(unit, column);
    unit[i] = 0;
    const weight = law.probabilities[i]!;
    for (let j = 0; j < size; j++) {
      const flow = weight * forward[j]!;
      difference = Math.max(difference, Math.abs(flow - law.probabilities[j]! * column[j]!));
      largest = Math.max(largest, flow);
    }
  }
  return { difference, largest };
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let s = 0; s < a.length; s++) largest = Math.max(largest, Math.abs(a[s]! - b[s]!));
  return largest;
}
