import { expect, test } from "vitest";
import { ConvergenceError } from "../../../lib/errors.ts";
import { KERNEL_NAMES } from "../../../lib/exact/kernel_name.ts";
import type { KernelName } from "../../../lib/exact/kernel_name.ts";
import { curieWeiss } from "../../../lib/model/curie_weiss.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { ising } from "../../../lib/model/ising.ts";
import { withBiases } from "../../../lib/model/with_parameters.ts";
import { predict } from "../../../lib/predictor/predict.ts";
import type { QPrediction } from "../../../lib/predictor/predict.ts";
import { densePrediction } from "../support/dense_prediction.ts";
import type { DensePrediction } from "../support/dense_prediction.ts";
import { randomMoments } from "../support/random_models.ts";
import { cases, largeCases } from "./cases.ts";

const FIGURES = ["totalObservableTime", "tauMax", "tauMean", "gap", "qOp", "qStructPerp", "gammaEff"] as const;

/** Where prediction and dense algebra differ by more than `tolerance` (relative), one sentence each. */
function differences(q: QPrediction, d: DensePrediction, signal: number, tolerance: number): string[] {
  const found: string[] = [];
  const compare = (name: string, ours: unknown, dense: number | null, floor = 0): void => {
    if (ours === dense) return;
    const near = typeof ours === "number" && dense !== null &&
      Math.abs(ours - dense) <= tolerance * Math.abs(dense) + floor;
    if (!near) found.push(`${name}: ${ours} against ${dense}`);
  };
  for (const name of FIGURES) compare(name, q[name], d[name]);
  // Through the overlap, which symmetry or independence may make zero; rounding then leaves about 1e−31 of it.
  compare("overlap in qStruct", q.gap * q.window / 2 * signal / q.qStruct!, d.overlap, 1e-20);
  compare("burnIn", q.burnIn, Math.abs(q.burnIn - d.burnIn) <= 1 ? nearestCeiling(5 / d.gap, q.burnIn) : d.burnIn);
  if (d.margin > 1e-6) compare("clusterSize", q.clusterSize, d.clusterSize);
  compare("rowSum", q.kernelResiduals.rowSum, d.residuals.rowSum, 1e-15);
  compare("stationarity", q.kernelResiduals.stationarity, d.residuals.stationarity, 1e-15);
  compare("detailedBalance", q.kernelResiduals.detailedBalance, d.residuals.detailedBalance, 1e-15);
  if (q.slowestModeParity !== d.slowestModeParity) {
    found.push(`slowestModeParity: ${q.slowestModeParity} against ${d.slowestModeParity}`);
  }
  return found;
}

/** The integer that ⌈x⌉ can be when x is known to 1e−9: where 5/gap is whole but for rounding, either neighbour. */
function nearestCeiling(x: number, candidate: number): number {
  return [Math.ceil(x * (1 - 1e-9)), Math.ceil(x * (1 + 1e-9))].includes(candidate) ? candidate : Math.ceil(x);
}

function check(model: EnergyModel, kernel: KernelName, window: number, seed: number, tolerance: number): string[] {
  const moments = randomMoments(seed, model);
  const q = predict(model, { kernel, window, moments });
  const d = densePrediction(model, kernel, window, moments, q.burnIn);
  expect(q.observableCount).toBe(moments.length);
  expect(q.zeroVarianceCount).toBe(0);
  const signal = d.qStructPerp * 2 / window * d.totalObservableTime;
  return d.separation < 1e-5 ? [] : differences(q, d, signal, tolerance);
}

// The largest differences seen are 1e−12 relative; 1e−6 is asked of fresh models, whose gaps may be small.
for (const seed of [1, 1001]) {
  test(`predict() agrees with dense linear algebra to 1e−9 on the models of seed ${seed}`, () => {
    const found: string[] = [];
    const runs = [
      { list: cases(seed), betas: [0, 0.3, 1, 2.5], windows: [1, 7, 50] },
      { list: largeCases(seed), betas: [1], windows: [50] },
    ];
    for (const { list, betas, windows } of runs) {
      for (const { name, model } of list) {
        for (const beta of betas) {
          for (const kernel of KERNEL_NAMES) {
            for (const window of windows) {
              const where = `${name}, beta ${beta}, ${kernel}, window ${window}`;
              found.push(...check(model(beta), kernel, window, seed + 50, 1e-9).map((text) => `${where}: ${text}`));
            }
          }
        }
      }
    }
    expect(found).toEqual([]);
  });
}

test("predict() agrees with dense linear algebra to 1e−6 on fresh random models", () => {
  const seed = Date.now() % 2 ** 31;
  console.log(`predict(): fresh models of seed ${seed}; a deterministic comparison, no false alarms`);
  const found: string[] = [];
  for (const { name, model } of cases(seed)) {
    for (const kernel of KERNEL_NAMES) {
      const where = `${name}, ${kernel}`;
      found.push(...check(model(0.8), kernel, 7, seed, 1e-6).map((text) => `${where}: ${text}`));
    }
  }
  expect(found).toEqual([]);
});

