import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { completeGraph } from "../../../lib/graph/complete_graph.ts";
import { curieWeiss } from "../../../lib/model/curie_weiss.ts";
import { energy, localField } from "../../../lib/model/energy.ts";
import { type EnergyModel, observableCount } from "../../../lib/model/energy_model.ts";
import { gaugeTransform } from "../../../lib/model/gauge.ts";
import { hopfield } from "../../../lib/model/hopfield.ts";
import { ising, type IsingOptions } from "../../../lib/model/ising.ts";
import { randomPatterns } from "../../../lib/model/patterns.ts";
import { gaussianPerturbation } from "../../../lib/model/perturbation.ts";
import { plantedRbm } from "../../../lib/model/planted_rbm.ts";
import { rbm } from "../../../lib/model/rbm.ts";
import { sherringtonKirkpatrick } from "../../../lib/model/sherrington_kirkpatrick.ts";
import { isFlipSymmetric } from "../../../lib/model/symmetry.ts";
import { withBeta, withBiases, withCouplings } from "../../../lib/model/with_parameters.ts";
import { createStream } from "../../../lib/random/stream.ts";
import chiSquareQuantile from "@stdlib/stats-base-dists-chisquare-quantile";
import { ALPHA, freshSeed } from "../random/statistics.ts";

const FIELD_MODEL = ising({
  n: 4,
  edges: [[0, 1], [2, 1], [3, 0], [2, 3]],
  weights: [0.5, -1, 2, 0.25],
  biases: [0.1, 0, -0.3, 0.7],
  beta: 1.5,
});

function states(n: number): number[][] {
  return Array.from({ length: 2 ** n }, (_, s) => Array.from({ length: n }, (_, i) => (s >> i) & 1 ? -1 : 1));
}

/** Σ over all ordered pairs of a full symmetric matrix, halved: the energy without the edge list. */
function matrixEnergy(model: EnergyModel, x: readonly number[]): number {
  const n = model.graph.vertexCount;
  const J = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  model.graph.from.forEach((i, e) => {
    const j = model.graph.to[e]!;
    J[i]![j] = J[j]![i] = model.couplings[e]!;
  });
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) sum -= J[i]![j]! * x[i]! * x[j]! / 2;
    sum -= (model.biases?.[i] ?? 0) * x[i]!;
  }
  return sum;
}

describe("ising()", () => {
  test("ising() counts every edge, then the biases, as observables", () => {
    expect(observableCount(FIELD_MODEL)).toBe(8);
    expect(observableCount(ising({ n: 3, edges: [[0, 1]], weights: [0], beta: 0 }))).toBe(1);
    expect(observableCount(ising({ n: 3, edges: [[0, 1]], weights: [0], biases: [0, 0, 0], beta: 0 }))).toBe(4);
  });

  test("ising() copies what it is given and keeps given blocks in order", () => {
    const weights = Float64Array.of(1, 2), biases = [0, 1, 2];
    const model = ising({ n: 3, edges: [[0, 1], [1, 2]], weights, biases, beta: 1, blocks: [[1], [2, 0]] });
    weights[0] = 9;
    biases[0] = 9;
    expect([...model.couplings]).toEqual([1, 2]);
    expect([...model.biases!]).toEqual([0, 1, 2]);
    expect(model.blocks.map((block) => [...block])).toEqual([[1], [2, 0]]);
    expect([model.kind, model.visibleCount]).toEqual(["ising", null]);
  });

  test("ising() takes a graph in place of n and edges", () => {
    expect(ising({ graph: completeGraph(3), weights: [1, 2, 3], beta: 1 })).toEqual(
      ising({ n: 3, edges: [[0, 1], [0, 2], [1, 2]], weights: [1, 2, 3], beta: 1 }),
    );
  });

  const good = { n: 3, edges: [[0, 1], [1, 2]], weights: [1, 2], biases: [0, 0, 0], beta: 1 };
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["too few weights", { weights: [1] }, /weights has 1 entry; give 2, one per edge/],
    ["NaN", { weights: [1, NaN] }, /weights\[1\] is NaN; give a finite number/],
    ["a number too large for a double", { weights: [1, 1e999] }, /weights\[1\] is Infinity/],
    ["text", { weights: ["1", 2] }, /weights\[0\] is "1"/],
    ["null among weights", { weights: [null, 2] }, /weights\[0\] is null/],
    ["null for weights", { weights: null }, /weights is null/],
    ["an object for weights", { weights: { length: 2 } }, /weights is \{"length":2\}/],
    ["too many biases", { biases: [0, 0, 0, 0] }, /biases has 4 entries; give 3, one per spin/],
    ["null for biases", { biases: null }, /biases is null/],
    ["-Infinity among biases", { biases: [0, 0, -Infinity] }, /biases\[2\] is -Infinity/],
    ["a negative beta", { beta: -0.5 }, /beta is -0.5; give a finite number that is at least 0/],
    ["an infinite beta", { beta: Infinity }, /beta is Infinity/],
    ["text for beta", { beta: "1" }, /beta is "1"/],
    ["no beta", { beta: undefined }, /beta is undefined/],
    ["neighbours inside a block", { blocks: [[0, 1], [2]] }, /block 0 holds the neighbours 0 and 1/],
    ["a repeated edge", { edges: [[0, 1], [1, 0]] }, /edge 1, \[1,0\], repeats edge 0/],
  ])("ising() refuses %s", (_, change, message) => {
    const call = () => ising({ ...good, ...change } as unknown as IsingOptions);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});

