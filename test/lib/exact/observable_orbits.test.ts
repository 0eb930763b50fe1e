import { expect, test } from "vitest";
import { KERNEL_NAMES } from "../../../lib/exact/kernel_name.ts";
import { kernelStructure, perObservable } from "../../../lib/exact/kernel_structure.ts";
import { observableOrbits } from "../../../lib/exact/observable_orbits.ts";
import { observableCount } from "../../../lib/model/energy_model.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { curieWeiss } from "../../../lib/model/curie_weiss.ts";
import { hopfield } from "../../../lib/model/hopfield.ts";
import { sherringtonKirkpatrick } from "../../../lib/model/sherrington_kirkpatrick.ts";
import { withBiases } from "../../../lib/model/with_parameters.ts";
import { createStream } from "../../../lib/random/stream.ts";
import { denseModel, sweepMatrix } from "../support/dense_model.ts";
import { denseTaus } from "../support/dense_times.ts";
import { plantedCell } from "./planted_cells.ts";

const HOPFIELD = hopfield([[1, 1, -1, 1, -1, -1], [1, 1, 1, -1, -1, 1]], 0.9);

const MODELS: readonly [string, EnergyModel][] = [
  ["Curie–Weiss", curieWeiss(5, 1.1)],
  ["Curie–Weiss in a field", withBiases(curieWeiss(5, 1.1), [0.2, 0.2, 0.2, 0.2, 0.2])],
  ["Curie–Weiss, one spin in a field", withBiases(curieWeiss(5, 1.1), [0.2, 0, 0, 0, 0])],
  ["Hopfield", HOPFIELD],
  ["Hopfield, gauged field", withBiases(HOPFIELD, [0.1, 0.1, -0.1, 0.1, -0.1, -0.1])],
];

test("observableOrbits() joins only observables with equal dense τ, variance and |mean|, every kernel", () => {
  for (const [name, model] of MODELS) {
    const dense = denseModel(model);
    for (const kernel of KERNEL_NAMES) {
      const { orbitOf, representatives, multiplicities } = observableOrbits(model, kernel);
      const taus = denseTaus(dense, sweepMatrix(dense, kernel));
      const counted = representatives.map(() => 0);
      taus.forEach((tau, a) => {
        const first = representatives[orbitOf[a]!]!;
        counted[orbitOf[a]!]!++;
        expect(tau / taus[first]!, `${name} ${kernel} observable ${a}`).toBeCloseTo(1, 9);
        expect(dense.variances[a]!).toBeCloseTo(dense.variances[first]!, 12);
        expect(Math.abs(dense.means[a]!)).toBeCloseTo(Math.abs(dense.means[first]!), 12);
      });
      expect(counted).toEqual(multiplicities);
      const { orbits, tau } = kernelStructure(model, kernel);
      perObservable(model, orbits, tau).forEach((value, a) => expect(value / taus[a]!).toBeCloseTo(1, 9));
    }
  }
});

test("observableOrbits() finds one orbit in Curie–Weiss, two with a uniform field, only singletons in SK", () => {
  expect(observableOrbits(curieWeiss(7, 1), "single-site").multiplicities).toEqual([21]);
  expect(observableOrbits(MODELS[1]![1], "single-site").multiplicities).toEqual([10, 5]);
  expect(observableOrbits(MODELS[2]![1], "single-site").multiplicities).toEqual([4, 6, 1, 4]);
  const sk = sherringtonKirkpatrick(7, 1, createStream(4, "couplings"));
  for (const kernel of KERNEL_NAMES) {
    expect(observableOrbits(sk, kernel).multiplicities).toEqual(Array.from({ length: observableCount(sk) }, () => 1));
  }
});

test("observableOrbits() keeps the blocks of a scan apart: an RBM whose sides differ has an orbit per pair of types", () => {
  // One planted pattern: all visible spins are alike, and all hidden ones; a single orbit of couplings.
  expect(observableOrbits(plantedCell("m4 M1", 1), "symmetric").multiplicities).toEqual([16]);
  // Every spin of a complete graph is a block of its own, so that no two are exchangeable under a scan.
  expect(observableOrbits(curieWeiss(4, 1), "forward").multiplicities).toEqual([1, 1, 1, 1, 1, 1]);
});
