import { describe, expect, test } from "vitest";
import { KERNEL_NAMES } from "../../../lib/exact/mod.ts";
import { type EnergyModel, ising, rbm } from "../../../lib/model/mod.ts";
import { createStream } from "../../../lib/random/stream.ts";
import { sampleModel } from "../../../lib/diagnostics/sample_model.ts";
import { predict } from "../../../lib/predictor/mod.ts";
import { boltzmann, spinsOf } from "../sampler/exact_matrices.ts";
import { freshSeed } from "../random/statistics.ts";

// Two-sided normal tail at 6 standard errors is 2e-9; the at most 6 × 4 × 21 moments of this file together: below 1e-6. Exact
// autocorrelation times are below the 1/gap that enters the standard error, so that the rate is a bound.
const BOUND = 6, STATES = 5.2e6, CHAINS = 1024;
const seed = freshSeed("sampleModel() against enumeration", 1e-6);

const EDGES: [number, number][] = [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [0, 5], [0, 3], [1, 4], [0, 2]];

function randomIsing(biased: boolean): EnergyModel {
  const random = createStream(seed, "couplings", biased ? 1 : 0);
  return ising({
    n: 6,
    edges: EDGES,
    weights: EDGES.map(() => random.gaussian() * 0.5),
    ...(biased ? { biases: Array.from({ length: 6 }, () => random.gaussian() * 0.3) } : {}),
    beta: 0.8,
  });
}

function randomRbm(): EnergyModel {
  const random = createStream(seed, "weights");
  return rbm({ weights: Array.from({ length: 3 }, () => [0, 1, 2].map(() => random.gaussian() * 0.6)), beta: 0.9 });
}

function exactMoments(model: EnergyModel) {
  const n = model.graph.vertexCount, { from, to } = model.graph, law = boltzmann(model);
  const mean = new Float64Array(n), pairs = new Float64Array(from.length);
  law.forEach((p, s) => {
    const x = spinsOf(s, n);
    for (let i = 0; i < n; i++) mean[i]! += p * x[i]!;
    for (let e = 0; e < pairs.length; e++) pairs[e]! += p * x[from[e]!]! * x[to[e]!]!;
  });
  return { mean, pairs };
}

/** The largest deviation in standard errors; `beta` other than the model's is the control. */
async function deviation(model: EnergyModel, scan: typeof KERNEL_NAMES[number], sampled = model): Promise<number> {
  const { gap } = predict(model, { kernel: scan }) as { gap: number };
  const { mean, pairs } = exactMoments(model), sweeps = Math.ceil(STATES / CHAINS);
  const report = await sampleModel(sampled, { chains: CHAINS, sweeps, burnIn: Math.ceil(25 / gap), seed, scan });
  let worst = 0;
  const compare = (found: Float64Array, exact: Float64Array) =>
    exact.forEach((value, k) => {
      const error = Math.sqrt(((1 - value * value) * 2) / gap / (CHAINS * sweeps));
      worst = Math.max(worst, Math.abs(found[k]! - value) / error);
    });
  compare(report.mean, mean);
  compare(report.pairMoments, pairs);
  return worst;
}

describe("sampleModel()", () => {
  const models = { "Ising with biases": randomIsing(true), "Ising without": randomIsing(false), RBM: randomRbm() };
  const cases = Object.keys(models).flatMap((name) => KERNEL_NAMES.map((scan) => [name, scan] as const));

  test.each(cases)("keeps to the enumerated moments of a random %s (%s)", async (name, scan) => {
    expect(await deviation(models[name as keyof typeof models], scan)).toBeLessThan(BOUND);
  });

  test("would show a sampler at 1.05 beta", async () => {
    const model = models["Ising with biases"];
    expect(await deviation(model, "forward", { ...model, beta: 1.05 * model.beta })).toBeGreaterThan(BOUND);
  });

  test("refuses sweeps and burn-ins that are no counts", async () => {
    const options = { chains: 2, sweeps: 10, seed: 1 };
    await expect(sampleModel(models.RBM, { ...options, sweeps: 0 })).rejects.toThrow(/sweeps is 0/);
    await expect(sampleModel(models.RBM, { ...options, burnIn: 0.5 })).rejects.toThrow(/burnIn is 0.5/);
    await expect(sampleModel(models.RBM, { ...options, chains: 0 })).rejects.toThrow(/chains is 0/);
  });

  test("says what was reached when it is stopped", async () => {
    const controller = new AbortController();
    const report = await sampleModel(models.RBM, {
      ...{ chains: 8, sweeps: 1e6, seed: 3, scan: "forward", backend: "reference" },
      signal: controller.signal,
      progress: (done) => done > 1000 && controller.abort(),
    });
    expect(report.completed).toBe(false);
    expect(report.sweeps).toBeGreaterThan(1000);
    expect(report.sweeps).toBeLessThan(1e6);
  });
});
