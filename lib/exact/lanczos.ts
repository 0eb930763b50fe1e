import { inner } from "./inner_product.ts";
import { lanczosProcess } from "./lanczos_process.ts";
import type { Ritz } from "./lanczos_process.ts";
import type { TransitionOperator } from "./transition_operator.ts";

/** Nodes and weights of the spectral measure of one function: ⟨f, h(P) f⟩_π = Σ_k weights[k]·h(1 − gaps[k]). */
export interface Quadrature {
  readonly gaps: Float64Array;
  readonly weights: Float64Array;
  readonly steps: number;
  /** Whether every node up to the asked multiple of the slowest relevant gap is an eigenvalue to working precision. */
  readonly converged: boolean;
}

/** Settings of {@link lanczosQuadrature}. */
export interface LanczosOptions {
  readonly maximumSteps: number;
  /** Steps before the nodes are first judged; 8 by default. */
  readonly minimumSteps?: number;
  /** Nodes of smaller weight do not count as seen by f. */
  readonly relevance: number;
  /** Nodes up to this multiple of the smallest relevant gap have to converge. */
  readonly slowRange: number;
}

/**
 * Gauss quadrature of the spectral measure of f by Lanczos on I − P in the π inner product (Golub and Meurant 2010,
 * Matrices, Moments and Quadrature). Degenerate eigenvalues appear once, with the whole weight of f in their eigenspace,
 * so no eigenvector is needed. f has zero mean; it is not changed.
 */
export function lanczosQuadrature(operator: TransitionOperator, f: Float64Array, options: LanczosOptions): Quadrature {
  const mass = inner(operator.sector.weights, f, f);
  if (!(mass > 0)) return { gaps: new Float64Array(0), weights: new Float64Array(0), steps: 0, converged: true };
  const settled = (ritz: Ritz): boolean =>
    ritz.steps >= (options.minimumSteps ?? 8) && slowNodesSettled(ritz, mass, options);
  const { ritz } = lanczosProcess({
    sector: operator.sector,
    apply: (x, out) => operator.applyLaplacian(x, out),
    start: f.map((value) => value / Math.sqrt(mass)),
    maximumSteps: options.maximumSteps,
    settled,
  });
  return {
    gaps: ritz.values,
    weights: ritz.heads.map((head) => mass * head * head),
    steps: ritz.steps,
    converged: ritz.complete || settled(ritz),
  };
}

function slowNodesSettled(ritz: Ritz, mass: number, { relevance, slowRange }: LanczosOptions): boolean {
  const weight = (k: number): number => mass * ritz.heads[k]! ** 2;
  let slowest = Infinity;
  ritz.values.forEach((gap, k) => {
    if (weight(k) > relevance) slowest = Math.min(slowest, gap);
  });
  return ritz.values.every((gap, k) =>
    weight(k) <= 1e-3 * relevance || gap > slowRange * slowest || ritz.residuals[k]! <= 1e-7 * gap
  );
}
