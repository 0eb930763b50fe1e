// Landscapes from the definitions, by dense linear algebra and searches that share nothing with lib/exact.
import { Matrix, solve } from "ml-matrix";
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { denseModel, stepMatrix } from "../../support/dense_model.ts";

export interface BruteSpace {
  readonly spins: number;
  readonly size: number;
  /** Rounded so that energies which are equal but for rounding are equal. */
  readonly energies: readonly number[];
  readonly pi: readonly number[];
  /** One step on these states. */
  readonly step: Matrix;
  /** Neighbours of each state under single flips. */
  readonly neighbours: readonly (readonly number[])[];
  /** Centred observables as functions of these states; an odd one is nowhere determined and null. */
  readonly observables: readonly (readonly number[] | null)[];
  readonly variances: readonly number[];
}

/** All states, or the pairs {x, −x} represented by those whose last spin is +1, their steps added up pair by pair. */
export function bruteSpace(
  model: EnergyModel,
  quotient: boolean,
  rule: "single-site" | "metropolis" = "single-site",
): BruteSpace {
  const dense = denseModel(model), full = stepMatrix(dense, rule), n = model.graph.vertexCount;
  const size = quotient ? dense.size / 2 : dense.size;
  const members = (s: number): number[] => quotient ? [s, dense.size - 1 - s] : [s];
  const step = Matrix.zeros(size, size);
  for (let s = 0; s < size; s++) {
    for (let t = 0; t < size; t++) step.set(s, t, members(t).reduce((sum, u) => sum + full.get(s, u), 0));
  }
  const represent = (s: number): number => quotient && s >= size ? dense.size - 1 - s : s;
  const indices = Array.from({ length: size }, (_, s) => s);
  return {
    spins: n,
    size,
    energies: indices.map((s) => Math.round(dense.energies[s]! * 1e9) / 1e9),
    pi: indices.map((s) => members(s).reduce((sum, u) => sum + dense.pi[u]!, 0)),
    step,
    neighbours: indices.map((s) => Array.from({ length: n }, (_, i) => represent(s ^ (2 ** i))).filter((t) => t !== s)),
    observables: dense.observables.map((f) => {
      const even = f.every((value, s) => Math.abs(value - f[dense.size - 1 - s]!) < 1e-9);
      return quotient && !even ? null : f.slice(0, size);
    }),
    variances: dense.variances,
  };
}

/** Components of the states that satisfy a condition, each ascending, by search from every state. */
function components({ size, neighbours }: BruteSpace, holds: (s: number) => boolean): number[][] {
  const seen = new Set<number>(), found: number[][] = [];
  for (let s = 0; s < size; s++) {
    if (!holds(s) || seen.has(s)) continue;
    const component = [s];
    seen.add(s);
    for (const u of component) {
      for (const t of neighbours[u]!) {
        if (!holds(t) || seen.has(t)) continue;
        seen.add(t);
        component.push(t);
      }
    }
    found.push(component.sort((a, b) => a - b));
  }
  return found;
}

export interface BruteEvent {
  readonly shallow: readonly number[];
  readonly deep: readonly number[];
  readonly saddle: number;
  readonly ways: number;
}

/** Every join, found by comparing the components of {E < e} with those of {E ≤ e} at every energy e. */
export function bruteEvents(space: BruteSpace): BruteEvent[] {
  const { energies, pi } = space;
  const mass = (states: readonly number[]): number => states.reduce((sum, s) => sum + pi[s]!, 0);
  const lowest = (states: readonly number[]): number => Math.min(...states.map((s) => energies[s]!));
  const bottom = (states: readonly number[]): number => states.find((s) => energies[s] === lowest(states))!;
  const deeper = (a: readonly number[], b: readonly number[]): number => {
    if (lowest(a) !== lowest(b)) return lowest(a) - lowest(b);
    const ratio = mass(b) / mass(a) - 1;
    return Math.abs(ratio) > 1e-8 ? ratio : bottom(a) - bottom(b);
  };
  return [...new Set(energies)].sort((a, b) => a - b).flatMap((saddle) => {
    const before = components(space, (s) => energies[s]! < saddle);
    return components(space, (s) => energies[s]! <= saddle).flatMap((whole) => {
      const parts = before.filter((part) => whole.includes(part[0]!)).sort(deeper);
      return parts.slice(1).map((shallow) => ({ shallow, deep: parts[0]!, saddle, ways: parts.length }));
    });
  });
}

/** Φ̂ of a set, flow by flow. */
export function bruteConductance({ size, pi, step }: BruteSpace, states: readonly number[]): number {
  const inside = new Set(states);
  let flow = 0, mass = 0, rest = 0;
  for (let s = 0; s < size; s++) {
    if (inside.has(s)) mass += pi[s]!;
    else rest += pi[s]!;
    for (let t = 0; t < size; t++) if (inside.has(s) && !inside.has(t)) flow += pi[s]! * step.get(s, t);
  }
  return flow / Math.min(mass, rest);
}

/** Φ̂ of every component at every energy. */
export function bruteSublevelConductances(space: BruteSpace): number[] {
  return [...new Set(space.energies)].flatMap((energy) =>
    components(space, (s) => space.energies[s]! <= energy).filter((part) => part.length < space.size)
      .map((part) => bruteConductance(space, part))
  );
}

/** Share of the variances between the two values that "inside or outside" allows. */
export function bruteRelevance({ size, pi, observables, variances }: BruteSpace, states: readonly number[]): number {
  const inside = new Set(states);
  let between = 0;
  for (const f of observables) {
    if (f === null) continue;
    const sums = [0, 0], masses = [0, 0];
    for (let s = 0; s < size; s++) {
      const side = inside.has(s) ? 1 : 0;
      sums[side]! += pi[s]! * f[s]!;
      masses[side]! += pi[s]!;
    }
    between += sums[0]! ** 2 / masses[0]! + sums[1]! ** 2 / masses[1]!;
  }
  return between / variances.reduce((a, b) => a + b, 0);
}

/** Mean steps from π on one set to another, by LU decomposition of I − P without the target. */
export function bruteHitting(
  { size, pi, step }: BruteSpace,
  from: readonly number[],
  to: readonly number[],
): number {
  const rest = Array.from({ length: size }, (_, s) => s).filter((s) => !to.includes(s));
  const matrix = Matrix.sub(Matrix.eye(rest.length), step.selection(rest, rest));
  const times = solve(matrix, Matrix.ones(rest.length, 1));
  const mass = from.reduce((sum, s) => sum + pi[s]!, 0);
  return from.reduce((sum, s) => to.includes(s) ? sum : sum + pi[s]! * times.get(rest.indexOf(s), 0), 0) / mass;
}
