// Two-block scans through conditional means: against dense matrices, the enumerating library, the published anchor C-deep, two
// independent halves, and against the single-site path for what both know.
import { describe, expect, test } from "vitest";
import { InputError, SizeError } from "../../../../lib/errors.ts";
import {
  autocorrelationTime,
  boltzmannLaw,
  kernelStructure,
  largeTwoBlock,
  observableFunction,
  type ScanName,
  sectors,
  singleSiteTime,
} from "../../../../lib/exact/mod.ts";
import { curieWeiss, type EnergyModel, ising, observableCount, rbm } from "../../../../lib/model/mod.ts";
import { magnetizationTime } from "../../../../lib/predictor/mod.ts";
import { denseModel, sweepMatrix } from "../../support/dense_model.ts";
import { denseTaus } from "../../support/dense_times.ts";
import { randomRbm, uniforms } from "../../support/random_models.ts";
import { DEEP_CELL } from "./deep_cell.ts";

const SCANS: readonly ScanName[] = ["forward", "reverse", "symmetric", "palindromic"];

const relative = (found: number, exact: number): number => Math.abs(found / exact - 1);

/** A bipartite Ising model whose blocks interleave, with a random field. */
function interleaved(seed: number): EnergyModel {
  const next = uniforms(seed);
  const first = [0, 3, 5], second = [1, 2, 4, 6];
  const edges = first.flatMap((i) => second.map((j) => [i, j] as const)).filter(() => next() < 0.8);
  return ising({
    n: 7,
    edges,
    weights: edges.map(() => 1.6 * next() - 0.8),
    biases: Array.from({ length: 7 }, () => 0.6 * next() - 0.3),
    beta: 1.3,
    blocks: [first, second],
  });
}

const everyObservable = (model: EnergyModel): number[] => Array.from({ length: observableCount(model) }, (_, a) => a);

