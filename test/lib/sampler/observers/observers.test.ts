import { describe, expect, test } from "vitest";
import { energy } from "../../../../lib/model/energy.ts";
import { ising } from "../../../../lib/model/ising.ts";
import { createSampler } from "../../../../lib/sampler/create_sampler.ts";
import { unpackSpins } from "../../../../lib/sampler/engine/packed_spins.ts";
import { ChainMeans } from "../../../../lib/sampler/observers/chain_means.ts";
import { chainEnergies } from "../../../../lib/sampler/observers/chain_energies.ts";
import { GradientMoments } from "../../../../lib/sampler/observers/gradient_moments.ts";
import { LaneCounters } from "../../../../lib/sampler/observers/lane_counters.ts";
import type { SampleBatch } from "../../../../lib/sampler/schedule/observer.ts";

const model = ising({
  n: 5,
  edges: [[0, 1], [1, 2], [2, 3], [3, 4], [0, 3]],
  weights: [0.3, -0.7, 0.2, 0.9, -0.4],
  biases: [0.1, 0, -0.2, 0.3, 0.5],
  beta: 0.8,
});
const CHAINS = 45, SAMPLES = 77;

async function sampled() {
  const moments = new GradientMoments(model), means = new ChainMeans(model, CHAINS), energies: number[] = [];
  const states: Int8Array[] = [];
  const keep = {
    observe: ({ words, samples }: SampleBatch) => {
      const size = words.length / samples;
      for (let s = 0; s < samples; s++) states.push(unpackSpins(words.subarray(s * size, (s + 1) * size), CHAINS, 5));
    },
  };
  const sampler = await createSampler(model, { scan: "forward", seed: 4, backend: "reference" });
  const observers = [moments, means, chainEnergies(model, (values) => energies.push(...values)), keep];
  await sampler.run(sampler.init(CHAINS), { burnIn: 3, samples: SAMPLES, stride: 2 }, { observers });
  return { moments, means, energies, states };
}

describe("observers", () => {
  test("GradientMoments, ChainMeans and chainEnergies() equal sums over the unpacked states", async () => {
    const { moments, means, energies, states } = await sampled();
    const { from, to } = model.graph, observables = 10;
    const sum = new Float64Array(CHAINS * observables);
    states.forEach((spins, s) => {
      for (let c = 0; c < CHAINS; c++) {
        const x = spins.subarray(5 * c, 5 * c + 5);
        for (let e = 0; e < 5; e++) sum[c * observables + e]! -= x[from[e]!]! * x[to[e]!]!;
        for (let i = 0; i < 5; i++) sum[c * observables + 5 + i]! -= x[i]!;
        expect(energies[s * CHAINS + c]).toBeCloseTo(energy(model, x), 12);
      }
    });
    const { means: perChain } = means.result();
    perChain.forEach((mean, k) => expect(mean).toBeCloseTo(sum[k]! / SAMPLES, 14));
    const gradient = moments.gradientMean();
    for (let a = 0; a < observables; a++) {
      let total = 0;
      for (let c = 0; c < CHAINS; c++) total += sum[c * observables + a]!;
      expect(gradient[a]).toBeCloseTo(total / (CHAINS * SAMPLES), 14);
    }
    expect(moments.count).toBe(CHAINS * SAMPLES);
  });

  test("refuse samples of another model", () => {
    const batch = { words: new Uint32Array(4), samples: 1, chains: 2, spinCount: 4, sweep: 1, stride: 1 };
    expect(() => new GradientMoments(model).observe(batch)).toThrow(/samples have 4 spins and the model 5/);
    expect(() => new ChainMeans(model, 2).observe(batch)).toThrow(/2 chains of 4 spins; give 2 chains of 5 spins/);
    expect(() => chainEnergies(model, () => {}).observe(batch)).toThrow(/samples have 4 spins and the model 5/);
  });

  test("LaneCounters counts past its planes", () => {
    const counters = new LaneCounters(2), rounds = 200_003;
    for (let t = 0; t < rounds; t++) counters.add(1, t % 3 === 0 ? -1 : 1 << 31);
    const counts = counters.counts(1), thirds = Math.ceil(rounds / 3);
    expect([...counts]).toEqual([...Array(31).fill(thirds), rounds]);
    expect([...counters.counts(0)]).toEqual(Array(32).fill(0));
  });
});
