// Small models with and without ties, biases and symmetries.
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { curieWeiss } from "../../../../lib/model/curie_weiss.ts";
import { hopfield } from "../../../../lib/model/hopfield.ts";
import { ising } from "../../../../lib/model/ising.ts";
import { randomIsing, randomRbm, uniforms } from "../../support/random_models.ts";
import { plantedCell } from "../planted_cells.ts";

const signs = (next: () => number, length: number): number[] => Array.from({ length }, () => next() < 0.5 ? -1 : 1);

/** Couplings ±1 on four pairs of five and biases −1, 0 or 1: ties without any symmetry. */
export function signsInField(seed: number, n: number, beta: number): EnergyModel {
  const next = uniforms(seed), edges: [number, number][] = [];
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) if (next() < 0.8) edges.push([i, j]);
  const biases = Array.from({ length: n }, () => Math.floor(3 * next()) - 1);
  return ising({ n, edges, weights: signs(next, edges.length), biases, beta });
}

/** Couplings ±1 on every pair: many states share few energies. */
export function signModel(seed: number, n: number, beta: number): EnergyModel {
  const next = uniforms(seed), edges: [number, number][] = [];
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) edges.push([i, j]);
  return ising({ n, edges, weights: signs(next, edges.length), beta });
}

export function hopfieldModel(seed: number, n: number, count: number, beta: number): EnergyModel {
  const next = uniforms(seed);
  return hopfield(Array.from({ length: count }, () => signs(next, n)), beta);
}

const RING = [[0, 1], [1, 2], [2, 3], [3, 0]] as const;

export const LANDSCAPE_MODELS: ReadonlyMap<string, EnergyModel> = new Map<string, EnergyModel>([
  ["one spin in a field", randomIsing(1, { n: 1, beta: 1, bias: "random" })],
  ["one free spin", curieWeiss(1, 1)],
  ["two spins", curieWeiss(2, 1.3)],
  ["two spins in a field", ising({ n: 2, edges: [[0, 1]], weights: [1], biases: [0.25, 0.25], beta: 1 })],
  ["no couplings", ising({ n: 4, edges: [[0, 1]], weights: [0], beta: 1 })],
  ["Curie–Weiss 6", curieWeiss(6, 1.5)],
  ["Curie–Weiss 7", curieWeiss(7, 1.5)],
  ["ring", ising({ n: 4, edges: RING, weights: [1, 1, 1, 1], beta: 1 })],
  ["frustrated ring", ising({ n: 4, edges: RING, weights: [1, 1, 1, -1], beta: 1 })],
  ["antiferromagnet", ising({ n: 4, edges: RING, weights: [-1, -1, -1, -1], beta: 1 })],
  ...[1, 2, 3, 4].map((seed) => [`signs ${seed}`, signModel(seed, 5 + seed % 3, 0.7)] as const),
  ...[5, 6, 7, 8, 9, 10].map((seed) => [`signs ${seed}`, signModel(seed, 8, 0.7)] as const),
  ...[1, 2, 3, 4, 5, 6].map((seed) => [`signs in a field ${seed}`, signsInField(seed, 7, 0.5)] as const),
  ...[1, 2, 3].map((count) => [`Hopfield ${count}`, hopfieldModel(10 + count, 7, count, 1.4)] as const),
  ...[1, 2, 3, 4].map((seed) =>
    [
      `random ${seed}`,
      randomIsing(seed, { n: 6, beta: 1.2, bias: seed % 2 === 0 ? "random" : "none", density: 0.8 }),
    ] as const
  ),
  ["random, biases zero", randomIsing(31, { n: 5, beta: 2, bias: "zero", density: 0.9 })],
  ["random with a free spin", randomIsing(32, { n: 5, beta: 1, bias: "random", density: 0.9, isolated: [4] })],
  ["random RBM", randomRbm(33, 3, 4, 1.6)],
  ["planted m4 M2", plantedCell("m4 M2", 3)],
  ["planted m4 M3", plantedCell("m4 M3", 2)],
]);

/** Each model with its states, and again with its pairs {x, −x} where it has them. */
export function everySpace(visit: (name: string, model: EnergyModel, quotient: boolean) => void): void {
  for (const [name, model] of LANDSCAPE_MODELS) {
    visit(name, model, false);
    if (model.biases === null || model.biases.every((h) => h === 0)) visit(`${name}, pairs`, model, true);
  }
}
