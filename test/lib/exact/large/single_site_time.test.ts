// Times of single-site kernels: against dense matrices written from the definitions, against the enumerating solver where the
// states no longer fit one cache, and against two independent halves, whose joint figures follow from one half.
import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { InputError, SizeError } from "../../../../lib/errors.ts";
import { compile } from "../../../../lib/exact/large/wasm/build.ts";
import {
  autocorrelationTime,
  boltzmannLaw,
  kernelStructure,
  observableFunction,
  sectors,
  singleSiteTime,
} from "../../../../lib/exact/mod.ts";
import { curieWeiss, type EnergyModel, ising, observableCount } from "../../../../lib/model/mod.ts";
import { magnetizationTime } from "../../../../lib/predictor/mod.ts";
import { applicationMatrix, denseModel, matrixPower, stepMatrix } from "../../support/dense_model.ts";
import { denseTaus } from "../../support/dense_times.ts";
import { type BiasKind, randomIsing, randomRbm, uniforms } from "../../support/random_models.ts";
import { Matrix } from "ml-matrix";

const KERNELS = ["single-site", "metropolis"] as const;

const relative = (found: number, exact: number): number => Math.abs(found / exact - 1);

/** τ of an observable by the solver that tabulates every rate. */
function tabulated(
  model: EnergyModel,
  kernel: typeof KERNELS[number],
  observable: number,
): { readonly tau: number; readonly tauStep: number; readonly variance: number } {
  const law = boltzmannLaw(model), pair = observable < model.couplings.length;
  const sector = pair ? sectors(model, law)[0]! : sectors(model, law).at(-1)!;
  const f = new Float64Array(sector.size);
  observableFunction(model, observable, sector, f);
  const { tau, variance } = autocorrelationTime(model, kernel, sector, f);
  return { tau, variance, tauStep: autocorrelationTime(model, kernel, sector, f, "step").tau };
}

