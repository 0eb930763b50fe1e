import type { EngineTask } from "../../engine/engine.ts";
import type { IntegerWeights } from "../../plan/integer_weights.ts";
import { memoryPlan } from "./memory_plan.ts";
import { divideSites } from "./team_sites.ts";

/**
 * Makes the plans of a task for given weights and teams of any size: one for all memories whose teams have the same size.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const model = curieWeiss(3, 1), sites = siteOrder(model), weights = integerWeights(model, sites);
 * const task = { sites, weights, scan: "forward", coin: "chain", seed: 7, layout: "chains", chains: 2 } as const;
 * const planOf = createPlanner(task)(weights);
 * assert.equal(planOf(1), planOf(1));
 * assert.notDeepEqual(planOf(1), planOf(2));
 * ```
 */
export function createPlanner(task: EngineTask): (weights: IntegerWeights) => (team: number) => Uint8Array {
  const membersOf = kept((team) => divideSites(task.sites, team));
  return (weights) => kept((team) => memoryPlan(task, weights, membersOf(team)));
}

function kept<T>(make: (team: number) => T): (team: number) => T {
  const made = new Map<number, T>();
  return (team) => {
    if (!made.has(team)) made.set(team, make(team));
    return made.get(team)!;
  };
}
