import type { EnergyModel } from "../../model/energy_model.ts";
import { landscapeSpace } from "./landscape_space.ts";
import type { SpaceOptions } from "./landscape_space.ts";
import { mergeTree } from "./merge_tree.ts";
import type { MergeNode, MergeTree } from "./merge_tree.ts";

/** What becomes of the events of all states when x and −x are taken as one. */
export interface QuotientChanges {
  /** Basins among all states, and among the pairs. */
  readonly basins: { readonly full: number; readonly quotient: number };
  readonly events: { readonly full: number; readonly quotient: number };
  /** Events of a component that is its own mirror image: they stay. */
  readonly kept: number;
  /** Events of a component and, at the same saddle energy, of its mirror image: two become one. */
  readonly paired: number;
  /** Events in which a component joins one that holds its mirror image: on the pairs nothing happens. */
  readonly vanished: readonly { readonly saddleEnergy: number; readonly barrier: number; readonly mass: number }[];
}

/**
 * Compares the landscape over all states with that over the pairs {x, −x}. The quotient has `kept + paired / 2` events.
 *
 * @throws {InputError} when the quotient is not legitimate; the message says why
 * @throws {SizeError} above 16 spins
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * // The two wells of the double well are one another's mirror images; folded together they are one basin, without an event.
 * const { basins, events, vanished } = quotientChanges(curieWeiss(6, 1));
 * assert.deepEqual([basins, events], [{ full: 2, quotient: 1 }, { full: 1, quotient: 0 }]);
 * assert.equal(vanished[0]!.barrier, 3);
 * ```
 */
export function quotientChanges(model: EnergyModel, options: Omit<SpaceOptions, "states"> = {}): QuotientChanges {
  const quotient = mergeTree(landscapeSpace(model, { ...options, states: "quotient" }));
  const full = mergeTree(landscapeSpace(model, { ...options, states: "full", law: quotient.space.law }));
  const position = statePositions(full), last = position.length - 1;
  const holdsMirror = (outer: MergeNode, inner: MergeNode): boolean => {
    const place = position[last - inner.minimumState]!;
    return place >= outer.start && place < outer.end;
  };
  let kept = 0, paired = 0;
  const vanished: { saddleEnergy: number; barrier: number; mass: number }[] = [];
  for (const { children } of full.nodes) {
    for (const child of children.slice(1)) {
      const node = full.nodes[child]!;
      if (holdsMirror(node, node)) kept++;
      // A component equals its mirror image or shares no state with it, so one state tells.
      else if (holdsMirror(full.nodes[children[0]!]!, node)) {
        const saddleEnergy = node.saddleEnergy!;
        vanished.push({ saddleEnergy, barrier: model.beta * (saddleEnergy - node.minimumEnergy), mass: node.mass });
      } else paired++;
    }
  }
  const basins = { full: full.basinCount, quotient: quotient.basinCount };
  const events = { full: eventCount(full), quotient: eventCount(quotient) };
  return { basins, events, kept, paired, vanished };
}

function eventCount({ nodes }: MergeTree): number {
  return nodes.reduce((sum, { children }) => sum + Math.max(0, children.length - 1), 0);
}

/** Where each state stands in the tree's order. */
function statePositions({ states }: MergeTree): Uint32Array {
  const position = new Uint32Array(states.length);
  states.forEach((s, k) => position[s] = k);
  return position;
}
