import { describe, expect, test } from "vitest";
import { boltzmannLaw } from "../../../lib/exact/law.ts";
import { observableMeans } from "../../../lib/exact/observables.ts";
import { SizeError } from "../../../lib/errors.ts";
import { curieWeiss } from "../../../lib/model/curie_weiss.ts";
import { ising } from "../../../lib/model/ising.ts";
import { plantedRbm } from "../../../lib/model/planted_rbm.ts";
import { rbm } from "../../../lib/model/rbm.ts";
import { withBiases, withCouplings } from "../../../lib/model/with_parameters.ts";
import { twoBlockMeans } from "../../../lib/predictor/two_block_means.ts";
import { createStream } from "../../../lib/random/stream.ts";
import { randomRbm } from "../support/random_models.ts";

const enumerated = (model: Parameters<typeof twoBlockMeans>[0]) => observableMeans(model, boltzmannLaw(model));

function largestDifference(a: Float64Array, b: Float64Array): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, k) => Math.abs(value - b[k]!)));
}

describe("twoBlockMeans()", () => {
  for (const [m, n] of [[1, 1], [3, 7], [7, 3], [5, 5]] as const) {
    for (const beta of [0, 0.7, 3]) {
      test(`twoBlockMeans() equals the enumeration of all states: rbm ${m}×${n}, beta ${beta}, without and with biases`, () => {
        const model = randomRbm(11, m, n, beta), stream = createStream(11, "test", 10 * m + n);
        const biased = withBiases(model, Array.from({ length: m + n }, () => stream.gaussian()));
        for (const each of [model, biased]) {
          expect(largestDifference(twoBlockMeans(each), enumerated(each))).toBeLessThan(1e-13);
        }
      });
    }
  }

  test("twoBlockMeans() takes any two-block Ising model: blocks that interleave, in either order, and missing edges", () => {
    const edges = [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [0, 5]] as const;
    const weights = [0.3, -1.2, 0.8, 0.5, -0.4, 1.1], biases = [0.2, -0.1, 0, 0.4, -0.3, 0.1];
    for (const blocks of [[[0, 2, 4], [1, 3, 5]], [[1, 3, 5], [0, 2, 4]]]) {
      const model = ising({ n: 6, edges, weights, biases, beta: 1.3, blocks });
      expect(largestDifference(twoBlockMeans(model), enumerated(model))).toBeLessThan(1e-14);
    }
  });

  for (const [m, beta] of [[12, 1], [16, 2], [16, 600]] as const) {
    test(`twoBlockMeans() of one planted pattern is the binomial sum: m = ${m}, beta ${beta}`, () => {
      // k of the m visible spins are turned against the pattern: C(m, k) states with all hidden fields ±beta·(m − 2k)/m.
      const logs = Array.from({ length: m + 1 }, (_, k) => {
        let logBinomial = 0;
        for (let i = 0; i < k; i++) logBinomial += Math.log((m - i) / (i + 1));
        const theta = Math.abs(beta * (m - 2 * k) / m);
        return logBinomial + m * (theta + Math.log1p(Math.exp(-2 * theta)));
      });
      const highest = Math.max(...logs), weights = logs.map((log) => Math.exp(log - highest));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const moment = weights.reduce((sum, weight, k) => {
        const overlap = (m - 2 * k) / m;
        return sum + weight * overlap * Math.tanh(beta * overlap);
      }, 0) / total;
      const ones = [Array<number>(m).fill(1)];
      for (const mean of twoBlockMeans(plantedRbm(ones, ones, beta))) {
        expect(Math.abs(mean + moment)).toBeLessThan(1e-12);
      }
    });
  }

  test("twoBlockMeans() is told apart from a neighbouring model (control)", () => {
    const model = randomRbm(3, 4, 4, 1);
    const other = withCouplings(model, model.couplings.map((coupling, e) => e === 5 ? coupling + 1e-3 : coupling));
    expect(largestDifference(twoBlockMeans(other), enumerated(model))).toBeGreaterThan(1e-6);
  });

  test("twoBlockMeans() refuses what has no two blocks and what is too large", () => {
    expect(() => twoBlockMeans(curieWeiss(4, 1))).toThrow(/it has 4 blocks; give a model with two/);
    const wide = rbm({ weights: Array.from({ length: 23 }, () => Array<number>(23).fill(0)), beta: 1 });
    expect(() => twoBlockMeans(wide)).toThrow(SizeError);
  });
});
