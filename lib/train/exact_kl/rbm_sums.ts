import { SizeError } from "../../errors.ts";

/** Seconds for each sum at this size; the memory is one number for each state of the visible layer. */
const MAXIMUM_VISIBLE = 22;

/** Couplings, biases and beta of an RBM, as numbers. */
export interface RbmParameters {
  /** m·n in row order, read from `start` on. */
  readonly couplings: Float64Array;
  readonly start: number;
  /** Visible, then hidden; null for none. */
  readonly biases: Float64Array | null;
  readonly beta: number;
}

/**
 * log Z and the moments of an RBM with the hidden layer summed out by hand: 2^m states of the visible layer and never 2^(m + n). Couplings may
 * be of any size: weights are taken relative to the largest.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const sums = new RbmSums(1, 1);
 * sums.evaluate({ couplings: Float64Array.of(1000), start: 0, biases: null, beta: 1 });
 * assert.ok(Math.abs(sums.logPartition - (1000 + Math.LN2)) < 1e-12 && sums.pairMoments[0] === 1);
 * ```
 */
export class RbmSums {
  readonly visible: number;
  readonly hidden: number;
  /** ⟨v_i h_j⟩ of the last law, m·n in row order. */
  readonly pairMoments: Float64Array;
  /** ⟨v_i⟩, then ⟨h_j⟩, of the last law. */
  readonly means: Float64Array;
  /** log Σ exp(−βE) of the last law. */
  logPartition = 0;
  readonly #logWeights: Float64Array;
  readonly #hiddenMeans: Float64Array;

  /** @throws {SizeError} when the visible layer has more than 22 spins */
  constructor(visible: number, hidden: number) {
    if (visible > MAXIMUM_VISIBLE) {
      throw new SizeError(
        `Cannot sum over the states of ${visible} visible spins: there are 2^${visible}; use at most ${MAXIMUM_VISIBLE}`,
      );
    }
    this.visible = visible;
    this.hidden = hidden;
    this.pairMoments = new Float64Array(visible * hidden);
    this.means = new Float64Array(visible + hidden);
    this.#logWeights = new Float64Array(2 ** visible);
    this.#hiddenMeans = new Float64Array(hidden);
  }

  /** Takes the sums of a law. */
  evaluate(law: RbmParameters): void {
    const { visible, hidden, pairMoments, means } = this, { biases, beta } = law;
    const logWeights = this.#logWeights, hiddenMeans = this.#hiddenMeans, size = logWeights.length;
    let highest = -Infinity;
    for (let s = 0; s < size; s++) {
      let sum = 0;
      if (biases !== null) { for (let i = 0; i < visible; i++) sum += beta * biases[i]! * spin(s, i); }
      for (let j = 0; j < hidden; j++) {
        // log 2 cosh x
        const x = Math.abs(this.#field(law, s, j));
        sum += x + Math.log1p(Math.exp(-2 * x));
      }
      logWeights[s] = sum;
      if (!(sum <= highest)) highest = sum;
    }
    pairMoments.fill(0);
    means.fill(0);
    let total = 0;
    for (let s = 0; s < size; s++) {
      const weight = Math.exp(logWeights[s]! - highest);
      total += weight;
      for (let j = 0; j < hidden; j++) {
        const mean = weight * Math.tanh(this.#field(law, s, j));
        hiddenMeans[j] = mean;
        means[visible + j]! += mean;
      }
      for (let i = 0; i < visible; i++) {
        const v = spin(s, i);
        means[i]! += v * weight;
        for (let j = 0; j < hidden; j++) pairMoments[i * hidden + j]! += v * hiddenMeans[j]!;
      }
    }
    for (let e = 0; e < pairMoments.length; e++) pairMoments[e]! /= total;
    for (let k = 0; k < means.length; k++) means[k]! /= total;
    this.logPartition = highest + Math.log(total);
  }

  /** β(Σ_i W_ij v_i + b_j) */
  #field({ couplings, start, biases, beta }: RbmParameters, s: number, j: number): number {
    const { visible, hidden } = this;
    let sum = biases === null ? 0 : biases[visible + j]!;
    for (let i = 0; i < visible; i++) sum += couplings[start + i * hidden + j]! * spin(s, i);
    return beta * sum;
  }
}

/** Bit i of a state is set where the spin is −1. */
function spin(s: number, i: number): number {
  return 1 - 2 * (s >>> i & 1);
}
