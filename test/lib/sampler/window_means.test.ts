import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { withBeta } from "../../../lib/model/with_parameters.ts";
import { createReferenceSampler } from "../../../lib/sampler/backend/reference/reference_sampler.ts";
import type { Scan } from "../../../lib/sampler/scan.ts";
import { windowMeans, type WindowOptions } from "../../../lib/sampler/window_means.ts";
import { freshSeed, uniformLaw } from "../random/statistics.ts";
import { applyToLaw, exactMatrices, spinsOf } from "./exact_matrices.ts";
import { SMALL_RBM, TRIANGLE } from "./models.ts";

/** f_a of the spins from `offset` on: −x_i·x_j per edge, then −x_i when the model has biases. */
function observables(model: EnergyModel, spins: ArrayLike<number>, offset = 0): number[] {
  const pairs = [...model.graph.from].map((i, e) => -spins[offset + i]! * spins[offset + model.graph.to[e]!]!);
  const singles = model.biases === null ? [] : [...model.biases].map((_, i) => -spins[offset + i]!);
  return [...pairs, ...singles];
}

/** The same means by keeping every state. */
function plainMeans(model: EnergyModel, scan: Scan, options: WindowOptions): number[] {
  const sampler = createReferenceSampler(model, { scan, seed: 17 });
  const advance = options.unit === "step" ? sampler.stepOnce : sampler.step;
  let state = sampler.init(options.chains, options.start);
  for (let t = 0; t < options.burnIn; t++) state = advance(state);
  const sums = new Array<number>(options.chains * observables(model, state.spins).length).fill(0);
  for (let t = 0; t < options.window; t++) {
    state = advance(state);
    for (let c = 0; c < options.chains; c++) {
      const values = observables(model, state.spins, c * model.graph.vertexCount);
      values.forEach((value, a) => sums[c * values.length + a]! += value);
    }
  }
  return sums.map((sum) => sum / options.window);
}

describe("windowMeans()", () => {
  test.each<[string, EnergyModel, Scan, "sweep" | "step"]>([
    ["single-site steps with biases", TRIANGLE, "single-site", "step"],
    ["Metropolis steps of an RBM", SMALL_RBM, "metropolis", "step"],
    ["single-site sweeps", TRIANGLE, "single-site", "sweep"],
    ["palindromic sweeps, where a spin may flip twice", TRIANGLE, "palindromic", "sweep"],
    ["symmetric sweeps of an RBM", SMALL_RBM, "symmetric", "sweep"],
  ])("windowMeans() equals the plain average over kept states for %s", (_, model, scan, unit) => {
    const sampler = createReferenceSampler(model, { scan, seed: 17 });
    for (const [burnIn, window] of [[0, 1], [0, 7], [13, 1], [11, 200]] as const) {
      const options = { burnIn, window, unit, chains: 5 };
      const found = windowMeans(sampler, options);
      expect([found.chains, found.observables]).toEqual([5, model.biases === null ? 6 : 8]);
      expect([...found.means]).toEqual(plainMeans(model, scan, options));
      const start = Array.from({ length: model.graph.vertexCount }, (_, i) => i % 2 === 0 ? 1 : -1);
      expect([...windowMeans(sampler, { ...options, start }).means]).toEqual(
        plainMeans(model, scan, { ...options, start }),
      );
    }
  });

  test("windowMeans() has the exact mean of burn-in and window, and the check catches another beta", () => {
    const seed = freshSeed("windowMeans()");
    const [burnIn, window, chains] = [3, 20, 20_000];
    const { "single-site": P } = exactMatrices(TRIANGLE).step;
    let law = uniformLaw(16);
    const exact = new Array<number>(8).fill(0);
    for (let t = 1; t <= burnIn + window; t++) {
      law = applyToLaw(law, P);
      if (t <= burnIn) continue;
      law.forEach((p, s) => observables(TRIANGLE, spinsOf(s, 4)).forEach((f, a) => exact[a]! += p * f / window));
    }
    const worst = (model: EnergyModel) => {
      const { means } = windowMeans(createReferenceSampler(model, { seed }), { burnIn, window, chains, unit: "step" });
      return Math.max(...exact.map((mean, a) => {
        const values = Array.from({ length: chains }, (_, c) => means[8 * c + a]!);
        const average = values.reduce((x, y) => x + y) / chains;
        const variance = values.reduce((x, y) => x + (y - average) ** 2, 0) / (chains - 1);
        return Math.abs(average - mean) / Math.sqrt(variance / chains);
      }));
    };
    // |z| exceeds 6.2 with probability 5.6e-10; over eight observables that is 4.5e-9.
    expect(worst(TRIANGLE)).toBeLessThan(6.2);
    expect(worst(withBeta(TRIANGLE, 1.2 * TRIANGLE.beta))).toBeGreaterThan(6.2);
  });

  test("windowMeans() gives chain c the same mean whatever the number of chains, and reports progress", () => {
    const sampler = createReferenceSampler(TRIANGLE, { seed: 4 });
    const options = { burnIn: 2, window: 9, unit: "step" } as const;
    const seen: string[] = [];
    const progress = (done: number, of: number) => seen.push(`${done}/${of}`);
    const three = windowMeans(sampler, { ...options, chains: 3, progress });
    expect(windowMeans(sampler, { ...options, chains: 10 }).means.slice(0, 24)).toEqual(three.means);
    expect(seen).toEqual(["1/3", "2/3", "3/3"]);
  });

  test.each<[string, Partial<Record<keyof WindowOptions, unknown>>, RegExp]>([
    ["a negative burn-in", { burnIn: -1 }, /burnIn is -1; give an integer from 0/],
    ["an infinite burn-in", { burnIn: Infinity }, /burnIn is Infinity/],
    ["no window", { window: 0 }, /window is 0; give an integer from 1/],
    ["half a window", { window: 0.5 }, /window is 0.5/],
    ["no chains", { chains: 0 }, /chains is 0/],
    ["another unit", { unit: "second" }, /unit is "second"; give "sweep" or "step"/],
    ["steps of a block scan", { unit: "step" }, /the scan "forward" has none; give "sweep"/],
    ["a bad start", { start: [1] }, /start has 1 entries|start has 1 entry/],
  ])("windowMeans() refuses %s", (_, change, message) => {
    const sampler = createReferenceSampler(TRIANGLE, { scan: "forward", seed: 1 });
    const options = { burnIn: 1, window: 1, chains: 1, unit: "sweep", ...change } as WindowOptions;
    expect(() => windowMeans(sampler, options)).toThrow(InputError);
    expect(() => windowMeans(sampler, options)).toThrow(message);
  });
});
