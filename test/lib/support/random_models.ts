// Random models from a printed seed, by a generator of their own (Marsaglia's xorshift32; the draws need no quality).
import { ising } from "../../../lib/model/ising.ts";
import { rbm } from "../../../lib/model/rbm.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";

/** Uniform numbers in (0, 1) of full precision, so that sums of them round. */
export function uniforms(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  const word = (): number => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  return () => (word() + (word() + 0.5) / 2 ** 32) / 2 ** 32;
}

export type BiasKind = "none" | "zero" | "random";

/** A random Ising model that holds at least the given edges; other pairs join with probability `density`. */
export function randomIsing(
  seed: number,
  options: {
    readonly n: number;
    readonly beta: number;
    readonly bias: BiasKind;
    readonly edges?: readonly (readonly [number, number])[];
    readonly density?: number;
    /** Spins without edges. */
    readonly isolated?: readonly number[];
    readonly zeroCouplings?: boolean;
    readonly blocks?: readonly (readonly number[])[];
  },
): EnergyModel {
  const next = uniforms(seed), { n, density = 0, isolated = [] } = options;
  const edges = [...options.edges ?? []];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const given = edges.some(([a, b]) => (a === i && b === j) || (a === j && b === i));
      const free = !isolated.includes(i) && !isolated.includes(j);
      if (next() < density && free && !given) edges.push([i, j]);
    }
  }
  const weights = edges.map((_, e) => options.zeroCouplings === true && e % 3 === 1 ? 0 : 1.6 * next() - 0.8);
  const biases = Array.from({ length: n }, () => options.bias === "random" ? 0.8 * next() - 0.4 : 0);
  return ising({
    n,
    edges,
    weights,
    beta: options.beta,
    ...(options.bias === "none" ? {} : { biases }),
    ...(options.blocks === undefined ? {} : { blocks: options.blocks }),
  });
}

/** An RBM with weights uniform in (−0.8, 0.8). */
export function randomRbm(seed: number, m: number, n: number, beta: number): EnergyModel {
  const next = uniforms(seed);
  return rbm({ weights: Array.from({ length: m }, () => Array.from({ length: n }, () => 1.6 * next() - 0.8)), beta });
}

/** Moments of a data law that is not the model's: ⟨x_i x_j⟩, then ⟨x_i⟩, of a few random states. */
export function randomMoments(seed: number, model: EnergyModel): Float64Array {
  const next = uniforms(seed), n = model.graph.vertexCount, count = 5;
  const states = Array.from({ length: count }, () => Array.from({ length: n }, () => next() < 0.6 ? 1 : -1));
  const mean = (f: (x: number[]) => number): number => states.reduce((sum, x) => sum + f(x), 0) / count;
  const pairs = Array.from(model.couplings, (_, e) => mean((x) => x[model.graph.from[e]!]! * x[model.graph.to[e]!]!));
  const singles = model.biases === null ? [] : Array.from(model.biases, (_, i) => mean((x) => x[i]!));
  return Float64Array.from([...pairs, ...singles]);
}