describe("largeTwoBlock()", () => {
  for (const kernel of SCANS) {
    test(`agrees with dense matrices, kernel ${kernel}`, () => {
      for (const model of [randomRbm(1, 3, 4, 1.5), randomRbm(2, 1, 4, 2), randomRbm(3, 4, 1, 2), interleaved(4)]) {
        const dense = denseModel(model), exact = denseTaus(dense, sweepMatrix(dense, kernel));
        const { observables } = largeTwoBlock(model, kernel, { observables: everyObservable(model) });
        observables.forEach(({ tau }, a) => expect(relative(tau, exact[a]!), `observable ${a}`).toBeLessThan(1e-9));
      }
    });

    test(`agrees with the enumerating library, kernel ${kernel}`, () => {
      const models = [
        randomRbm(11, 6, 6, 2),
        randomRbm(12, 7, 4, 3),
        randomRbm(13, 2, 9, 1),
        interleaved(14),
        rbm({ weights: [[0.2, 0.1, -0.4], [0.3, 0.1, 0.2]], beta: 0 }),
      ];
      for (const [k, model] of models.entries()) {
        const exact = kernelStructure(model, kernel), m = magnetizationTime(model, kernel);
        const asked = [0, observableCount(model) - 1, "magnetization"] as const;
        const found = largeTwoBlock(model, kernel, { observables: asked });
        expect(Math.abs(found.gap - exact.gap), `model ${k}`).toBeLessThan(found.gapError + 1e-14);
        expect(found.slowestModeParity, `model ${k}`).toBe(exact.slowestModeParity);
        found.observables.forEach(({ observable, mean, tau, tauError, variance }) => {
          const orbit = typeof observable === "number" ? exact.orbits.orbitOf[observable]! : null;
          const expected = orbit === null ? m : { tau: exact.tau[orbit]!, variance: exact.variances[orbit]! };
          expect(relative(tau, expected.tau), `model ${k} observable ${observable}`).toBeLessThan(1e-9);
          expect(relative(variance, expected.variance), `model ${k} observable ${observable}`).toBeLessThan(1e-11);
          // Both are uncertain by the rounding of a small gap.
          expect(Math.abs(tau - expected.tau), `model ${k}`).toBeLessThan(3 * tauError + 1e-12 * tau);
          if (typeof observable === "number") expect(Math.abs(mean - exact.means[observable]!)).toBeLessThan(1e-13);
        });
      }
    });
  }

  test("reproduces the anchor C-deep: T_O 1409.418, largest τ 112.479", () => {
    const model = DEEP_CELL;
    const { observables } = largeTwoBlock(model, "symmetric", { observables: everyObservable(model) });
    const total = observables.reduce((sum, { tau, variance }) => sum + tau * variance, 0);
    expect(total.toFixed(3)).toBe("1409.418");
    expect(Math.max(...observables.map(({ tau }) => tau)).toFixed(3)).toBe("112.479");
  });

  test("agrees with the scan applied state by state beyond 2^8 factors in a row", () => {
    // Ten summed spins split into eight low and two high ones.
    const model = randomRbm(31, 5, 10, 1), law = boltzmannLaw(model);
    const odd = sectors(model, law)[1]!, m = magnetizationTime(model, "palindromic", law);
    expect(odd.parity).toBe("odd");
    const found = largeTwoBlock(model, "palindromic", { observables: [7, "magnetization"] });
    expect(relative(found.observables[1]!.tau, m.tau)).toBeLessThan(1e-9);
    const even = sectors(model, law)[0]!, f = new Float64Array(even.size);
    observableFunction(model, 7, even, f);
    const exact = autocorrelationTime(model, "palindromic", even, f);
    expect(relative(found.observables[0]!.tau, exact.tau)).toBeLessThan(1e-9);
  });

  test("gives two independent halves the figures that follow from either half", () => {
    const one = randomRbm(41, 4, 5, 2), two = randomRbm(42, 5, 4, 1);
    const row = (model: EnergyModel, i: number, n: number): number[] => [...model.couplings.slice(i * n, i * n + n)];
    const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);
    // Weights at beta = 1, so that each half keeps its own temperature.
    const weights = [
      ...Array.from({ length: 4 }, (_, i) => [...row(one, i, 5).map((w) => 2 * w), ...zeros(4)]),
      ...Array.from({ length: 5 }, (_, i) => [...zeros(5), ...row(two, i, 4)]),
    ];
    const both = rbm({ weights, beta: 1 });
    for (const kernel of SCANS) {
      const a = kernelStructure(one, kernel), b = kernelStructure(two, kernel);
      const found = largeTwoBlock(both, kernel, { observables: [0, 4 * 9 + 5] });
      expect(found.gap).toBeCloseTo(Math.min(a.gap, b.gap), 12);
      expect(found.slowestModeParity).toBe("odd");
      expect(relative(found.observables[0]!.tau, a.tau[a.orbits.orbitOf[0]!]!)).toBeLessThan(1e-10);
      expect(relative(found.observables[1]!.tau, b.tau[b.orbits.orbitOf[0]!]!)).toBeLessThan(1e-10);
    }
  });

  test("has the means and variances of the single-site path", () => {
    const model = randomRbm(51, 6, 8, 1.5);
    for (const observable of [0, 30, "magnetization"] as const) {
      const [scan] = largeTwoBlock(model, "forward", { observables: [observable] }).observables;
      const step = singleSiteTime(model, observable);
      expect(Math.abs(scan!.mean - step.mean)).toBeLessThan(1e-13);
      expect(relative(scan!.variance, step.variance)).toBeLessThan(1e-11);
      // The kernels differ, and so do their times.
      expect(relative(scan!.tau, step.tau)).toBeGreaterThan(1e-3);
    }
  });

  test("tells a scan and a weight from others", () => {
    const model = randomRbm(61, 5, 5, 1.5), of = (m: EnergyModel, scan: ScanName) => largeTwoBlock(m, scan).gap;
    expect(Math.abs(of(model, "symmetric") - of(model, "forward"))).toBeGreaterThan(1e-3);
    const couplings = model.couplings.slice();
    couplings[3]! += 1e-6;
    expect(Math.abs(of({ ...model, couplings }, "forward") - of(model, "forward"))).toBeGreaterThan(1e-10);
  });

  test("refuses other block structures and sizes, and observables that do not exist", () => {
    expect(() => largeTwoBlock(curieWeiss(4, 1), "forward")).toThrow(InputError);
    expect(() => largeTwoBlock(curieWeiss(4, 1), "forward")).toThrow(/4 blocks/);
    const zeros = (m: number, n: number) =>
      rbm({ weights: Array.from({ length: m }, () => Array(n).fill(0)), beta: 1 });
    expect(() => largeTwoBlock(zeros(17, 16), "forward")).toThrow(SizeError);
    expect(() => largeTwoBlock(zeros(21, 2), "forward")).toThrow(/at most 32 spins, 20 in a block/);
    expect(() => largeTwoBlock(zeros(2, 2), "forward", { observables: [4] })).toThrow(/observable 4/);
  });
});
