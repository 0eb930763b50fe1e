import { boltzmannLaw } from "../../exact/law.ts";
import type { BoltzmannLaw } from "../../exact/law.ts";
import { observableSpins } from "../../exact/observables.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { observableCount } from "../../model/energy_model.ts";

/**
 * The states that the observables can tell apart, with the model's law. Products of two spins are the same at x and −x, so that
 * without bias parameters one state of each pair is kept, the one whose last spin is +1.
 */
export interface StateSpace {
  readonly model: EnergyModel;
  /** 2^(N−1) without bias parameters, 2^N with them. */
  readonly size: number;
  /** π of each state (of the pair where one stands for both); sums to 1. */
  readonly weights: Float64Array;
  readonly logWeights: Float64Array;
  /** f_a(s) = −(−1)^{|s ∧ masks[a]|}. */
  readonly masks: Uint32Array;
  /** E_π[f_a]. */
  readonly means: Float64Array;
}

/** Enumerates the model. */
export function stateSpace(model: EnergyModel, law: BoltzmannLaw = boltzmannLaw(model)): StateSpace {
  const n = model.graph.vertexCount, paired = model.biases === null && n > 0, size = paired ? 2 ** (n - 1) : 2 ** n;
  const weights = law.probabilities.slice(0, size), logWeights = law.logProbabilities.slice(0, size);
  if (paired) {
    for (let s = 0; s < size; s++) {
      weights[s]! *= 2;
      logWeights[s]! += Math.LN2;
    }
  }
  const masks = Uint32Array.from({ length: observableCount(model) }, (_, a) => {
    let mask = 0;
    for (const spin of observableSpins(model, a)) mask ^= 1 << spin;
    return mask & (size - 1);
  });
  return { model, size, weights, logWeights, masks, means: observableMoments(masks, weights) };
}

/** Σ_s density(s)·f_a(s) for every observable, by one Walsh–Hadamard transform. */
export function observableMoments(masks: Uint32Array, density: Float64Array): Float64Array {
  const transform = density.slice();
  walshHadamard(transform);
  return Float64Array.from(masks, (mask) => -transform[mask]!);
}

/** Σ_a coefficients[a]·f_a(s) at every state, by the same transform. */
export function observableSum(masks: Uint32Array, coefficients: Float64Array, size: number): Float64Array {
  const transform = new Float64Array(size);
  // Different observables may be one function of the stored states.
  masks.forEach((mask, a) => transform[mask]! -= coefficients[a]!);
  walshHadamard(transform);
  return transform;
}

function walshHadamard(x: Float64Array): void {
  for (let run = 1; run < x.length; run *= 2) {
    for (let base = 0; base < x.length; base += 2 * run) {
      for (let s = base; s < base + run; s++) {
        const a = x[s]!, b = x[s + run]!;
        x[s] = a + b;
        x[s + run] = a - b;
      }
    }
  }
}

/**
 * f_a − E_π[f_a], written to out[start + stride·s]: 2π(f_a = −1) where f_a = 1 and −2π(f_a = 1) where it is −1. No difference is taken,
 * so that a frozen law, whose states but one are rarer than the rounding of 1, keeps its relative precision.
 */
export function writeCentred(
  { size, masks, weights }: StateSpace,
  observable: number,
  out: Float64Array,
  start = 0,
  stride = 1,
): void {
  const mask = masks[observable]!;
  let plus = 0, minus = 0;
  for (let s = 0; s < size; s++) {
    if (isOdd(s & mask)) plus += weights[s]!;
    else minus += weights[s]!;
  }
  let rest = 0;
  for (let s = 0, i = start; s < size; s++, i += stride) {
    const value = isOdd(s & mask) ? 2 * minus : -2 * plus;
    out[i] = value;
    rest += weights[s]! * value;
  }
  // What the rounding of the sums has left would feed the null space of I − P.
  for (let s = 0, i = start; s < size; s++, i += stride) out[i]! -= rest;
}

function isOdd(bits: number): boolean {
  bits ^= bits >>> 16;
  bits ^= bits >>> 8;
  bits ^= bits >>> 4;
  return (0x6996 >>> (bits & 15) & 1) === 1;
}

/**
 * ∂/∂θ_b of a quantity whose change is Σ_s dπ(s)·slope(s): as ∂π(s)/∂θ_b = −β π(s)(f_b(s) − E f_b), it is −β Cov_π(slope, f_b).
 */
export function parameterGradient(
  { model, size, weights, masks, means }: StateSpace,
  slope: Float64Array,
): Float64Array {
  const density = new Float64Array(size);
  let mean = 0;
  for (let s = 0; s < size; s++) mean += weights[s]! * slope[s]!;
  for (let s = 0; s < size; s++) density[s] = weights[s]! * (slope[s]! - mean);
  let total = 0;
  for (let s = 0; s < size; s++) total += density[s]!;
  return observableMoments(masks, density).map((moment, b) => -model.beta * (moment - total * means[b]!));
}