test("the comparison finds a coupling that differs by 1e−4, in every figure of every kernel", () => {
  const model = cases(1)[5]!.model(1);
  const couplings = model.couplings.slice();
  couplings[0]! += 1e-4;
  const moments = randomMoments(3, model);
  for (const kernel of KERNEL_NAMES) {
    const q = predict({ ...model, couplings }, { kernel, window: 7, moments });
    const found = differences(q, densePrediction(model, kernel, 7, moments, q.burnIn), 1, 1e-6).map((text) =>
      text.split(":")[0]
    );
    const expected = kernel === "forward" || kernel === "reverse" ? FIGURES.slice(0, -1) : FIGURES;
    for (const figure of expected) expect(found, `${kernel}`).toContain(figure);
  }
});

test("predict() has the closed forms of one spin: drawn afresh by heat-bath, flipped every time by Metropolis", () => {
  const model = ising({ n: 1, edges: [], weights: [], biases: [0], beta: 2 });
  for (const kernel of KERNEL_NAMES) {
    const q = predict(model, { kernel, window: 5, moments: Float64Array.of(0.5) });
    const flips = kernel === "metropolis";
    expect(q.totalObservableTime).toBe(flips ? 0 : 0.5);
    expect(q.gap).toBe(flips ? 2 : 1);
    // x alternates, so that an odd window leaves one spin of five: MSE 1/25.
    expect(q.qOp).toBeCloseTo(0.25 / (flips ? 1 / 25 : 1 / 5), 12);
    expect(q.qStruct).toBeCloseTo((flips ? 2 : 1) * 5 / 2 * 0.25, 12);
    expect(q.slowestModeParity).toBe("odd");
  }
});

test("predict() at beta 0: block scans forget everything, an even Metropolis sweep has a second eigenvalue 1", () => {
  const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);
  for (const kernel of ["forward", "reverse", "symmetric", "palindromic"] as const) {
    const q = predict(curieWeiss(4, 0), { kernel, window: 8, moments: new Float64Array(6).fill(0.5) });
    // P = 1πᵀ: τ = ½ for each of 6 observables, and every function of zero mean is a slowest mode.
    expect(q.gap).toBeCloseTo(1, 14);
    expect(q.slowestModeParity).toBe("none");
    expect(q.totalObservableTime).toBeCloseTo(3, 12);
    expect(q.qStruct).toBeCloseTo(8 / 2 * 1.5 / 6, 12);
    expect(q.qOp).toBeCloseTo(1.5 / (6 / 8), 12);
  }
  // Metropolis accepts every flip: levels 1 − 2k/N per step. Π x_i, k = N, alternates and is constant over an even sweep.
  const four = predict(withBiases(curieWeiss(4, 0), zeros(4)), { kernel: "metropolis" });
  expect(four.gap).toBeCloseTo(1 - 0.5 ** 4, 12);
  expect(four.totalObservableTime).toBeCloseTo(4 * (1 / (1 - 0.5 ** 4) - 0.5) + 6 * 0.5, 10);
  // With two spins that constant is the observable x_0·x_1 itself, whose time is infinite.
  const two = predict(withBiases(curieWeiss(2, 0), zeros(2)), { kernel: "metropolis" });
  expect(two.gap).toBeCloseTo(1, 12);
  expect(two.tauMax).toBe(Infinity);
  expect(two.burnIn).toBe(5);
});

test("predict() leaves out and counts observables without variance", () => {
  // exp(−4·1000) underflows: the first two spins never differ.
  for (const weight of [1000, -1000]) {
    const model = ising({ n: 3, edges: [[0, 1], [1, 2]], weights: [weight, 0.5], beta: 2 });
    for (const kernel of KERNEL_NAMES.filter((name) => name !== "metropolis")) {
      const q = predict(model, { kernel, window: 5 });
      expect(q.zeroVarianceCount, kernel).toBe(1);
      // With two spins frozen at ±s the third is a spin in the field s/2: drawn afresh by any scan in which it is visited.
      const variance = 1 - Math.tanh(1) ** 2;
      if (kernel !== "single-site") expect(q.totalObservableTime / variance, kernel).toBeCloseTo(0.5, 9);
    }
  }
});

test("predict() refuses a model whose flip rates underflow, in one sentence", () => {
  const edges = [[0, 1], [1, 2], [2, 3], [0, 3]] as const;
  const model = ising({ n: 4, edges, weights: [1e3, 1e3, 1e3, 1e3], biases: [0.01, 0, 0, 0], beta: 2 });
  expect(() => predict(model)).toThrow(ConvergenceError);
  expect(() => predict(model)).toThrow(/lower beta/);
});
