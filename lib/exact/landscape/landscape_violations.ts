import { TransitionOperator } from "../transition_operator.ts";
import { cutConductance } from "./cut_conductance.ts";
import type { Landscape, LandscapeEvent } from "./landscape_events.ts";
import { neighbour } from "./landscape_space.ts";
import { componentStates } from "./merge_tree.ts";
import type { MergeNode, MergeTree } from "./merge_tree.ts";
import { couplingScale, TIE_TOLERANCE } from "./tie_tolerance.ts";

/** What a landscape claims and what {@link landscapeViolations} finds otherwise. */
export type LandscapeRule =
  | "minimum"
  | "saddle"
  | "connected"
  | "deeper"
  | "mass"
  | "barrier"
  | "conductance"
  | "detailed balance"
  | "Cheeger"
  | "hitting time";

/** One broken rule. */
export interface LandscapeViolation {
  readonly rule: LandscapeRule;
  /** The node or the event's node; null for what concerns the whole. */
  readonly node: number | null;
  /** A sentence with the figures. */
  readonly message: string;
}

/** The gates of experiments 7 to 9: detailed balance and the margin of Cheeger's inequality. */
const GATE = 1e-10;
/** Relative difference that summing in another order may make. */
const RELATIVE = 1e-9;

/**
 * Checks a landscape against the definitions, one node at a time and without the pass that built it: a component of a merge
 * tree is connected, its states lie below its saddle and its lowest neighbour outside is at the saddle; masses, barriers,
 * flows and bounds are worked out anew. Empty when everything holds.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { landscapeEvents } from "./landscape_events.ts";
 * const landscape = landscapeEvents(curieWeiss(4, 1), { states: "full" });
 * assert.deepEqual(landscapeViolations(landscape), []);
 * const wrong = { ...landscape, events: landscape.events.map((event) => ({ ...event, barrier: event.barrier + 1 })) };
 * assert.deepEqual(landscapeViolations(wrong).map(({ rule }) => rule), ["barrier"]);
 * ```
 */
export function landscapeViolations(landscape: Landscape): LandscapeViolation[] {
  const { tree, events, gap, detailedBalance, cheegerMargin } = landscape;
  const found: LandscapeViolation[] = [];
  const report = (rule: LandscapeRule, node: number | null, message: string): void => {
    found.push({ rule, node, message });
  };
  checkNodes(tree, report);
  for (const event of events) checkEvent(landscape, event, report);
  if (!(detailedBalance <= GATE)) report("detailed balance", null, `the flows differ by up to ${detailedBalance}`);
  for (const { id, conductance } of tree.nodes) {
    if (conductance === null || gap === null || 2 * conductance - gap >= -GATE) continue;
    report("Cheeger", id, `the gap ${gap} exceeds twice the conductance ${conductance} of node ${id}`);
  }
  if (cheegerMargin !== null && !(cheegerMargin >= -GATE)) {
    report("Cheeger", null, `the smallest cut leaves a margin of ${cheegerMargin}`);
  }
  return found;
}

type Report = (rule: LandscapeRule, node: number | null, message: string) => void;

