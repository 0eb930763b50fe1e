import { branchConductance, growTree } from "./growth.ts";
import type { SublevelCut } from "./growth.ts";
import type { DepthRule } from "./branches.ts";
import type { LandscapeSpace } from "./landscape_space.ts";

/** One component of {E < saddle}, as it is just before it joins others. */
export interface MergeNode {
  readonly id: number;
  /** What it becomes a part of; null for the root, which is everything. */
  readonly parent: number | null;
  /** The components that joined to form it, deepest first; none for a basin around one minimum. */
  readonly children: readonly number[];
  /** Why each child but the first is not the deeper one. */
  readonly decidedBy: readonly DepthRule[];
  readonly minimumEnergy: number;
  /** A state at that energy, the one of lowest index in the deepest basin. */
  readonly minimumState: number;
  /** Energy at which it begins: its minimum for a basin, the saddle where its children joined otherwise. */
  readonly birthEnergy: number;
  /** Energy at which it joins others; null for the root. */
  readonly saddleEnergy: number | null;
  /** Its states are `states[start]` to `states[end − 1]` of the tree. */
  readonly start: number;
  readonly end: number;
  /** π of the component. */
  readonly mass: number;
  /** π of everything else, precise where it is small. */
  readonly complement: number;
  /** Φ̂ of the cut around it under one step of the space's kernel; null for the root. */
  readonly conductance: number | null;
}

/**
 * The merge tree of an energy landscape. The states are stored once, in an order in which every component is an interval, so
 * that the whole takes memory for the states and the nodes, not for their product.
 */
export interface MergeTree {
  readonly space: LandscapeSpace;
  /** Children before parents, the root last. */
  readonly nodes: readonly MergeNode[];
  readonly states: Uint32Array;
  /** Node that each state was added to: the smallest component that holds it. */
  readonly owner: Uint32Array;
  readonly basinCount: number;
  /** Saddles that join three or more components. */
  readonly multiwayCount: number;
  /** The smallest Φ̂ over the components of {E ≤ e} for every energy e; null when all energies are equal. */
  readonly bottleneck: SublevelCut | null;
}

/**
 * The merge tree of the single-flip graph: states are added in order of energy, and components that meet at an energy, its
 * saddle, become one. Energies that differ by rounding only are one level; states of one level that touch are one basin or
 * one saddle; components that meet at one level meet at once. Of those the deeper is the one of lower minimum, then of
 * larger mass, then of lower state index.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../../model/ising.ts";
 * import { landscapeSpace } from "./landscape_space.ts";
 * // Two spins with coupling 1 in a field: the minimum ++ at −1.5, the other, −−, at −0.5, both below the saddles at +1.
 * const model = ising({ n: 2, edges: [[0, 1]], weights: [1], biases: [0.25, 0.25], beta: 1 });
 * const { nodes, states, basinCount } = mergeTree(landscapeSpace(model));
 * assert.equal(basinCount, 2);
 * const shallow = nodes[nodes.at(-1)!.children[1]!]!;
 * assert.deepEqual([shallow.minimumEnergy, shallow.saddleEnergy], [-0.5, 1]);
 * assert.deepEqual([...states.subarray(shallow.start, shallow.end)], [3]);
 * ```
 */
export function mergeTree(space: LandscapeSpace): MergeTree {
  const { levels, branches, owner, bottleneck } = growTree(space);
  const starts = intervalStarts(branches.children, branches.states);
  const energyAt = (level: number): number => levels.energies[level]!;
  const nodes = branches.parent.map((parent, id): MergeNode => {
    const children = branches.children[id]!;
    return {
      id,
      parent: parent < 0 ? null : parent,
      children,
      decidedBy: children.slice(1).map((child) => branches.decidedBy(children[0]!, child)),
      minimumEnergy: energyAt(branches.minimumLevel[id]!),
      minimumState: branches.minimumState[id]!,
      birthEnergy: energyAt(branches.birthLevel[id]!),
      saddleEnergy: parent < 0 ? null : energyAt(branches.saddleLevel[id]!),
      start: starts[id]!,
      end: starts[id]! + branches.states[id]!,
      mass: branches.mass.value(id),
      complement: branches.complement(id),
      conductance: parent < 0 ? null : branchConductance(branches, id, space.spins),
    };
  });
  return {
    space,
    nodes,
    states: intervalOrder(nodes, owner, levels.order),
    owner,
    basinCount: nodes.filter(({ children }) => children.length === 0).length,
    multiwayCount: nodes.filter(({ children }) => children.length > 2).length,
    bottleneck,
  };
}

/** Where each node's interval begins, its children's intervals first and in order. */
function intervalStarts(children: readonly (readonly number[])[], states: readonly number[]): Uint32Array {
  const starts = new Uint32Array(children.length);
  // Parents are born after their children.
  for (let id = children.length - 1; id >= 0; id--) {
    let next = starts[id]!;
    for (const child of children[id]!) {
      starts[child] = next;
      next += states[child]!;
    }
  }
  return starts;
}

function intervalOrder(nodes: readonly MergeNode[], owner: Uint32Array, byEnergy: Uint32Array): Uint32Array {
  const next = nodes.map(({ start, children }) => children.length === 0 ? start : nodes[children.at(-1)!]!.end);
  const order = new Uint32Array(owner.length);
  for (const s of byEnergy) order[next[owner[s]!]!++] = s;
  return order;
}

/**
 * The states of a node's component, a view into the tree.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { landscapeSpace } from "./landscape_space.ts";
 * const tree = mergeTree(landscapeSpace(curieWeiss(4, 1), { states: "full" }));
 * // The well around ++++: that state and those with one spin turned.
 * assert.deepEqual([...componentStates(tree, tree.nodes[0]!)].sort((a, b) => a - b), [0, 1, 2, 4, 8]);
 * ```
 */
export function componentStates({ states }: MergeTree, { start, end }: MergeNode): Uint32Array {
  return states.subarray(start, end);
}
