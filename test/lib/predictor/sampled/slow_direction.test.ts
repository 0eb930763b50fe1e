import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { ConvergenceError, InputError, SizeError } from "../../../../lib/errors.ts";
import { boltzmannLaw, fullSpace, TransitionOperator } from "../../../../lib/exact/mod.ts";
import { observableFunction } from "../../../../lib/exact/observables.ts";
import { type EnergyModel, ising, observableCount } from "../../../../lib/model/mod.ts";
import { createStream } from "../../../../lib/random/mod.ts";
import { outputAutocorrelation, SlowDirection } from "../../../../lib/predictor/mod.ts";
import { createSampler, packSpins } from "../../../../lib/sampler/mod.ts";
import { signChain } from "../../diagnostics/ar1.ts";
import { randomIsing } from "../../support/random_models.ts";

const SEED = 20260802;

function topOf(matrix: Matrix): { readonly value: number; readonly vector: Float64Array } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const best = realEigenvalues.indexOf(Math.max(...realEigenvalues));
  return { value: realEigenvalues[best]!, vector: Float64Array.from(eigenvectorMatrix.getColumn(best)) };
}

/** The symmetrised lag-1 autocovariance of rows of observables, samples × chains × observables, around the mean of all. */
function denseCovariance(rows: readonly (readonly Float64Array[])[]): Matrix {
  const size = rows[0]![0]!.length, mean = new Float64Array(size), all = rows.length * rows[0]!.length;
  for (const chains of rows) for (const row of chains) row.forEach((value, a) => mean[a]! += value / all);
  const matrix = Matrix.zeros(size, size), pairs = all - rows[0]!.length;
  for (let t = 0; t + 1 < rows.length; t++) {
    rows[t]!.forEach((now, c) => {
      const next = rows[t + 1]![c]!;
      for (let a = 0; a < size; a++) {
        for (let b = 0; b < size; b++) {
          const product = (now[a]! - mean[a]!) * (next[b]! - mean[b]!) + (next[a]! - mean[a]!) * (now[b]! - mean[b]!);
          matrix.set(a, b, matrix.get(a, b) + product / (2 * pairs));
        }
      }
    });
  }
  return matrix;
}

/** f_a of every observable. */
function observablesOf({ graph: { from, to }, biases }: EnergyModel, spins: Int8Array): Float64Array {
  const pairs = Array.from(from, (i, e) => -spins[i]! * spins[to[e]!]!);
  return Float64Array.from([...pairs, ...(biases === null ? [] : Array.from(spins, (spin) => -spin))]);
}

