import { Branches } from "./branches.ts";
import { DisjointSets } from "./disjoint_sets.ts";
import { energyLevels } from "./energy_levels.ts";
import type { EnergyLevels } from "./energy_levels.ts";
import { flipRate, neighbour } from "./landscape_space.ts";
import type { LandscapeSpace } from "./landscape_space.ts";

/** A cut between a connected component of {E ≤ energy} and the rest. */
export interface SublevelCut {
  readonly conductance: number;
  /** Highest energy inside the component. */
  readonly energy: number;
  readonly mass: number;
  /** The branch that the component was then. */
  readonly node: number;
}

/** The merge tree as it comes out of one pass over the states in order of energy. */
export interface Growth {
  readonly levels: EnergyLevels;
  readonly branches: Branches;
  /** Branch that each state was added to. */
  readonly owner: Uint32Array;
  /** The cut of smallest conductance among the components at every level; null when there is only one level. */
  readonly bottleneck: SublevelCut | null;
}

/**
 * Adds the states level by level and keeps the components of {E ≤ level} by union–find. A level is added as a whole, so that
 * a plateau is one basin and everything that joins at one energy joins at once. Mass and boundary flow of each component are
 * carried along: a state adds its flow to higher neighbours and takes away that to lower ones, the very numbers that were
 * added when those came, so that compensated sums leave the flow through the boundary alone.
 */
export function growTree(space: LandscapeSpace): Growth {
  const { spins, sector: { size, weights } } = space;
  const levels = energyLevels(space), { order, levelOf, starts } = levels;
  const branches = new Branches(weights), { mass, flow } = branches;
  const sets = new DisjointSets(size);
  const owner = new Uint32Array(size);
  const resolvedAt = new Int32Array(size).fill(-1), branchAt = new Uint32Array(size);
  const groups = new Groups(size);
  let bottleneck: SublevelCut | null = null;
  for (let level = 0; level < levels.energies.length; level++) {
    const added = order.subarray(starts[level]!, starts[level + 1]!);
    for (const s of added) {
      for (let spin = 0; spin < spins; spin++) {
        const t = neighbour(space, s, spin);
        if (levelOf[t]! > level) continue;
        const a = sets.find(s), b = sets.find(t);
        if (a !== b) groups.join(a, b, sets.join(a, b));
      }
    }
    const touched = new Set<number>();
    for (const s of added) {
      const root = sets.find(s);
      if (resolvedAt[root] !== level) {
        resolvedAt[root] = level;
        const parts = groups.branches(root);
        // Ascending order makes s the lowest index of a new basin.
        const branch = parts.length === 0
          ? branches.leaf(level, s)
          : parts.length === 1
          ? parts[0]!
          : branches.merge(level, parts);
        groups.set(root, branch);
        branchAt[root] = branch;
      }
      const branch = branchAt[root]!;
      owner[s] = branch;
      touched.add(branch);
      branches.states[branch]!++;
      mass.add(branch, weights[s]!);
      for (let spin = 0; spin < spins; spin++) {
        const t = neighbour(space, s, spin), other = levelOf[t]!;
        if (other > level) flow.add(branch, weights[t]! * flipRate(space, t, spin));
        else if (other < level) flow.add(branch, -weights[s]! * flipRate(space, s, spin));
      }
    }
    for (const node of touched) {
      if (branches.states[node] === size) continue;
      const conductance = branchConductance(branches, node, spins);
      if (bottleneck === null || conductance < bottleneck.conductance) {
        bottleneck = { conductance, energy: levels.energies[level]!, mass: mass.value(node), node };
      }
    }
  }
  return { levels, branches, owner, bottleneck };
}

/** Φ̂ of a branch as it stands; infinite for a cut that has no mass on one side. */
export function branchConductance(branches: Branches, node: number, spins: number): number {
  const smaller = Math.min(branches.mass.value(node), branches.complement(node));
  return smaller > 0 ? branches.flow.value(node) / spins / smaller : Infinity;
}

/** The branches inside each set of the union–find, as linked lists. */
class Groups {
  readonly #head: Int32Array;
  readonly #tail: Int32Array;
  readonly #next: number[] = [];

  constructor(size: number) {
    this.#head = new Int32Array(size).fill(-1);
    this.#tail = new Int32Array(size).fill(-1);
  }

  /** Gives the branches of two sets to their union. */
  join(a: number, b: number, union: number): void {
    const [head, tail] = [this.#head, this.#tail];
    const first = head[a]! >= 0 ? a : b, second = first === a ? b : a;
    const start = head[first]!;
    let end = tail[first]!;
    if (head[second]! >= 0) {
      this.#next[end] = head[second]!;
      end = tail[second]!;
    }
    head[union] = start;
    tail[union] = end;
  }

  branches(root: number): number[] {
    const found: number[] = [];
    for (let node = this.#head[root]!; node >= 0; node = this.#next[node]!) found.push(node);
    return found;
  }

  /** Makes one branch the only one of a set. */
  set(root: number, branch: number): void {
    this.#head[root] = branch;
    this.#tail[root] = branch;
    this.#next[branch] = -1;
  }
}
