import { describe, expect, test } from "vitest";
import { createDenoisingModel } from "../../../../lib/model/denoising/denoising_model.ts";
import { denoisingPreset } from "../../../../lib/model/denoising/denoising_preset.ts";
import { createStream } from "../../../../lib/random/stream.ts";
import { packSpins } from "../../../../lib/sampler/engine/packed_spins.ts";
import { lagReading, readAutocorrelation, tailReading } from "../../../../lib/train/denoising/autocorrelation_probe.ts";
import { ImageProjections } from "../../../../lib/train/denoising/image_projections.ts";
import { probeSettings } from "../../../../lib/train/denoising/probe_settings.ts";
import { freshSeed } from "../../random/statistics.ts";

/** Chains of x_t = φ·x_{t−1} + noise of the stationary law, one after the other. */
function autoregressive(phi: number, chains: number, length: number, seed: number): Float64Array {
  const stream = createStream(seed, "test"),
    series = new Float64Array(chains * length),
    scale = Math.sqrt(1 - phi * phi);
  for (let c = 0; c < chains; c++) {
    let x = stream.gaussian();
    for (let t = 0; t < length; t++) series[c * length + t] = x = phi * x + scale * stream.gaussian();
  }
  return series;
}

describe("lagReading() and tailReading()", () => {
  test("lagReading() is φ^k of an autoregressive process", () => {
    // 40,000 numbers of τ = 9.5: the standard error of r is below √(2τ/40,000) = 0.022.
    const series = autoregressive(0.9, 200, 200, freshSeed("lagReading of AR(1)", 1e-7));
    for (const lag of [0, 1, 5, 10, 20]) {
      expect(Math.abs(lagReading([series], 200, lag) - 0.9 ** lag)).toBeLessThan(0.14);
    }
    expect(lagReading([series], 200, 0)).toBeCloseTo(1, 12);
  });

  test("tailReading() is near 0 for chains that mix, and near 1 for chains that stay apart", () => {
    const mixed = autoregressive(0.5, 64, 256, freshSeed("tailReading of AR(1)", 1e-7));
    // 64·128 products of τ = 1.5 a lag and more by the means: standard error below 0.02.
    expect(Math.abs(tailReading([mixed], 256))).toBeLessThan(0.14);
    const apart = mixed.map((value, k) => 0.1 * value + (k % 512 < 256 ? 3 : -3));
    expect(tailReading([apart], 256)).toBeGreaterThan(0.9);
    expect(lagReading([apart], 256, 100)).toBeGreaterThan(0.9);
    expect([tailReading([new Float64Array(512)], 256), lagReading([new Float64Array(512)], 256, 3)]).toEqual([0, 0]);
  });
});

describe("ImageProjections", () => {
  test("ImageProjections projects every chain's spins on the same random directions", () => {
    const sites = Uint32Array.of(4, 0, 2), chains = 40, n = 5, stream = createStream(1, "test");
    const observer = new ImageProjections(sites, 2, chains, 2, createStream(3, "patterns"));
    const directions = createStream(3, "patterns");
    const factors = Array.from({ length: 6 }, () => (2 * directions.uniform() - 1) / Math.sqrt(3));
    const states = [0, 1].map(() => Int8Array.from({ length: chains * n }, () => stream.sign()));
    for (const state of states) {
      const words = packSpins(state, chains, n);
      observer.observe({ words, samples: 1, chains, spinCount: n, sweep: 1, stride: 1 });
    }
    for (let p = 0; p < 2; p++) {
      for (let c = 0; c < chains; c++) {
        for (let t = 0; t < 2; t++) {
          const y = [...sites].reduce((sum, site, k) => sum + factors[3 * p + k]! * states[t]![c * n + site]!, 0);
          expect(observer.series[p]![2 * c + t]).toBeCloseTo(y, 13);
        }
      }
    }
  });
});

describe("readAutocorrelation()", () => {
  const model = createDenoisingModel({ preset: "replication", grid: "8_8", imageCount: 9, steps: 2, seed: 1 });
  const rows = Int8Array.from({ length: 90 }, (_, k) => k % 2 === 0 ? 1 : -1);
  const read = (reading: "lag" | "tail", weight: number, seed: number) => {
    const step = model.steps[0]!;
    step.weights.fill(weight);
    const shape = { inputs: 2, chains: 16, warmUp: 8, samples: 64, stride: 1, projections: 4, lag: 20 };
    const probe = probeSettings({ ...shape, reading, beta: 1 }, denoisingPreset("replication"), 20);
    return readAutocorrelation(step, rows, { probe, seed, reading: 0, engine: { backend: "wasm", threads: 1 } });
  };

  test("readAutocorrelation() is near 0 for free spins and near 1 where chains freeze apart", async () => {
    const seed = freshSeed("readAutocorrelation", 1e-7);
    // Free spins: 2 inputs of 32·44 independent products of one projection, standard error 0.02.
    expect(Math.abs(await read("lag", 0, seed))).toBeLessThan(0.15);
    expect(await read("tail", 0, seed)).toBeLessThan(0.15);
    expect(await read("tail", 0, seed)).toBeGreaterThanOrEqual(0);
    model.steps[0]!.inputCouplings.fill(0);
    expect(await read("lag", 3, 7)).toBeGreaterThan(0.9);
    expect(await read("tail", 3, 7)).toBeGreaterThan(0.9);
  });
});
