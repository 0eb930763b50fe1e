import { type HypernetworkLayout, hypernetworkLayout, type HypernetworkShape } from "./hypernetwork_shape.ts";

/**
 * The couplings of a code and their vector–Jacobian product, in memory that is kept: what a training loop calls. The arrays that are
 * given are not checked.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * // One unit of each kind: W = (F₁ a + f₁)(F₂ a + f₂) with a = tanh(C u + c).
 * const pass = new HypernetworkPass({ codeLength: 1, width: 1, visible: 1, hidden: 1, rank: 1 });
 * const parameters = Float64Array.of(0, 0, 1, 1, 2, 3), gradient = new Float64Array(6);
 * pass.forward(parameters, Float64Array.of(1));
 * assert.deepEqual([...pass.couplings], [6]);
 * pass.pullback(parameters, Float64Array.of(1), gradient);
 * assert.deepEqual([...gradient], [5, 5, 0, 0, 3, 2]);
 * ```
 */
export class HypernetworkPass {
  readonly shape: HypernetworkShape;
  /** W(u) of the last {@link forward}, m·n in row order. */
  readonly couplings: Float64Array;
  /** A (m × r), then B (n × r), of the last {@link forward}. */
  readonly factors: Float64Array;
  /** a = tanh(C u + c) of the last {@link forward}. */
  readonly activations: Float64Array;
  readonly #layout: HypernetworkLayout;
  readonly #factorSlopes: Float64Array;
  #code: ArrayLike<number> = [];

  constructor(shape: HypernetworkShape) {
    const { visible, hidden, rank, width } = shape;
    this.shape = shape;
    this.couplings = new Float64Array(visible * hidden);
    this.factors = new Float64Array((visible + hidden) * rank);
    this.activations = new Float64Array(width);
    this.#layout = hypernetworkLayout(shape);
    this.#factorSlopes = new Float64Array(this.factors.length);
  }

  /** Fills {@link couplings} for the code u, which is kept for {@link pullback}. */
  forward(parameters: Float64Array, code: ArrayLike<number>): void {
    const { codeLength, width, visible, hidden, rank } = this.shape, layout = this.#layout;
    const { activations, factors, couplings } = this;
    this.#code = code;
    for (let k = 0; k < width; k++) {
      let sum = parameters[layout.codeBiases + k]!;
      for (let c = 0; c < codeLength; c++) sum += parameters[layout.codeWeights + k * codeLength + c]! * code[c]!;
      activations[k] = Math.tanh(sum);
    }
    for (let o = 0; o < factors.length; o++) {
      let sum = parameters[layout.factorBiases + o]!;
      for (let k = 0; k < width; k++) sum += parameters[layout.factorWeights + o * width + k]! * activations[k]!;
      factors[o] = sum;
    }
    const second = visible * rank;
    for (let i = 0; i < visible; i++) {
      for (let j = 0; j < hidden; j++) {
        let sum = 0;
        for (let k = 0; k < rank; k++) sum += factors[i * rank + k]! * factors[second + j * rank + k]!;
        couplings[i * hidden + j] = sum;
      }
    }
  }

  /**
   * Adds Jᵀ·cotangent to `gradient`, J = ∂vec W(u)/∂φ at the parameters and the code of the last {@link forward}. `cotangent` is a
   * slope of something in the couplings, from `start` on.
   */
  pullback(parameters: Float64Array, cotangent: Float64Array, gradient: Float64Array, start = 0): void {
    const { codeLength, width, visible, hidden, rank } = this.shape, layout = this.#layout;
    const { activations, factors } = this, slopes = this.#factorSlopes, second = visible * rank, code = this.#code;
    slopes.fill(0);
    for (let i = 0; i < visible; i++) {
      for (let j = 0; j < hidden; j++) {
        const slope = cotangent[start + i * hidden + j]!;
        for (let k = 0; k < rank; k++) {
          slopes[i * rank + k]! += slope * factors[second + j * rank + k]!;
          slopes[second + j * rank + k]! += slope * factors[i * rank + k]!;
        }
      }
    }
    for (let o = 0; o < factors.length; o++) {
      const slope = slopes[o]!;
      gradient[layout.factorBiases + o]! += slope;
      for (let k = 0; k < width; k++) gradient[layout.factorWeights + o * width + k]! += slope * activations[k]!;
    }
    for (let k = 0; k < width; k++) {
      let sum = 0;
      for (let o = 0; o < factors.length; o++) sum += parameters[layout.factorWeights + o * width + k]! * slopes[o]!;
      const slope = (1 - activations[k]! ** 2) * sum;
      gradient[layout.codeBiases + k]! += slope;
      for (let c = 0; c < codeLength; c++) gradient[layout.codeWeights + k * codeLength + c]! += slope * code[c]!;
    }
  }
}