describe("SlowDirection", () => {
  test(`reading() is the top eigenvector of the dense matrix of the same samples (seed ${SEED})`, () => {
    // 45 pairs and 10 spins: no whole number of words; 35 chains: no whole group.
    const model = randomIsing(3, { n: 10, beta: 1, bias: "random", density: 1 });
    const stream = createStream(SEED, "test"), chains = 35, length = 40, n = 10;
    const spins = new Int8Array(chains * n).fill(1), rows: Float64Array[][] = [];
    const slow = new SlowDirection(model, { chains, sweeps: length });
    for (let t = 0; t < length + 5; t++) {
      for (let k = 0; k < spins.length; k++) if (stream.uniform() < 0.02 + 0.05 * (k % n)) spins[k] = -spins[k]!;
      if (t < length) {
        rows.push(Array.from({ length: chains }, (_, c) => observablesOf(model, spins.subarray(c * n, (c + 1) * n))));
      }
      const words = packSpins(spins, chains, n);
      slow.observe({ words, samples: 1, chains, spinCount: n, sweep: t, stride: 1 });
    }
    const { direction, covariance, correlation, residual, samples } = slow.reading();
    const dense = denseCovariance(rows), { value, vector } = topOf(dense);
    expect(samples).toBe(length);
    expect(residual).toBeLessThan(1e-6);
    expect(Math.abs(covariance / value - 1)).toBeLessThan(1e-9);
    expect(Math.abs(direction.reduce((sum, entry, a) => sum + entry * vector[a]!, 0))).toBeGreaterThan(1 - 1e-9);
    expect(correlation).toBeGreaterThan(0.5);
    // The share of any gradient follows; another one than the vector itself has less than all.
    expect(slow.share(vector)).toBeGreaterThan(1 - 1e-9);
    const second = topOf(
      Matrix.sub(dense, Matrix.mul(Matrix.columnVector(vector).mmul(Matrix.rowVector(vector)), value)),
    );
    expect(slow.share(second.vector)).toBeLessThan(1e-9);
  });

  test(`share() of an enumerable model meets that of the exact covariance (seed ${SEED})`, async () => {
    const model = randomIsing(11, { n: 5, beta: 1.1, bias: "random", edges: [[0, 1], [1, 2], [2, 3], [3, 4]] });
    const law = boltzmannLaw(model), size = observableCount(model);
    const sector = fullSpace(model, law), operator = new TransitionOperator(model, "symmetric", sector);
    const functions = Array.from({ length: size }, (_, a) => {
      const f = new Float64Array(sector.size);
      observableFunction(model, a, sector, f);
      const mean = f.reduce((sum, value, s) => sum + value * law.probabilities[s]!, 0);
      return f.map((value) => value - mean);
    });
    const exact = Matrix.zeros(size, size);
    functions.forEach((f, b) => {
      const image = new Float64Array(f.length);
      operator.apply(f, image);
      functions.forEach((h, a) => {
        exact.set(a, b, h.reduce((sum, value, s) => sum + value * image[s]! * law.probabilities[s]!, 0));
      });
    });
    const { value, vector } = topOf(exact);
    const slow = new SlowDirection(model, { chains: 256, sweeps: 1500 });
    const sampler = await createSampler(model, { scan: "symmetric", seed: SEED });
    await sampler.run(sampler.init(256), { burnIn: 50, samples: 1500 }, { observers: [slow] });
    await sampler.close();
    // 384,000 correlated samples: covariances to about 0.5 %, the bars are ten times as wide.
    expect(Math.abs(slow.reading().covariance / value - 1)).toBeLessThan(0.05);
    expect(slow.share(vector)).toBeGreaterThan(0.99);
    const across = vector.map((entry, a) => a === 0 ? -entry : entry).map((entry, a) => a % 2 === 0 ? entry : 0);
    const expected = across.reduce((sum, entry, a) => sum + entry * vector[a]!, 0) ** 2 /
      across.reduce((sum, entry) => sum + entry * entry, 0);
    expect(Math.abs(slow.share(across) - expected)).toBeLessThan(0.05);
    expect(expected).toBeLessThan(0.9);
  });

  test("SlowDirection refuses too much memory, thinned samples, gradients of other models and runs without change", () => {
    const model = ising({ n: 2, edges: [[0, 1]], weights: [1], beta: 1 });
    expect(() => new SlowDirection(model, { chains: 32, sweeps: 10, maximumBytes: 100 })).toThrow(SizeError);
    const slow = new SlowDirection(model, { chains: 1, sweeps: 4 });
    const batch = { words: Uint32Array.of(0, 0, 0, 0), samples: 2, chains: 1, spinCount: 2, sweep: 1, stride: 1 };
    expect(() => slow.observe({ ...batch, stride: 2 })).toThrow(InputError);
    expect(() => slow.share(new Float64Array(3))).toThrow(/3 entries/);
    slow.observe(batch);
    expect(() => slow.reading()).toThrow(ConvergenceError);
  });
});

describe("outputAutocorrelation()", () => {
  test(`outputAutocorrelation() of a two-state chain is its memory to the power of the lag (seed ${SEED})`, () => {
    const stream = createStream(SEED, "test"), memory = 0.8;
    const draws = Array.from({ length: 64 }, () => signChain(stream, memory, 4000));
    const curve = outputAutocorrelation(draws, 20);
    // 256,000 draws with τ = 4.5: each value to below 0.006; a false alarm is beyond 6 standard errors (1e-8).
    curve.forEach((value, lag) => expect(Math.abs(value - memory ** lag)).toBeLessThan(0.036));
    expect(Math.abs(curve[5]! - 0.7 ** 5)).toBeGreaterThan(0.036);
  });
});
