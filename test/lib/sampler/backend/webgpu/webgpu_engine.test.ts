import { describe, expect, test } from "vitest";
import { createGraph } from "../../../../../lib/graph/create_graph.ts";
import { GRID_FAMILIES } from "../../../../../lib/graph/grid_families.ts";
import { gridGraph } from "../../../../../lib/graph/grid_graph.ts";
import type { EnergyModel } from "../../../../../lib/model/energy_model.ts";
import { withCouplings } from "../../../../../lib/model/with_parameters.ts";
import { createReferenceEngine } from "../../../../../lib/sampler/backend/reference/reference_engine.ts";
import { createWebgpuEngine, engineOn, memoryPlan } from "../../../../../lib/sampler/backend/webgpu/webgpu_engine.ts";
import type { EngineTask, UndecidedCount } from "../../../../../lib/sampler/engine/engine.ts";
import { integerWeights } from "../../../../../lib/sampler/plan/integer_weights.ts";
import { freshSeed } from "../../../random/statistics.ts";
import { needsAdapter } from "./adapter.ts";
import { largeTasks } from "./large_tasks.ts";
import {
  cancellingModel,
  randomCouplings,
  randomGraphModel,
  randomRbm,
  taskOf,
  trajectory,
  type Variation,
} from "./same_chains.ts";

const seed = freshSeed("createWebgpuEngine");

/** Runs both engines and expects the same samples, the same end and the same number of updates. */
async function expectSame(
  task: EngineTask,
  sweeps: number,
  options: Parameters<typeof trajectory>[3] = {},
): Promise<UndecidedCount> {
  const engine = await createWebgpuEngine(task), reference = createReferenceEngine(task);
  try {
    const ours = await trajectory(engine, task, sweeps, options),
      right = await trajectory(reference, task, sweeps, options);
    let differing = 0;
    for (let k = 0; k < right.length; k++) if (ours[k] !== right[k]) differing++;
    expect(differing, `of ${right.length} packed words`).toBe(0);
    const counted = await engine.undecided(), exact = await reference.undecided();
    expect(counted.updates).toBe(exact.updates);
    expect(counted.undecided).toBeGreaterThanOrEqual(exact.undecided);
    expect(counted.undecided).toBeLessThanOrEqual(counted.updates);
    return counted;
  } finally {
    await engine.close();
  }
}

const graph = randomGraphModel(seed, 110, 6, 0.6);
const CHAINS = [1, 8, 32, 33, 70];
const SCANS: readonly Variation[] = [
  { scan: "forward" },
  { scan: "reverse" },
  { scan: "palindromic" },
  { scan: "symmetric", coin: "chain" },
  { scan: "symmetric", coin: "shared" },
];

describe("createWebgpuEngine() gives the reference's chains, bit for bit", () => {
  SCANS.forEach((variation, s) => {
    CHAINS.forEach((chains, k) => {
      const layout = (s + k) % 2 === 0 ? "chains" : "sites", { scan, coin = "chain" } = variation;
      test(`${scan}, ${coin} coin, ${chains} chains, layout ${layout}, two spins clamped`, async (context) => {
        needsAdapter(context);
        await expectSame(taskOf(graph, { ...variation, layout, chains, seed }, [3, 77]), 4);
      });
    });
  });

  for (const scan of ["single-site", "metropolis"] as const) {
    for (const chains of [1, 33, 70]) {
      test(`${scan}, ${chains} chains`, async (context) => {
        needsAdapter(context);
        await expectSame(taskOf(graph, { scan, chains, seed }, chains === 33 ? [0] : []), 2);
      });
    }
  }

  const torus = gridGraph({ width: 16, height: 16, offsets: GRID_FAMILIES.G24.offsets, boundary: "torus" });
  const MODELS: Readonly<Record<string, EnergyModel>> = {
    "a grid of degree 24": randomCouplings(seed, torus, 0.4),
    "large weights, |z| to about 1000": randomCouplings(seed, torus, 40),
    "a dense RBM": randomRbm(seed, 70, 45, 0.3),
    "a dense RBM with |z| in the ten thousands": randomRbm(seed, 70, 45, 900),
    "a hub with many neighbours": randomHub(),
    "no edges": randomGraphModel(seed, 40, 0, 2),
    "weights of zero": withCouplings(graph, graph.couplings.map(() => 0)),
  };
  for (const [name, model] of Object.entries(MODELS)) {
    for (const layout of ["chains", "sites"] as const) {
      test(`${name}, layout ${layout}`, async (context) => {
        needsAdapter(context);
        await expectSame(taskOf(model, { layout, chains: layout === "chains" ? 40 : 3, seed: 2 ** 53 - 1 }), 4);
      });
    }
  }

  function randomHub(): EnergyModel {
    const star = Array.from({ length: 200 }, (_, k) => [0, k + 1] as [number, number]);
    const edges = [...star, ...Array.from({ length: 50 }, (_, k) => [2 * k + 1, 2 * k + 2] as [number, number])];
    return randomCouplings(seed, createGraph(201, edges), 0.3);
  }
});

