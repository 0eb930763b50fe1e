// The random models on which predict() is held against dense linear algebra.
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { ising } from "../../../lib/model/ising.ts";
import { type BiasKind, randomIsing, randomRbm } from "../support/random_models.ts";

export interface Case {
  readonly name: string;
  readonly model: (beta: number) => EnergyModel;
}

const TRIANGLE = [[0, 1], [1, 2], [0, 2]] as const;
const PENTAGON = [[0, 1], [1, 2], [2, 3], [3, 4], [0, 4]] as const;

function isingCase(
  seed: number,
  bias: BiasKind,
  name: string,
  options: Omit<Parameters<typeof randomIsing>[1], "beta" | "bias">,
): Case {
  return {
    name: `ising, ${name}, bias ${bias}, seed ${seed}`,
    model: (beta) => randomIsing(seed, { ...options, beta, bias }),
  };
}

function rbmCase(seed: number, m: number, n: number): Case {
  return { name: `rbm ${m}×${n}, seed ${seed}`, model: (beta) => randomRbm(seed, m, n, beta) };
}

/** Every case with its models drawn from `seed` on: both kinds, square and oblong, biased and unbiased. */
export function cases(seed: number): Case[] {
  return [
    rbmCase(seed, 1, 3),
    rbmCase(seed + 1, 2, 2),
    rbmCase(seed + 2, 3, 2),
    rbmCase(seed + 3, 2, 4),
    isingCase(seed + 4, "none", "triangle and more: three blocks or more", { n: 5, edges: TRIANGLE, density: 0.4 }),
    isingCase(seed + 5, "random", "triangle and more: three blocks or more", { n: 4, edges: TRIANGLE, density: 0.5 }),
    isingCase(seed + 6, "zero", "triangle and more: three blocks or more", { n: 4, edges: TRIANGLE, density: 0.5 }),
    isingCase(seed + 7, "none", "odd cycle", { n: 5, edges: PENTAGON }),
    isingCase(seed + 8, "random", "given blocks", {
      n: 5,
      edges: [[0, 3], [1, 3], [2, 4], [0, 4]],
      blocks: [[4, 3], [0], [2, 1]],
    }),
    isingCase(seed + 9, "none", "one isolated spin", { n: 5, edges: TRIANGLE, density: 0.4, isolated: [4] }),
    isingCase(seed + 10, "zero", "two blocks and an isolated spin", { n: 4, edges: [[0, 1], [1, 2]], isolated: [3] }),
    isingCase(seed + 11, "random", "two blocks", { n: 5, edges: [[0, 1], [1, 2], [2, 3], [3, 4]] }),
    isingCase(seed + 12, "none", "zero couplings among others", { n: 5, edges: PENTAGON, zeroCouplings: true }),
    isingCase(seed + 13, "random", "zero couplings among others", { n: 4, edges: TRIANGLE, zeroCouplings: true }),
    isingCase(seed + 14, "random", "no edges", { n: 3 }),
    { name: "deep biased ring", model: (beta) => deepRing(beta) },
  ];
}

/** A ferromagnetic ring of four whose two wells differ a little: gaps down to 1e−5 at beta 2.5. */
function deepRing(beta: number): EnergyModel {
  const edges = [[0, 1], [1, 2], [2, 3], [0, 3]] as const;
  return ising({ n: 4, edges, weights: [1, 0.9, 1.1, 1], biases: [0.03, 0.01, -0.02, 0.03], beta });
}

/** Larger ones, for one temperature each. */
export function largeCases(seed: number): Case[] {
  return [
    rbmCase(seed + 20, 3, 4),
    isingCase(seed + 21, "none", "dense", { n: 7, edges: TRIANGLE, density: 0.6 }),
    isingCase(seed + 22, "random", "dense", { n: 6, edges: TRIANGLE, density: 0.6 }),
  ];
}