describe("rbm()", () => {
  test("rbm() puts visible spins first and reads weights row by row", () => {
    const model = rbm({ weights: [[1, 2], [3, 4], [5, 6]], beta: 0 });
    expect([model.kind, model.visibleCount, model.graph.vertexCount, model.biases, model.beta]).toEqual([
      "rbm",
      3,
      5,
      null,
      0,
    ]);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 2; j++) {
        const e = 2 * i + j;
        expect([model.couplings[e], model.graph.from[e], model.graph.to[e]]).toEqual([e + 1, i, 3 + j]);
      }
    }
  });

  test("rbm() has the energy −vᵀWh", () => {
    const weights = [[0.5, -1, 2], [1, 0.25, -3]], model = rbm({ weights, beta: 1 });
    for (const x of states(5)) {
      let expected = 0;
      for (let i = 0; i < 2; i++) for (let j = 0; j < 3; j++) expected -= x[i]! * weights[i]![j]! * x[2 + j]!;
      expect(energy(model, x)).toBeCloseTo(expected, 12);
    }
  });

  test.each<[string, unknown, unknown, RegExp]>([
    ["ragged rows", [[1, 2], [3]], 1, /weights\[1\] has 1 entry and weights\[0\] has 2; give rows of equal length/],
    ["no rows", [], 1, /weights is \[\]; give at least one row/],
    ["an empty row", [[]], 1, /weights\[0\] is \[\]/],
    ["a flat list", [1, 2], 1, /weights\[0\] is 1; give a row/],
    ["null", null, 1, /weights is null/],
    ["null for a row", [[1], null], 1, /weights\[1\] is null/],
    ["null for a number", [[1, null]], 1, /weights\[0\]\[1\] is null/],
    ["text for a number", [[1, "2"]], 1, /weights\[0\]\[1\] is "2"/],
    ["NaN", [[NaN]], 1, /weights\[0\]\[0\] is NaN/],
    ["a negative beta", [[1]], -1, /beta is -1/],
  ])("rbm() refuses %s", (_, weights, beta, message) => {
    const call = () => rbm({ weights: weights as number[][], beta: beta as number });
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});