describe("createWebgpuEngine()", () => {
  test("runs more lines than a dimension of a dispatch has workgroups", async (context) => {
    needsAdapter(context);
    await expectSame(taskOf(randomRbm(seed, 1, 2, 0.5), { layout: "sites", chains: 65_600, seed }), 1, { stride: 1 });
  });

  test("keeps every sample and the last sweeps when a run takes several batches", async (context) => {
    needsAdapter(context);
    await expectSame(taskOf(randomGraphModel(seed, 12, 3, 0.7), { chains: 9, seed }), 700, { stride: 1 });
    await expectSame(taskOf(randomGraphModel(seed, 12, 3, 0.7), { chains: 2, seed, scan: "symmetric" }), 700, {
      stride: 3,
    });
  });

  test("sweeps up to the last number", async (context) => {
    needsAdapter(context);
    await expectSame(taskOf(graph, { chains: 5, seed, scan: "symmetric" }), 4, { from: 2 ** 32 - 8 });
  });

  for (const layout of ["chains", "sites"] as const) {
    test(`decides right where a large share is in doubt, layout ${layout}`, async (context) => {
      needsAdapter(context);
      const giants = Array.from({ length: 200 }, (_, k) => 300 + k);
      const task = taskOf(cancellingModel(seed), { layout, chains: 9, seed }, giants);
      const { undecided, updates } = await expectSame(task, 4);
      expect(undecided / updates).toBeGreaterThan(0.005);
    });
  }

  test("takes other parameters from the next sweep on, of another scale as well", async (context) => {
    needsAdapter(context);
    const task = taskOf(graph, { chains: 40, seed });
    for (const beta of [0.5, 3000]) await expectSame(task, 4, { then: integerWeights(graph, task.sites, beta) });
  });

  test("differs on a curve of steps with the doubt of one of lines: an uncertified comparison is caught", async (context) => {
    needsAdapter(context);
    const task = taskOf(graph, { chains: 40, seed }), rise = "(((piece & vec4<u32>(0x1fffu)) * part) >> low_bits)";
    const device = await (await navigator.gpu.requestAdapter())!.requestDevice();
    const create = device.createShaderModule.bind(device);
    let altered = 0;
    device.createShaderModule = ({ code }) => {
      if (code.includes(rise)) altered++;
      return create({ code: code.replace(rise, "part * vec4<u32>(0u)") });
    };
    const engine = await engineOn(device, memoryPlan(task), "altered");
    expect(altered).toBe(1);
    expect(await trajectory(engine, task, 4)).not.toEqual(await trajectory(createReferenceEngine(task), task, 4));
    await engine.close();
  });

  test("differs when one coupling does: the comparison can fail", async (context) => {
    needsAdapter(context);
    const task = taskOf(graph, { chains: 40, seed }), couplings = Float64Array.from(graph.couplings);
    couplings[0]! += 0.5;
    const other = { ...task, weights: integerWeights(withCouplings(graph, couplings), task.sites) };
    await expectSame(other, 4);
    const engine = await createWebgpuEngine(other);
    expect(await trajectory(engine, task, 4)).not.toEqual(await trajectory(createReferenceEngine(task), task, 4));
    await engine.close();
  });
});

// Ten million updates of each: deno run -A test/lib/sampler/backend/equal_updates.ts, a minute or two.
describe("createWebgpuEngine() gives the reference's chains over a million updates", () => {
  for (const [name, { task, sweeps }] of Object.entries(largeTasks(seed, 1e6))) {
    test(name, async (context) => {
      needsAdapter(context);
      await expectSame(task, sweeps, { stride: 4 });
    });
  }
});