function checkNodes(tree: MergeTree, report: Report): void {
  const { space, nodes } = tree, { law: { energies }, sector: { size, weights } } = space;
  const tolerance = 2 * TIE_TOLERANCE * couplingScale(space.model);
  const operator = new TransitionOperator(space.model, space.kernel, space.sector);
  const inside = new Uint8Array(size), queue = new Uint32Array(size);
  for (const node of nodes) {
    const states = componentStates(tree, node), { id } = node;
    let lowest = Infinity, highest = -Infinity, mass = 0;
    for (const s of states) {
      inside[s] = 1;
      lowest = Math.min(lowest, energies[s]!);
      highest = Math.max(highest, energies[s]!);
      mass += weights[s]!;
    }
    let exit = Infinity;
    for (const s of states) {
      for (let spin = 0; spin < space.spins; spin++) {
        const t = neighbour(space, s, spin);
        if (inside[t] === 0) exit = Math.min(exit, energies[t]!);
      }
    }
    const reached = reach(tree, states[0]!, inside, queue);
    for (const s of states) inside[s] = 0;
    if (!(Math.abs(lowest - node.minimumEnergy) <= tolerance)) {
      report("minimum", id, `node ${id} claims the minimum ${node.minimumEnergy}, its lowest state has ${lowest}`);
    }
    if (reached < states.length) {
      report("connected", id, `node ${id} has ${states.length} states, of which ${reached} hang together`);
    }
    if (!(Math.abs(mass - node.mass) <= RELATIVE * mass)) {
      report("mass", id, `node ${id} claims the mass ${node.mass}, its states add up to ${mass}`);
    }
    if (node.parent === null) continue;
    checkSaddle(node, highest, exit, tolerance, report);
    const conductance = cutConductance(operator, states);
    if (!(Math.abs(conductance - node.conductance!) <= RELATIVE * conductance)) {
      report("conductance", id, `node ${id} claims the conductance ${node.conductance}, its cut has ${conductance}`);
    }
  }
}

function checkSaddle(node: MergeNode, highest: number, exit: number, tolerance: number, report: Report): void {
  const { id, saddleEnergy } = node;
  if (!(Math.abs(exit - saddleEnergy!) <= tolerance)) {
    report("saddle", id, `node ${id} claims the saddle ${saddleEnergy}, its lowest exit is at ${exit}`);
  } else if (!(highest < saddleEnergy!)) {
    report("saddle", id, `node ${id} holds a state at ${highest}, not below its saddle ${saddleEnergy}`);
  }
}

/** Number of states inside that can be reached from one of them. Leaves 2 at those. */
function reach({ space }: MergeTree, first: number, inside: Uint8Array, queue: Uint32Array): number {
  let count = 1;
  queue[0] = first;
  inside[first] = 2;
  for (let k = 0; k < count; k++) {
    for (let spin = 0; spin < space.spins; spin++) {
      const t = neighbour(space, queue[k]!, spin);
      if (inside[t] !== 1) continue;
      inside[t] = 2;
      queue[count++] = t;
    }
  }
  return count;
}

function checkEvent({ space, tree, gap }: Landscape, event: LandscapeEvent, report: Report): void {
  const { node: id } = event, node = tree.nodes[id]!, deeper = tree.nodes[event.deeper]!;
  const barrier = space.model.beta * (node.saddleEnergy! - node.minimumEnergy);
  if (!(Math.abs(event.barrier - barrier) <= RELATIVE * barrier)) {
    report("barrier", id, `the event of node ${id} claims the barrier ${event.barrier}, its saddle makes ${barrier}`);
  }
  const tolerance = TIE_TOLERANCE * couplingScale(space.model);
  if (deeper.parent !== node.parent || deeper.minimumEnergy > node.minimumEnergy + tolerance) {
    report(
      "deeper",
      id,
      `node ${id} with the minimum ${node.minimumEnergy} does not join node ${event.deeper} with ${deeper.minimumEnergy} as the shallower one`,
    );
  }
  if (!(Math.abs(event.mass - node.mass) <= RELATIVE * node.mass)) {
    report("mass", id, `the event of node ${id} claims the mass ${event.mass}, the tree ${node.mass}`);
  }
  if (!(Math.abs(event.cheegerMargin - (2 * node.conductance! - gap!)) <= GATE)) {
    report("Cheeger", id, `the event of node ${id} claims the margin ${event.cheegerMargin}, its cut does not`);
  }
  for (const time of [event.outward, event.inward]) {
    if (time === null || (time.lower <= time.sweeps * (1 + RELATIVE) && time.sweeps <= time.upper * (1 + RELATIVE))) {
      continue;
    }
    report(
      "hitting time",
      id,
      `a hitting time of node ${id} is ${time.sweeps} sweeps, outside of its bounds ${time.lower} and ${time.upper}`,
    );
  }
}
