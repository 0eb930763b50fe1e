import type { EnergyModel } from "../../../lib/model/energy_model.ts";

/** A square matrix over the 2^N states, rows first; bit i of a state is set when x_i = −1. */
export type Matrix = number[][];

/** The spins of a state. */
export function spinsOf(state: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => (state >> i) & 1 ? -1 : 1);
}

/** The state of spins. */
export function stateOf(spins: ArrayLike<number>, offset: number, n: number): number {
  let state = 0;
  for (let i = 0; i < n; i++) if (spins[offset + i] === -1) state |= 1 << i;
  return state;
}

function energies(model: EnergyModel): number[] {
  const { from, to, vertexCount: n } = model.graph;
  return Array.from({ length: 2 ** n }, (_, s) => {
    const x = spinsOf(s, n);
    let sum = 0;
    model.couplings.forEach((J, e) => sum -= J * x[from[e]!]! * x[to[e]!]!);
    model.biases?.forEach((h, i) => sum -= h * x[i]!);
    return sum;
  });
}

/** The law π ∝ exp(−beta·E) of all states. */
export function boltzmann(model: EnergyModel): number[] {
  const weights = energies(model).map((E) => Math.exp(-model.beta * E));
  const Z = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / Z);
}

function build(size: number, entry: (s: number, t: number) => number): Matrix {
  return Array.from({ length: size }, (_, s) => Array.from({ length: size }, (_, t) => entry(s, t)));
}

export function multiply(A: Matrix, B: Matrix): Matrix {
  return build(A.length, (s, t) => A[s]!.reduce((sum, a, k) => sum + a * B[k]![t]!, 0));
}

export function applyToLaw(law: readonly number[], P: Matrix): number[] {
  return law.map((_, t) => law.reduce((sum, p, s) => sum + p * P[s]![t]!, 0));
}

export function transpose(P: Matrix): Matrix {
  return build(P.length, (s, t) => P[t]![s]!);
}

function mean(matrices: readonly Matrix[]): Matrix {
  return build(matrices[0]!.length, (s, t) => matrices.reduce((sum, P) => sum + P[s]![t]!, 0) / matrices.length);
}

/** The exact matrices of every scan from energies alone: one step of the single-site rules, one sweep of all. */
export function exactMatrices(model: EnergyModel) {
  const n = model.graph.vertexCount, size = 2 ** n, E = energies(model), { beta } = model;
  const heatBath = (i: number) =>
    build(size, (s, t) => {
      if ((s | (1 << i)) !== (t | (1 << i))) return 0;
      return 1 / (1 + Math.exp(beta * (E[t]! - E[t ^ (1 << i)]!)));
    });
  const metropolis = (i: number) =>
    build(size, (s, t) => {
      const accept = Math.min(1, Math.exp(beta * (E[s]! - E[s ^ (1 << i)]!)));
      return t === s ? 1 - accept : t === (s ^ (1 << i)) ? accept : 0;
    });
  const sites = Array.from({ length: n }, (_, i) => i);
  const product = (factors: readonly Matrix[]) => factors.reduce(multiply);
  const blocks = model.blocks.map((block) => product([...block].map(heatBath)));
  const forward = product(blocks), reverse = product(blocks.toReversed());
  const heatBathStep = mean(sites.map(heatBath)), metropolisStep = mean(sites.map(metropolis));
  return {
    step: { "single-site": heatBathStep, metropolis: metropolisStep },
    sweep: {
      "single-site": product(sites.map(() => heatBathStep)),
      metropolis: product(sites.map(() => metropolisStep)),
      forward,
      reverse,
      symmetric: mean([forward, reverse]),
      palindromic: product([...blocks, ...blocks.slice(0, -1).toReversed()]),
    },
  };
}

/** max |(πP)(s)/π(s) − 1|. */
export function invariance(law: readonly number[], P: Matrix): number {
  return Math.max(...applyToLaw(law, P).map((mass, s) => Math.abs(mass / law[s]! - 1)));
}

/** max |DP − (DP)ᵀ| / max DP. */
export function asymmetry(law: readonly number[], P: Matrix): number {
  let worst = 0, largest = 0;
  P.forEach((row, s) =>
    row.forEach((p, t) => {
      worst = Math.max(worst, Math.abs(law[s]! * p - law[t]! * P[t]![s]!));
      largest = Math.max(largest, law[s]! * p);
    })
  );
  return worst / largest;
}