describe("singleSiteTime()", () => {
  for (const kernel of KERNELS) {
    test(`agrees with dense matrices, kernel ${kernel}`, () => {
      for (const [seed, n, bias, beta] of [[1, 5, "none", 0.7], [2, 6, "random", 1.5], [3, 6, "zero", 3]] as const) {
        const model = randomIsing(seed, { n, beta, bias, density: 0.7, edges: [[0, 1], [1, n - 1]] });
        const dense = denseModel(model), step = stepMatrix(dense, kernel);
        const steps = denseTaus(dense, step), sweeps = denseTaus(dense, matrixPower(step, n));
        for (let a = 0; a < observableCount(model); a++) {
          const { tau, tauStep } = singleSiteTime(model, a, { kernel });
          expect(relative(tau, sweeps[a]!), `seed ${seed} observable ${a}`).toBeLessThan(1e-9);
          expect(relative(tauStep, steps[a]!), `seed ${seed} observable ${a}`).toBeLessThan(1e-9);
        }
      }
    });

    test(`agrees with the tabulated rates and keeps its bounds, kernel ${kernel}`, () => {
      const models = [
        randomRbm(11, 6, 6, 2),
        randomRbm(12, 5, 7, 4),
        randomIsing(13, { n: 12, beta: 1, bias: "random" as BiasKind, density: 0.4, edges: [[0, 1]] }),
        curieWeiss(11, 1.5),
      ];
      for (const [k, model] of models.entries()) {
        for (const observable of [0, observableCount(model) - 1]) {
          const exact = tabulated(model, kernel, observable), found = singleSiteTime(model, observable, { kernel });
          expect(relative(found.tau, exact.tau), `model ${k}`).toBeLessThan(1e-9);
          expect(relative(found.tauStep, exact.tauStep), `model ${k}`).toBeLessThan(1e-9);
          expect(relative(found.variance, exact.variance), `model ${k}`).toBeLessThan(1e-11);
          // The other solver has an error of its own.
          expect(Math.abs(found.tau - exact.tau)).toBeLessThan(2 * found.tauError + 1e-12 * exact.tau);
          expect(found.tauError).toBeLessThan(1e-9 * found.tau);
        }
        const m = magnetizationTime(model, kernel), found = singleSiteTime(model, "magnetization", { kernel });
        expect(relative(found.tau, m.tau), `model ${k}`).toBeLessThan(1e-9);
        expect(relative(found.variance, m.variance), `model ${k}`).toBeLessThan(1e-11);
      }
    });
  }

  test("agrees with the tabulated rates where bits are taken block by block and in pairs", () => {
    // 2^17 stored states: two bits beyond the second cache's block in one pass, and one more.
    const model = randomRbm(18, 8, 10, 1), law = boltzmannLaw(model), even = sectors(model, law)[0]!;
    const f = new Float64Array(even.size);
    observableFunction(model, 3, even, f);
    const { tau } = autocorrelationTime(model, "single-site", even, f, "step");
    expect(relative(singleSiteTime(model, 3).tauStep, tau)).toBeLessThan(1e-9);
    const biased = randomIsing(15, { n: 15, beta: 1, bias: "random", density: 0.3, edges: [[0, 1]] });
    const exact = tabulated(biased, "metropolis", 1);
    expect(relative(singleSiteTime(biased, 1, { kernel: "metropolis" }).tau, exact.tau)).toBeLessThan(1e-9);
  });

  test("gives one of two independent halves the time that follows from the half", () => {
    const next = uniforms(5), n = 7;
    const edges = Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const);
    const weights = edges.map(() => 1.6 * next() - 0.8);
    const half = ising({ n, edges, weights, beta: 1.2 });
    const both = ising({
      n: 2 * n,
      edges: [...edges, ...edges.map(([i, j]) => [i + n, j + n] as const)],
      weights: [...weights, ...weights.map(() => 1.6 * next() - 0.8)],
      beta: 1.2,
    });
    // A step falls on the half with probability ½.
    const dense = denseModel(half);
    const lazy = Matrix.add(Matrix.eye(dense.size), applicationMatrix(dense, "single-site")).mul(0.5);
    const steps = denseTaus(dense, lazy), sweeps = denseTaus(dense, matrixPower(lazy, 2 * n));
    for (const a of [0, 3]) {
      const { tau, tauStep } = singleSiteTime(both, a);
      expect(relative(tauStep, steps[a]!)).toBeLessThan(1e-10);
      expect(relative(tau, sweeps[a]!)).toBeLessThan(1e-10);
    }
  });

  test("tells a kernel, a field and a weight from ones that differ a little", () => {
    const model = randomRbm(21, 5, 5, 1), { tau } = singleSiteTime(model, 0);
    expect(relative(singleSiteTime(model, 0, { kernel: "metropolis" }).tau, tau)).toBeGreaterThan(1e-2);
    const couplings = model.couplings.slice();
    couplings[7]! += 1e-5;
    expect(relative(singleSiteTime({ ...model, couplings }, 0).tau, tau)).toBeGreaterThan(1e-8);
    const biases = new Float64Array(10).fill(1e-3);
    expect(relative(singleSiteTime({ ...model, biases }, 0).tau, tau)).toBeGreaterThan(1e-9);
  });

  test("bounds the error by more than it is where a solve is hard", () => {
    // τ reaches 10^7 steps; the tabulated solver drives its residual further.
    const model = curieWeiss(12, 12), exact = kernelStructure(model, "single-site", { unit: "step" });
    const { tauStep, tauStepError } = singleSiteTime(model, 0);
    expect(Math.abs(tauStep - exact.tau[0]!)).toBeLessThan(tauStepError + 1e-11 * tauStep);
    const m = singleSiteTime(model, "magnetization");
    expect(m.tau).toBeGreaterThan(1e4);
    expect(relative(m.tau, magnetizationTime(model, "single-site").tau)).toBeLessThan(1e-9);
  });

  test("works for a single spin, and for weights whose probabilities underflow", () => {
    const one = ising({ n: 1, edges: [], weights: [], biases: [0.4], beta: 1 });
    // One spin is drawn afresh in every step.
    expect(singleSiteTime(one, 0).tau).toBeCloseTo(0.5, 12);
    // Two spins, 2·beta·w = 2000: equal ones agree for ever, while a pair that differs is left at once.
    const frozen = randomRbm(3, 3, 3, 1);
    const { tau, variance } = singleSiteTime({ ...frozen, beta: 400 }, 0);
    expect(Number.isNaN(tau) || tau >= 0.5).toBe(true);
    expect(variance).toBeLessThan(1e-12);
  });

  test("refuses what is too large or does not exist, before any work", () => {
    expect(() => singleSiteTime(curieWeiss(25, 1), 0)).toThrow(SizeError);
    expect(() => singleSiteTime(curieWeiss(25, 1), 0)).toThrow(/at most 24 spins/);
    expect(() => singleSiteTime(curieWeiss(4, 1), 6)).toThrow(InputError);
    expect(() => singleSiteTime(curieWeiss(4, 1), -1)).toThrow(/observable -1/);
  });

  test("tells how far the solve is", () => {
    const shares: number[] = [];
    singleSiteTime(randomRbm(1, 5, 5, 2), 0, { progress: (_, share) => share === null || shares.push(share) });
    expect(shares.length).toBeGreaterThan(2);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(shares.at(-1)).toBe(1);
  });
});

test("compile() gives the committed WASM binaries again, byte for byte", async () => {
  for (const [name, text] of await compile()) {
    const path = fileURLToPath(new URL(`../../../../lib/exact/large/wasm/${name}`, import.meta.url));
    expect(text === readFileSync(path, "utf8"), name).toBe(true);
  }
});