describe("energy() and localField()", () => {
  test("energy() equals half the full double sum on every state of every family", () => {
    const models = [
      FIELD_MODEL,
      curieWeiss(5, 1),
      sherringtonKirkpatrick(5, 1, createStream(3, "couplings")),
      hopfield(randomPatterns(3, 6, createStream(3, "patterns")), 1),
    ];
    for (const model of models) {
      for (const x of states(model.graph.vertexCount)) expect(energy(model, x)).toBeCloseTo(matrixEnergy(model, x), 12);
    }
  });

  test("localField() is half the cost of flipping a spin", () => {
    for (const x of states(4)) {
      for (let i = 0; i < 4; i++) {
        const flipped = x.with(i, -x[i]!);
        expect(2 * x[i]! * localField(FIELD_MODEL, x, i)).toBeCloseTo(
          energy(FIELD_MODEL, flipped) - energy(FIELD_MODEL, x),
          12,
        );
      }
    }
  });

  test("energy() and localField() refuse spins that are not ±1, wrong lengths and indices", () => {
    expect(() => energy(FIELD_MODEL, [1, 1, 0, 1])).toThrow(/spins\[2\] is 0; give \+1 or -1/);
    expect(() => energy(FIELD_MODEL, [1, 1])).toThrow(/spins has 2 entries; give 4 entries/);
    expect(() => energy(FIELD_MODEL, null as unknown as number[])).toThrow(/spins is null/);
    expect(() => localField(FIELD_MODEL, [1, 1, 1, 1], 4)).toThrow(/the spin is 4; give an integer from 0 to 3/);
  });
});

