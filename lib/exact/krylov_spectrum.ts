import { lanczosQuadrature } from "./lanczos.ts";
import type { SpectralLine, SpectralResolution } from "./spectral_lines.ts";
import { degenerateRuns } from "./spectral_lines.ts";
import type { TransitionOperator } from "./transition_operator.ts";

/** Settings of {@link krylovResolution}. */
export interface KrylovOptions {
  /** Smallest weight f̂² that makes an eigenspace relevant. */
  readonly relevance: number;
  /** Eigenspaces up to this multiple of the slowest relevant gap are resolved to working precision. */
  readonly slowRange: number;
  readonly maximumSteps?: number;
}

/** Where the slow range reaches into the bulk, more steps than this move γ_eff by less than 1e−8. */
const DEFAULT_STEPS = 160;

/**
 * The spectrum as seen by each function, by Lanczos quadrature: exact eigenvalues and weights at the slow end, a Gauss rule
 * for the rest. Multiplicities stay unknown (null). `converged` says whether every node of the slow range is an eigenvalue to
 * working precision; where that range reaches into a dense bulk, it need not be, and averages over it are still good to
 * about 1e−8.
 */
export function krylovResolution(
  operator: TransitionOperator,
  functions: readonly (Float64Array | null)[],
  options: KrylovOptions,
): SpectralResolution & { readonly converged: boolean } {
  const { size, parity } = operator.sector;
  // The basis is kept for reorthogonalisation: at most about 1 GB of it.
  const maximumSteps = options.maximumSteps ?? Math.max(24, Math.min(DEFAULT_STEPS, Math.floor(2 ** 27 / size)));
  const nodes: { gap: number; weight: number; orbit: number }[] = [];
  let converged = true;
  functions.forEach((f, orbit) => {
    if (f === null) return;
    const rule = lanczosQuadrature(operator, f, {
      maximumSteps,
      relevance: options.relevance,
      slowRange: options.slowRange,
    });
    converged &&= rule.converged;
    rule.gaps.forEach((gap, k) => nodes.push({ gap, weight: rule.weights[k]!, orbit }));
  });
  nodes.sort((a, b) => a.gap - b.gap);
  const runs = degenerateRuns(nodes.map((node) => node.gap), (gap) => 1e-8 * gap + 1e-13);
  const lines: SpectralLine[] = [];
  const weights = functions.map(() => new Float64Array(runs.length));
  runs.forEach(({ start, end }, line) => {
    let mass = 0, moment = 0;
    for (let k = start; k < end; k++) {
      const { gap, weight, orbit } = nodes[k]!;
      mass += weight;
      moment += weight * gap;
      weights[orbit]![line]! += weight;
    }
    lines.push({ parity, gap: Math.max(0, mass > 0 ? moment / mass : nodes[start]!.gap), multiplicity: null });
  });
  return { lines, weights, converged };
}
