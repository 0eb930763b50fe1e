import { describe, expect, test } from "vitest";
import { kernelStructure } from "../../../lib/exact/kernel_structure.ts";
import { curieWeiss } from "../../../lib/model/curie_weiss.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { hopfield } from "../../../lib/model/hopfield.ts";
import { randomPatterns } from "../../../lib/model/patterns.ts";
import { gaussianPerturbation } from "../../../lib/model/perturbation.ts";
import { sherringtonKirkpatrick } from "../../../lib/model/sherrington_kirkpatrick.ts";
import { withBiases, withCouplings } from "../../../lib/model/with_parameters.ts";
import { boltzmannLaw } from "../../../lib/exact/law.ts";
import { observableMeans } from "../../../lib/exact/observables.ts";
import { predict } from "../../../lib/predictor/predict.ts";
import { createStream } from "../../../lib/random/stream.ts";
import { denseModel, sweepMatrix } from "../support/dense_model.ts";
import { flipSignOfSlowest } from "../support/dense_spectrum.ts";
import { denseTaus } from "../support/dense_times.ts";
import { randomIsing } from "../support/random_models.ts";

// Experiment 1's families at N = 6: the slowest mode is odd and the pair observables are even, so that the overlap is zero.
const FAMILIES: readonly [string, (beta: number) => EnergyModel][] = [
  ["Curie–Weiss", (beta) => curieWeiss(6, beta)],
  ["SK", (beta) => sherringtonKirkpatrick(6, beta, createStream(1, "couplings"))],
  ...[1, 2, 3].map((count): [string, (beta: number) => EnergyModel] => [
    `Hopfield with ${count} patterns`,
    (beta) => hopfield(randomPatterns(count, 6, createStream(1, "patterns", count)), beta),
  ]),
];

/** Moments of the law at J + δ·D. */
function perturbedMoments(model: EnergyModel, delta: number): Float64Array {
  const shift = gaussianPerturbation(6, createStream(1, "perturbation"));
  const data = withCouplings(model, model.couplings.map((coupling, e) => coupling + delta * shift[e]!));
  return observableMeans(data, boltzmannLaw(data)).map((mean) => -mean);
}

describe("the symmetry zero", () => {
  for (const [name, family] of FAMILIES) {
    test(`predict() of ${name} without a field: overlaps exactly 0 and Q_struct infinite; finite with a small field`, () => {
      for (const beta of [0.5, 1, 2, 3]) {
        const model = family(beta), moments = perturbedMoments(model, 0.3);
        const { slowestOverlaps, slowestModeParity } = kernelStructure(model, "single-site", { unit: "step" });
        expect([...slowestOverlaps].every((value) => value === 0)).toBe(true);
        expect(slowestModeParity).toBe("odd");
        const q = predict(model, { moments, window: 100 });
        expect(q.qStruct).toBe(Infinity);
        expect(Number.isFinite(q.qStructPerp) && q.qStructPerp! > 0).toBe(true);

        const field = withBiases(model, [0.05, 0.02, 0.03, 0.01, 0.04, 0.02]);
        const biased = predict(field, { moments: Float64Array.from([...moments, 0, 0, 0, 0, 0, 0]), window: 100 });
        expect(biased.slowestModeParity).toBe("none");
        expect(Number.isFinite(biased.qStruct)).toBe(true);
        const pairs = kernelStructure(field, "single-site").slowestOverlaps;
        expect(Math.max(...pairs.slice(0, 15))).toBeGreaterThan(1e-12);
      }
    });
  }

  test("slowestModeParity is what the flip does to the dense eigenvector, no sector assumed", () => {
    for (let seed = 1; seed <= 12; seed++) {
      const model = randomIsing(seed, { n: 5, beta: 1.2, bias: "none", density: 0.7 });
      const dense = denseModel(model);
      for (const kernel of ["single-site", "metropolis", "symmetric", "palindromic"] as const) {
        const sign = flipSignOfSlowest(dense, sweepMatrix(dense, kernel), 1);
        const { slowestModeParity } = kernelStructure(model, kernel);
        if (slowestModeParity === "none") expect(Math.abs(sign)).toBeLessThan(1 - 1e-9);
        else expect(sign, `${kernel}, seed ${seed}`).toBeCloseTo(slowestModeParity === "odd" ? -1 : 1, 8);
      }
    }
    // A Metropolis sweep of 6 spins at high temperature folds its alternating mode Π x_i, an even one, onto the slow end.
    expect(kernelStructure(curieWeiss(6, 0.05), "metropolis").slowestModeParity).toBe("even");
  });
});

test("predict() reports τ of single observables and of the magnetisation as dense linear algebra has them", () => {
  for (const bias of ["none", "zero", "random"] as const) {
    const model = randomIsing(5, { n: 5, beta: 1.1, bias, density: 0.7 });
    const dense = denseModel(model);
    for (const kernel of ["single-site", "metropolis", "forward", "symmetric"] as const) {
      const sweep = sweepMatrix(dense, kernel);
      const m = dense.states.map((x) => x.reduce((a, b) => a + b, 0) / 5);
      const mean = m.reduce((sum, value, s) => sum + value * dense.pi[s]!, 0);
      const centred = m.map((value) => value - mean);
      const variance = centred.reduce((sum, value, s) => sum + value * value * dense.pi[s]!, 0);
      const [tau] = denseTaus(dense, sweep, [centred]), all = denseTaus(dense, sweep);
      const { observables } = predict(model, { kernel, observables: [1, "magnetization"] });
      expect(observables![0]!.tau / all[1]!, kernel).toBeCloseTo(1, 10);
      expect(observables![0]!.variance).toBeCloseTo(dense.variances[1]!, 12);
      expect(observables![1]!.tau / tau!, kernel).toBeCloseTo(1, 10);
      expect(observables![1]!.variance).toBeCloseTo(variance, 12);
    }
  }
});
