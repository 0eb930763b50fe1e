import type { MergeTree } from "./merge_tree.ts";

/** A node of a merge tree as plain data for a figure. */
export interface DrawnNode {
  readonly id: number;
  readonly parent: number | null;
  readonly children: readonly number[];
  /** Lowest energy of the component: where the line of a basin begins. */
  readonly minimumEnergy: number;
  /** Energy at which the node begins: its minimum for a basin, its children's saddle otherwise. */
  readonly birthEnergy: number;
  /** Energy at which it joins others: where its line ends. Null for the root. */
  readonly saddleEnergy: number | null;
  readonly mass: number;
  readonly stateCount: number;
  /** The spins of its minimum, +1 and −1; on the quotient one of the two configurations. */
  readonly minimum: readonly number[];
  /** Horizontal place, basins at 0, 1, 2, …, without crossing lines; a node stands over the middle of its children. */
  readonly x: number;
}

/**
 * A merge tree as plain data, which JSON keeps as it is: enough to draw it as a disconnectivity graph (Becker and Karplus,
 * J. Chem. Phys. 106, 1495 (1997)). Children come before parents, the root is last.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { landscapeSpace } from "./landscape_space.ts";
 * import { mergeTree } from "./merge_tree.ts";
 * const nodes = drawTree(mergeTree(landscapeSpace(curieWeiss(4, 1), { states: "full" })));
 * assert.deepEqual(nodes.map(({ x }) => x), [0, 1, 0.5]);
 * assert.deepEqual(nodes.map(({ minimumEnergy, saddleEnergy }) => [minimumEnergy, saddleEnergy]), [
 *   [-1.5, 0.5],
 *   [-1.5, 0.5],
 *   [-1.5, null],
 * ]);
 * assert.deepEqual(nodes[1]!.minimum, [-1, -1, -1, -1]);
 * ```
 */
export function drawTree({ nodes, space }: MergeTree): DrawnNode[] {
  const x = new Float64Array(nodes.length);
  // Intervals of basins come in the order in which no lines cross.
  nodes.filter(({ children }) => children.length === 0).sort((a, b) => a.start - b.start).forEach(({ id }, k) =>
    x[id] = k
  );
  return nodes.map((node) => {
    const { id, children } = node;
    if (children.length > 0) {
      const places = children.map((child) => x[child]!);
      x[id] = (Math.min(...places) + Math.max(...places)) / 2;
    }
    return {
      id,
      parent: node.parent,
      children,
      minimumEnergy: node.minimumEnergy,
      birthEnergy: node.birthEnergy,
      saddleEnergy: node.saddleEnergy,
      mass: node.mass,
      stateCount: node.end - node.start,
      minimum: Array.from({ length: space.spins }, (_, i) => (node.minimumState >>> i & 1) === 0 ? 1 : -1),
      x: x[id]!,
    };
  });
}
