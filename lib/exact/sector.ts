import type { EnergyModel } from "../model/energy_model.ts";
import { isFlipSymmetric } from "../model/symmetry.ts";
import type { BoltzmannLaw } from "./law.ts";

/** Parity under the global flip x → −x: functions with f(−x) = f(x) are even, with f(−x) = −f(x) odd. */
export type Parity = "even" | "odd" | "none";

/**
 * A subspace of functions that every kernel maps into itself. Without biases the global flip is a symmetry and there are two:
 * the even and the odd functions, each stored on the 2^(N−1) states whose last spin is +1. With a bias there is one, all
 * functions on the 2^N states (parity "none").
 */
export interface Sector {
  readonly parity: Parity;
  /** Number of spins that are free in the stored states. */
  readonly bits: number;
  /** 2^bits. */
  readonly size: number;
  /** Weights of the π inner product: ⟨f, g⟩_π = Σ_s weights[s]·f[s]·g[s]; they sum to 1. */
  readonly weights: Float64Array;
  /** Logarithms of the weights, finite where a weight underflows. */
  readonly logWeights: Float64Array;
}

/**
 * All functions on the 2^N states as one space, whatever symmetry the model has.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * import { boltzmannLaw } from "./law.ts";
 * const model = curieWeiss(3, 1);
 * assert.deepEqual([fullSpace(model, boltzmannLaw(model)).size, fullSpace(model, boltzmannLaw(model)).parity], [8, "none"]);
 * ```
 */
export function fullSpace(model: EnergyModel, law: BoltzmannLaw): Sector {
  const bits = model.graph.vertexCount;
  return {
    parity: "none",
    bits,
    size: 2 ** bits,
    weights: law.probabilities,
    logWeights: law.logProbabilities,
  };
}

/**
 * The sectors of a model, the even one first.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { boltzmannLaw } from "./law.ts";
 * const model = {
 *   kind: "ising" as const,
 *   graph: { vertexCount: 2, from: new Uint32Array([0]), to: new Uint32Array([1]) },
 *   couplings: new Float64Array([1]),
 *   biases: null,
 *   beta: 1,
 *   blocks: [new Uint32Array([0]), new Uint32Array([1])],
 *   visibleCount: null,
 * };
 * assert.deepEqual(sectors(model, boltzmannLaw(model)).map((s) => [s.parity, s.size]), [["even", 2], ["odd", 2]]);
 * ```
 */
export function sectors(model: EnergyModel, law: BoltzmannLaw): readonly Sector[] {
  const n = model.graph.vertexCount;
  if (!isFlipSymmetric(model)) return [fullSpace(model, law)];
  const size = 2 ** (n - 1);
  const weights = law.probabilities.slice(0, size).map((p) => 2 * p);
  const logWeights = law.logProbabilities.slice(0, size).map((p) => p + Math.LN2);
  const shared = { bits: n - 1, size, weights, logWeights };
  return [{ parity: "even", ...shared }, { parity: "odd", ...shared }];
}
