import { observableCount } from "../../model/energy_model.ts";
import { observableSpins, parityOfBits } from "../observables.ts";
import type { MergeTree } from "./merge_tree.ts";

/** Variances of a ±1 observable below this are the rounding of its mean. */
const NO_VARIANCE = 1e-28;

/**
 * For every node the share of Σ_a Var[f_a] that the indicator of its component explains: r = Σ_a Cov(f_a, 1_A)² / Var(1_A)
 * over Σ_a Var(f_a), between 0 and 1. On the quotient an odd observable (a bias of zero) keeps its variance 1 and is not
 * explained at all. 0 for the root, and everywhere when no observable varies.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../../model/ising.ts";
 * import { landscapeSpace } from "./landscape_space.ts";
 * import { mergeTree } from "./merge_tree.ts";
 * // Two coupled spins agree with probability p; that both are −1 explains (1 − p)/(2 − p) of the variance of their product.
 * const model = ising({ n: 2, edges: [[0, 1]], weights: [1], beta: 1 }), p = 1 / (1 + Math.exp(-2));
 * const tree = mergeTree(landscapeSpace(model, { states: "full" }));
 * assert.ok(Math.abs(relevances(tree)[1]! - (1 - p) / (2 - p)) < 1e-14);
 * ```
 */
export function relevances({ space, nodes, owner }: MergeTree): Float64Array {
  const { model, quotient, sector: { size, weights } } = space;
  const explained = new Float64Array(nodes.length), covariance = new Float64Array(nodes.length);
  let total = 0;
  for (let a = 0; a < observableCount(model); a++) {
    const spins = observableSpins(model, a);
    if (quotient && spins.length % 2 === 1) {
      total++;
      continue;
    }
    const mask = spins.reduce((bits, spin) => spin < space.sector.bits ? bits ^ (1 << spin) : bits, 0);
    let mean = 0;
    for (let s = 0; s < size; s++) mean += parityOfBits(s & mask) === 0 ? -weights[s]! : weights[s]!;
    covariance.fill(0);
    let variance = 0;
    for (let s = 0; s < size; s++) {
      const f = (parityOfBits(s & mask) === 0 ? -1 : 1) - mean;
      variance += weights[s]! * f * f;
      covariance[owner[s]!]! += weights[s]! * f;
    }
    if (variance < NO_VARIANCE) continue;
    total += variance;
    for (const { id, parent } of nodes) {
      explained[id]! += covariance[id]! ** 2;
      if (parent !== null) covariance[parent]! += covariance[id]!;
    }
  }
  return explained.map((value, id) => {
    const { parent, mass, complement } = nodes[id]!;
    return parent === null || total === 0 || value === 0 ? 0 : value / (mass * complement) / total;
  });
}
