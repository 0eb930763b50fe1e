import { gridPreset } from "../../../../../lib/graph/grid_presets.ts";
import type { EngineTask } from "../../../../../lib/sampler/engine/engine.ts";
import { randomCouplings, randomGraphModel, randomRbm, taskOf } from "./same_chains.ts";

/** A grid, a random graph with biases and an RBM, each with the sweeps of a trajectory's runs that make so many updates. */
export function largeTasks(seed: number, updates: number): Record<string, { task: EngineTask; sweeps: number }> {
  const models = {
    "the grid 60_12": randomCouplings(seed, gridPreset("60_12"), 0.5),
    "a random graph with biases": randomGraphModel(seed, 3600, 8, 0.6),
    "an RBM": randomRbm(seed, 70, 58, 0.3),
  };
  return Object.fromEntries(
    Object.entries(models).map(([name, model]) => {
      const task = taskOf(model, { chains: 32, seed });
      return [name, { task, sweeps: Math.ceil(updates / (2 * 32 * task.sites.freeCount)) }];
    }),
  );
}