describe("families", () => {
  test("curieWeiss() couples every pair with 1/N", () => {
    const model = curieWeiss(10, 0.5);
    expect(model.couplings).toEqual(new Float64Array(45).fill(0.1));
    // E = −(M² − N)/2N for the magnetisation M.
    expect(energy(model, [1, 1, 1, 1, 1, 1, 1, -1, -1, -1])).toBeCloseTo(-(16 - 10) / 20, 12);
    expect(model.blocks).toHaveLength(10);
  });

  test("hopfield() is ξᵀξ/N with zero diagonal, and one pattern is a gauge of Curie–Weiss", () => {
    const patterns = [[1, -1, 1, 1], [1, 1, -1, 1], [-1, -1, -1, 1]], model = hopfield(patterns, 2);
    model.graph.from.forEach((i, e) => {
      const j = model.graph.to[e]!;
      expect(model.couplings[e]).toBe(patterns.reduce((sum, row) => sum + row[i]! * row[j]!, 0) / 4);
    });
    expect(hopfield([patterns[0]!], 2)).toEqual(gaugeTransform(curieWeiss(4, 2), patterns[0]!));
  });

  test("plantedRbm() gives the couplings of the C-deep patterns", () => {
    // reference values, m = 5, M = 2: (ξ¹ + ξ²) vanishes on two visible spins, so W is 0.4 on two corners and 0 elsewhere.
    const model = plantedRbm([[1, 1, 1, 1, 1], [-1, -1, 1, 1, 1]], [[1, 1, 1, 1, 1], [1, 1, -1, -1, -1]], 3);
    const corner = (i: number, j: number) => (i < 2) === (j >= 2) ? 0.4 : 0;
    expect([...model.couplings]).toEqual(Array.from({ length: 25 }, (_, e) => corner(Math.floor(e / 5), e % 5)));
    expect([model.beta, model.visibleCount]).toEqual([3, 5]);
  });

  test("plantedRbm() divides by the number of visible spins when the sides differ", () => {
    expect([...plantedRbm([[1, 1, -1, 1]], [[1, -1]], 1).couplings]).toEqual(
      [1, -1, 1, -1, -1, 1, 1, -1].map((w) => w / 4),
    );
  });

  test.each<[string, () => unknown, RegExp]>([
    ["a pattern entry of 0", () => hopfield([[1, 0]], 1), /patterns\[0\]\[1\] is 0; give \+1 or -1/],
    ["ragged patterns", () => hopfield([[1, 1], [1]], 1), /patterns\[1\] has 1 entry/],
    ["no patterns", () => hopfield([], 1), /patterns is \[\]/],
    ["unpaired patterns", () => plantedRbm([[1]], [[1], [1]], 1), /1 visible and 2 hidden/],
    ["text in eta", () => plantedRbm([[1]], [["1"]] as unknown as number[][], 1), /eta\[0\]\[0\] is "1"/],
    ["a negative beta", () => curieWeiss(3, -1), /beta is -1/],
    ["half a spin", () => curieWeiss(2.5, 1), /number of vertices is 2.5/],
    ["no patterns drawn", () => randomPatterns(0, 3, createStream(1, "patterns")), /count is 0/],
  ])("families refuse %s", (_, call, message) => {
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  test("sherringtonKirkpatrick() and gaussianPerturbation() have variance 1/N, and the check catches 1.3/N", () => {
    const n = 120, count = n * (n - 1) / 2, seed = freshSeed("sherringtonKirkpatrick()");
    const low = chiSquareQuantile(ALPHA / 2, count), high = chiSquareQuantile(1 - ALPHA / 2, count);
    const sumOfSquares = (values: Float64Array) => n * values.reduce((sum, value) => sum + value * value, 0);
    const couplings = sherringtonKirkpatrick(n, 1, createStream(seed, "couplings")).couplings;
    const perturbation = gaussianPerturbation(n, createStream(seed, "perturbation"));
    for (const values of [couplings, perturbation]) {
      expect(sumOfSquares(values)).toBeGreaterThan(low);
      expect(sumOfSquares(values)).toBeLessThan(high);
      expect(1.3 * sumOfSquares(values)).toBeGreaterThan(high);
      // The sum of the couplings is normal with variance count/N; |z| exceeds 5.73 with probability 1.0e-8.
      expect(Math.abs(values.reduce((sum, value) => sum + value)) / Math.sqrt(count / n)).toBeLessThan(5.73);
    }
    expect(couplings).not.toEqual(perturbation);
    expect(sherringtonKirkpatrick(n, 1, createStream(seed, "couplings")).couplings).toEqual(couplings);
  });

  test("randomPatterns() draws reproducible rows of ±1", () => {
    const rows = randomPatterns(3, 8, createStream(11, "patterns"));
    expect(rows).toEqual(randomPatterns(3, 8, createStream(11, "patterns")));
    expect(rows.flat().every((x) => x === 1 || x === -1)).toBe(true);
    expect(rows.map((row) => row.length)).toEqual([8, 8, 8]);
  });
});

describe("changed models", () => {
  test("withCouplings(), withBeta() and withBiases() change one thing and leave the model as it was", () => {
    const before = structuredClone(FIELD_MODEL);
    expect(withCouplings(FIELD_MODEL, [4, 3, 2, 1])).toEqual({
      ...FIELD_MODEL,
      couplings: Float64Array.of(4, 3, 2, 1),
    });
    expect(withBeta(FIELD_MODEL, 0)).toEqual({ ...FIELD_MODEL, beta: 0 });
    expect(withBiases(FIELD_MODEL, [1, 2, 3, 4]).biases).toEqual(Float64Array.of(1, 2, 3, 4));
    expect(withBiases(FIELD_MODEL, null).biases).toBeNull();
    expect(FIELD_MODEL).toEqual(before);
  });

  test("withCouplings(), withBeta() and withBiases() refuse bad values", () => {
    expect(() => withCouplings(FIELD_MODEL, [1, 2, 3])).toThrow(/couplings has 3 entries; give 4, one per edge/);
    expect(() => withBiases(FIELD_MODEL, [1, 2, 3, NaN])).toThrow(/biases\[3\] is NaN/);
    expect(() => withBeta(FIELD_MODEL, NaN)).toThrow(/beta is NaN/);
  });

  test("gaugeTransform() relabels the states and keeps their energies", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(1, -1), { minLength: 4, maxLength: 4 }), (signs) => {
      const turned = gaugeTransform(FIELD_MODEL, signs);
      for (const x of states(4)) {
        expect(energy(turned, x.map((spin, i) => spin * signs[i]!))).toBeCloseTo(energy(FIELD_MODEL, x), 12);
      }
    }));
    expect(() => gaugeTransform(FIELD_MODEL, [1, 1, 2, 1])).toThrow(/signs\[2\] is 2/);
  });

  test("isFlipSymmetric() is true without a field and false with any", () => {
    const model = curieWeiss(4, 1);
    expect(isFlipSymmetric(model)).toBe(true);
    expect(isFlipSymmetric(withBiases(model, [0, 0, 0, 0]))).toBe(true);
    expect(isFlipSymmetric(withBiases(model, [0, 0, 0, 1e-12]))).toBe(false);
  });
});
