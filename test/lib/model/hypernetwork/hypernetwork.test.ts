import { expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import { createHypernetwork, hypernetworkOf } from "../../../../lib/model/hypernetwork/hypernetwork.ts";
import { hypernetworkCouplings, hypernetworkModel } from "../../../../lib/model/hypernetwork/hypernetwork_couplings.ts";
import { hypernetworkJacobian } from "../../../../lib/model/hypernetwork/hypernetwork_jacobian.ts";
import { HypernetworkPass } from "../../../../lib/model/hypernetwork/hypernetwork_pass.ts";
import { hypernetworkLayout } from "../../../../lib/model/hypernetwork/hypernetwork_shape.ts";
import { jacobianRank } from "../../../../lib/model/hypernetwork/jacobian_rank.ts";
import { oneHotCodes } from "../../../../lib/model/hypernetwork/one_hot_codes.ts";
import { createStream } from "../../../../lib/random/stream.ts";
import { dualCouplings } from "./dual_network.ts";

const SHAPE = { codeLength: 3, width: 5, visible: 4, hidden: 3, rank: 2 };
const CODE = [0.3, -1.2, 0.7];

/** Every parameter standard normal, so that no part is small or zero. */
function generic(shape: typeof SHAPE, seed: number) {
  const stream = createStream(seed, "test"), { length } = hypernetworkLayout(shape);
  return hypernetworkOf(shape, Float64Array.from({ length }, () => stream.gaussian()));
}

const largest = (values: Iterable<number>): number => Math.max(...[...values].map(Math.abs));

test("hypernetworkJacobian() and hypernetworkCouplings() agree with dual numbers to 1e-12, and with central differences", () => {
  for (const [seed, code] of [[1, CODE], [2, [0, 1, 0]], [3, [0, 0, 0]]] as const) {
    const network = generic(SHAPE, seed), { shape, parameters } = network;
    const jacobian = hypernetworkJacobian(network, code), scale = largest(jacobian.flatMap((row) => [...row]));
    const none = new Float64Array(parameters.length), values = hypernetworkCouplings(network, code);
    dualCouplings(shape, parameters, none, code).forEach(([value], e) => {
      expect(Math.abs(value - values[e]!)).toBeLessThan(1e-12 * largest(values));
    });
    for (let p = 0; p < parameters.length; p++) {
      const direction = none.slice(), h = 1e-5;
      direction[p] = 1;
      const duals = dualCouplings(shape, parameters, direction, code);
      const moved = (step: number) =>
        hypernetworkCouplings(hypernetworkOf(shape, parameters.map((value, q) => value + step * direction[q]!)), code);
      const up = moved(h), down = moved(-h);
      jacobian.forEach((row, e) => {
        expect(Math.abs(row[p]! - duals[e]![1])).toBeLessThan(1e-12 * scale);
        expect(Math.abs(row[p]! - (up[e]! - down[e]!) / (2 * h))).toBeLessThan(1e-8 * scale);
      });
    }
  }
});

test("HypernetworkPass.pullback() adds Jᵀc to 1e-13, and another code's is told from it", () => {
  const network = generic(SHAPE, 4), { shape, parameters } = network, pass = new HypernetworkPass(shape);
  const stream = createStream(5, "test"), before = Float64Array.from(parameters, () => stream.gaussian());
  // The slope of the couplings stands behind two other numbers.
  const cotangent = Float64Array.from({ length: 14 }, () => stream.gaussian());
  const distance = (code: readonly number[]): number => {
    const jacobian = hypernetworkJacobian(network, CODE), gradient = before.slice();
    pass.forward(parameters, code);
    pass.pullback(parameters, cotangent, gradient, 2);
    const wanted = before.map((value, p) => jacobian.reduce((sum, row, e) => sum + row[p]! * cotangent[e + 2]!, value));
    return largest(gradient.map((value, p) => value - wanted[p]!)) / largest(wanted);
  };
  expect(distance(CODE)).toBeLessThan(1e-13);
  expect(distance([0.3, -1.2, 0.70001])).toBeGreaterThan(1e-13);
});

test("jacobianRank() is r(2m − r) for m = 4, 5, 6 and r = 1 … 4, and r(m + n − r) elsewhere", () => {
  for (const m of [4, 5, 6]) {
    for (const rank of [1, 2, 3, 4]) {
      const shape = { codeLength: 4, width: 8, visible: m, hidden: m, rank };
      const starts = [createHypernetwork(shape, createStream(10 * m + rank, "weights")), generic(shape, 10 * m + rank)];
      for (const network of starts) {
        const found = jacobianRank(network, oneHotCodes(4)[rank - 1]!);
        expect([found.rank, found.expected]).toEqual([rank * (2 * m - rank), rank * (2 * m - rank)]);
        expect(found.leastCounted).toBeGreaterThan(1e-4);
        expect(found.largestLeftOut).toBeLessThan(1e-14);
      }
    }
  }
  const { rank, expected } = jacobianRank(generic(SHAPE, 6), CODE);
  expect([rank, expected]).toEqual([10, 10]);
});

test("jacobianRank() catches factors with two equal columns: the rank of one column less", () => {
  const shape = { codeLength: 4, width: 8, visible: 5, hidden: 5, rank: 3 }, network = generic(shape, 7);
  const { factorWeights, factorBiases } = hypernetworkLayout(shape), parameters = network.parameters.slice();
  for (let row = 0; row < 10; row++) {
    const from = 3 * row, to = from + 1;
    parameters.copyWithin(factorWeights + to * 8, factorWeights + from * 8, factorWeights + (from + 1) * 8);
    parameters[factorBiases + to] = parameters[factorBiases + from]!;
  }
  const found = jacobianRank(hypernetworkOf(shape, parameters), [1, 0, 0, 0]);
  expect([found.rank, found.expected]).toEqual([2 * (10 - 2), 21]);
  expect(found.largestLeftOut).toBeLessThan(1e-14);
});

test("createHypernetwork() starts near W = 0 by the stream alone, and codes start apart", () => {
  const shape = { codeLength: 4, width: 16, visible: 5, hidden: 5, rank: 3 };
  const couplings = (seed: number, scale?: number) =>
    oneHotCodes(4).map((code) =>
      hypernetworkCouplings(createHypernetwork(shape, createStream(seed, "weights"), scale), code)
    );
  expect(couplings(1)).toEqual(couplings(1));
  expect(couplings(1)).not.toEqual(couplings(2));
  for (const scale of [0.1, 1]) {
    // One fixed seed for each of 200 networks: nothing random from run to run.
    const squares = Array.from({ length: 200 }, (_, seed) => couplings(seed, scale))
      .flat().flatMap((values) => [...values].map((value) => value * value));
    const size = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    expect(Math.abs(size / scale - 1)).toBeLessThan(0.1);
  }
  const [first, second] = couplings(1);
  expect(Math.hypot(...first!.map((value, e) => value - second![e]!))).toBeGreaterThan(0.01);
});

test("hypernetworkModel() is an RBM of rank at most r whose couplings are those of the code", () => {
  const network = generic(SHAPE, 8),
    model = hypernetworkModel(network, CODE),
    cold = hypernetworkModel(network, CODE, 3);
  expect(model.couplings).toEqual(hypernetworkCouplings(network, CODE));
  expect([model.kind, model.visibleCount, model.graph.vertexCount, model.beta, cold.beta]).toEqual(["rbm", 4, 7, 1, 3]);
  // Every 3 × 3 minor of a matrix of rank 2 vanishes.
  const w = (i: number, j: number): number => model.couplings[i * 3 + j]!;
  const minor = w(0, 0) * (w(1, 1) * w(2, 2) - w(1, 2) * w(2, 1)) - w(0, 1) * (w(1, 0) * w(2, 2) - w(1, 2) * w(2, 0)) +
    w(0, 2) * (w(1, 0) * w(2, 1) - w(1, 1) * w(2, 0));
  expect(Math.abs(minor)).toBeLessThan(1e-12 * largest(model.couplings) ** 3);
});

test("hypernetworks refuse shapes, codes and parameters that are none", () => {
  const network = generic(SHAPE, 9);
  expect(() => createHypernetwork({ ...SHAPE, rank: 4 }, createStream(1, "weights"))).toThrow(
    "rank is 4; give an integer from 1 to 3",
  );
  expect(() => createHypernetwork(SHAPE, createStream(1, "weights"), 0)).toThrow("couplingScale is 0");
  expect(() => hypernetworkOf(SHAPE, [1, 2])).toThrow(InputError);
  expect(() => hypernetworkCouplings(network, [1, 0])).toThrow("code has 2 entries; give 3");
  expect(() => jacobianRank(network, CODE, 1)).toThrow("the tolerance is 1");
  expect(() => oneHotCodes(0)).toThrow(InputError);
});
