import type { Graph } from "../../graph/graph.ts";
import { checkBeta, checkFinite, checkVector } from "../check.ts";

/** Averages of spins over chains, samples and inputs. */
export interface PhaseMoments {
  /** ⟨s_i⟩, one per spin. */
  readonly means: ArrayLike<number>;
  /** ⟨s_i·s_j⟩, one per edge. */
  readonly pairs: ArrayLike<number>;
}

/** What the gradient of a step is made of. */
export interface DenoisingGradientOptions {
  /** Input given, visible spins clamped to the target. */
  readonly positive: PhaseMoments;
  /** Input given, everything else free. */
  readonly negative: PhaseMoments;
  /** The step's inverse temperature, default 1. */
  readonly beta?: number;
  /** The total-correlation penalty: its strength λ and the products of means, one per edge, of `meanProducts`. */
  readonly penalty?: { readonly strength: number; readonly products: ArrayLike<number> };
}

/** A gradient, in the shape of a step's learned parameters. */
export interface DenoisingGradient {
  /** One per edge. */
  readonly weights: Float64Array;
  /** One per spin. */
  readonly biases: Float64Array;
}

/**
 * The gradient of a step's loss, the expected −log P(target | input), by its weights and biases:
 * −β(⟨s_i·s_j⟩⁺ − ⟨s_i·s_j⟩⁻) and −β(⟨s_i⟩⁺ − ⟨s_i⟩⁻), plus λ times the gradient of the total correlation,
 * −β(⟨s_i⟩⟨s_j⟩ − ⟨s_i·s_j⟩⁻) for weights and zero for biases. Exact moments in, exact gradient out. Lists of other
 * lengths than the graph's and numbers that are not finite are InputErrors.
 *
 * Source: arXiv:2510.23972, Eq. 14 and its appendix on the total-correlation penalty.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const graph = { vertexCount: 2, from: Uint32Array.of(0), to: Uint32Array.of(1) };
 * const positive = { means: [0, 0], pairs: [1] }, negative = { means: [0.5, 0], pairs: [0.25] };
 * const { weights, biases } = denoisingGradient(graph, { positive, negative });
 * assert.deepEqual([...weights, ...biases], [-0.75, 0.5, 0]);
 * ```
 */
export function denoisingGradient(graph: Graph, options: DenoisingGradientOptions): DenoisingGradient {
  const action = "Cannot take the gradient of a denoising step";
  const n = graph.vertexCount, edges = graph.from.length, beta = checkBeta(options.beta ?? 1, action);
  const take = ({ means, pairs }: PhaseMoments, phase: string) => ({
    means: checkVector(means, `the means of the ${phase} phase`, action, n, "spin"),
    pairs: checkVector(pairs, `the pairs of the ${phase} phase`, action, edges, "edge"),
  });
  const positive = take(options.positive, "positive"), negative = take(options.negative, "negative");
  const weights = positive.pairs.map((pair, e) => beta * (negative.pairs[e]! - pair));
  if (options.penalty !== undefined) {
    const strength = checkFinite(options.penalty.strength, "the strength of the penalty", action);
    const products = checkVector(options.penalty.products, "the products of the penalty", action, edges, "edge");
    for (let e = 0; e < edges; e++) weights[e]! += beta * strength * (negative.pairs[e]! - products[e]!);
  }
  return { weights, biases: positive.means.map((mean, i) => beta * (negative.means[i]! - mean)) };
}
