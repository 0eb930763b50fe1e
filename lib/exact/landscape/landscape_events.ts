import { ConvergenceError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { sectors } from "../sector.ts";
import { slowestMode } from "../slow_modes.ts";
import { TransitionOperator } from "../transition_operator.ts";
import type { DepthRule } from "./branches.ts";
import { completeFilters, filterMargins, nearestMargin, RELEVANCE_RIDERS } from "./event_filters.ts";
import type { EventFilters, FilterMargins } from "./event_filters.ts";
import { hittingTimes } from "./hitting_time.ts";
import type { HittingTime, HittingTimes } from "./hitting_time.ts";
import { flowImbalance, landscapeSpace } from "./landscape_space.ts";
import type { LandscapeSpace, SpaceOptions } from "./landscape_space.ts";
import { componentStates, mergeTree } from "./merge_tree.ts";
import type { MergeNode, MergeTree } from "./merge_tree.ts";
import { relevances } from "./relevance.ts";

/** The component A of a merge tree joins a deeper one, D. */
export interface LandscapeEvent {
  /** A, a node of the tree. */
  readonly node: number;
  /** D. */
  readonly deeper: number;
  /** Why D is the deeper one. */
  readonly decidedBy: DepthRule;
  /** Components that join at this saddle; 2, or more at a multiway saddle. */
  readonly ways: number;
  readonly minimumEnergy: number;
  readonly saddleEnergy: number;
  /** π(A). */
  readonly mass: number;
  /** B* = beta (E_s − E_A). */
  readonly barrier: number;
  /** Φ̂(A) of one step. */
  readonly conductance: number;
  /** 2 Φ̂(A) − γ: not negative, by Cheeger's inequality. */
  readonly cheegerMargin: number;
  /** Share of Σ_a Var[f_a] that the indicator of A explains. */
  readonly relevance: number;
  /** From A to D, null where not asked for. */
  readonly outward: HittingTime | null;
  /** From D to A. */
  readonly inward: HittingTime | null;
  readonly margins: FilterMargins;
  /** The filter that is nearest to deciding otherwise. */
  readonly nearest: { readonly filter: keyof EventFilters; readonly margin: number };
  readonly qualifies: boolean;
}

/** The energy landscape of a model, exactly: its merge tree and the events in it. */
export interface Landscape {
  readonly space: LandscapeSpace;
  readonly tree: MergeTree;
  readonly filters: EventFilters;
  /** γ of one step on the space's states, the odd modes left out on the quotient; null when there is but one state. */
  readonly gap: number | null;
  /** max |D P − (D P)ᵀ| of one step. */
  readonly detailedBalance: number;
  /** 2 Φ̂ − γ at the smallest Φ̂ of all cuts, those of the nodes and those of every {E ≤ e}; null without a cut. */
  readonly cheegerMargin: number | null;
  /** In order of saddle energy. */
  readonly events: readonly LandscapeEvent[];
  /** N_qual: events that pass every filter. */
  readonly qualifyingCount: number;
  /** N_qual under other thresholds of relevance. */
  readonly riders: readonly { readonly relevance: number; readonly qualifyingCount: number }[];
  /** U_thermo = Σ r B* over the qualifying events. */
  readonly strength: number;
}

/** Settings of {@link landscapeEvents}. */
export interface LandscapeOptions extends SpaceOptions {
  /** Thresholds other than those of experiment 7. */
  readonly filters?: Partial<EventFilters>;
  /** Further thresholds of relevance; 0.003, 0.01 and 0.1 by default. */
  readonly riders?: readonly number[];
  /** Hitting times of all events (the default), or only of those that pass the filters of mass and barrier. */
  readonly hitting?: "all" | "candidates";
  /**
   * D at a multiway saddle: the deepest component (the default), or the next deeper one, as if the components joined one
   * after another. Where no saddle is multiway the two are the same.
   */
  readonly partner?: "deepest" | "next";
}

/**
 * The merge tree of a model with everything that experiment 7 reads from it. Without biases the states are the pairs {x, −x},
 * unless asked otherwise.
 *
 * @throws {SizeError} above 16 spins
 * @throws {InputError} when the quotient is asked for and not legitimate, or a threshold is negative
 * @throws {ConvergenceError} when the rounding of a hitting time leaves open on which side of the threshold it lies
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { plantedRbm } from "../../model/planted_rbm.ts";
 * // The cell "C-deep" of experiment 5 at beta = 3: two patterns, a barrier between them.
 * const model = plantedRbm([[1, 1, 1, 1, 1], [-1, -1, 1, 1, 1]], [[1, 1, 1, 1, 1], [1, 1, -1, -1, -1]], 3);
 * const { events, detailedBalance, cheegerMargin } = landscapeEvents(model);
 * const [event] = events;
 * assert.equal(events.length, 1);
 * // The two patterns are equally deep.
 * assert.ok(Math.abs(event!.mass - 0.5) < 0.01 && event!.decidedBy === "index");
 * assert.ok(detailedBalance <= 1e-10 && cheegerMargin! >= -1e-10);
 * ```
 */
export function landscapeEvents(model: EnergyModel, options: LandscapeOptions = {}): Landscape {
  const filters = completeFilters(options.filters), riders = options.riders ?? RELEVANCE_RIDERS;
  const space = landscapeSpace(model, options), tree = mergeTree(space);
  const gap = stepGap(space), shares = relevances(tree), times = hittingTimes(space);
  const events: LandscapeEvent[] = [];
  for (const { children, decidedBy } of tree.nodes) {
    children.forEach((child, k) => {
      if (k === 0) return;
      const deeper = options.partner === "next" ? children[k - 1]! : children[0]!;
      const join = { child, deeper, decidedBy: decidedBy[k - 1]!, ways: children.length };
      events.push(measure(tree, join, { gap: gap!, relevance: shares[child]!, times, filters, options }));
    });
  }
  const qualifying = events.filter((event) => event.qualifies);
  const smallest = Math.min(tree.bottleneck?.conductance ?? Infinity, ...events.map((event) => event.conductance));
  return {
    space,
    tree,
    filters,
    gap,
    detailedBalance: flowImbalance(space),
    cheegerMargin: gap === null || smallest === Infinity ? null : 2 * smallest - gap,
    events,
    qualifyingCount: qualifying.length,
    riders: riders.map((relevance) => ({
      relevance,
      qualifyingCount: events.filter((event) => passes(event, { ...filters, relevance })).length,
    })),
    strength: qualifying.reduce((sum, { relevance, barrier }) => sum + relevance * barrier, 0),
  };
}

function measure(
  tree: MergeTree,
  { child, deeper, decidedBy, ways }: { child: number; deeper: number; decidedBy: DepthRule; ways: number },
  { gap, relevance, times, filters, options }: {
    gap: number;
    relevance: number;
    times: HittingTimes;
    filters: EventFilters;
    options: LandscapeOptions;
  },
): LandscapeEvent {
  const a = tree.nodes[child]!, { mass, minimumEnergy } = a;
  const saddleEnergy = a.saddleEnergy!, conductance = a.conductance!;
  const barrier = tree.space.model.beta * (saddleEnergy - minimumEnergy);
  const asked = options.hitting !== "candidates" || (mass >= filters.mass && barrier >= filters.barrier);
  const [outward, inward] = asked ? bothWays(tree, a, tree.nodes[deeper]!, times, filters.crossing) : [null, null];
  const crossing = outward === null ? null : Math.max(outward.sweeps, inward!.sweeps);
  const margins = filterMargins({ mass, barrier, crossing, relevance }, filters);
  const figures = { mass, barrier, relevance, outward, inward };
  return {
    node: child,
    deeper,
    decidedBy,
    ways,
    minimumEnergy,
    saddleEnergy,
    ...figures,
    conductance,
    cheegerMargin: 2 * conductance - gap,
    margins,
    nearest: nearestMargin(margins),
    qualifies: passes(figures, filters),
  };
}

function bothWays(
  tree: MergeTree,
  a: MergeNode,
  d: MergeNode,
  times: HittingTimes,
  budget: number,
): [HittingTime, HittingTime] {
  const shallow = componentStates(tree, a), deep = componentStates(tree, d);
  const both: [HittingTime, HittingTime] = [times.between(shallow, deep), times.between(deep, shallow)];
  for (const { sweeps, lower, upper } of both) {
    if (lower <= budget && upper > budget) {
      throw new ConvergenceError(
        `Cannot tell whether a hitting time of about ${sweeps} sweeps is within ${budget}: it is only known to lie from ${lower} to ${upper}; move the threshold or lower beta`,
      );
    }
  }
  return both;
}

function passes(
  { mass, barrier, relevance, outward, inward }: Pick<
    LandscapeEvent,
    "mass" | "barrier" | "relevance" | "outward" | "inward"
  >,
  filters: EventFilters,
): boolean {
  return mass >= filters.mass && barrier >= filters.barrier && relevance >= filters.relevance &&
    outward !== null && outward.upper <= filters.crossing && inward!.upper <= filters.crossing;
}

/** 1 − σ₂ of one step on the states of the space. */
function stepGap({ model, law, kernel, quotient, sector }: LandscapeSpace): number | null {
  const spaces = quotient ? [sector] : sectors(model, law);
  const modes = spaces.flatMap((space) => slowestMode(new TransitionOperator(model, kernel, space)) ?? []);
  return modes.length === 0 ? null : Math.min(...modes.map(({ gap }) => gap));
}
