import { describe, expect, test } from "vitest";
import { dominantMode, resolventMoment } from "../../../lib/exact/arnoldi.ts";
import { inner } from "../../../lib/exact/inner_product.ts";
import type { KernelName } from "../../../lib/exact/kernel_name.ts";
import { autocorrelationTime, kernelStructure } from "../../../lib/exact/kernel_structure.ts";
import { boltzmannLaw } from "../../../lib/exact/law.ts";
import { centre, observableFunction, observableSpins } from "../../../lib/exact/observables.ts";
import { sectors } from "../../../lib/exact/sector.ts";
import type { Sector } from "../../../lib/exact/sector.ts";
import { regularSweepSum, sweepGap } from "../../../lib/exact/sweep.ts";
import { TransitionOperator } from "../../../lib/exact/transition_operator.ts";
import { hasTwoBlockShortcut, twoBlockModes } from "../../../lib/exact/two_block.ts";
import { twoBlockForwardSums, twoBlockResolution } from "../../../lib/exact/two_block_spectrum.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { applicationMatrix, denseModel, matrixPower, stepMatrix, sweepMatrix } from "../support/dense_model.ts";
import { eigenspaces, reversibleModes, slowestOfKernel, slowestOfModes } from "../support/dense_spectrum.ts";
import { denseTaus } from "../support/dense_times.ts";
import { randomIsing, randomRbm } from "../support/random_models.ts";

const TRIANGLE = [[0, 1], [1, 2], [0, 2]] as const;

/** The observables of a model as centred functions of the sector that holds them. */
function* observables(model: EnergyModel): Generator<{ a: number; sector: Sector; f: Float64Array }> {
  const dense = denseModel(model);
  for (const sector of sectors(model, boltzmannLaw(model))) {
    for (let a = 0; a < dense.observables.length; a++) {
      const even = observableSpins(model, a).length % 2 === 0;
      if (sector.parity !== "none" && even !== (sector.parity === "even")) continue;
      const f = new Float64Array(sector.size);
      observableFunction(model, a, sector, f);
      centre(f, sector);
      yield { a, sector, f };
    }
  }
}

const BIASES = ["none", "zero", "random"] as const;

describe("sums of autocovariances", () => {
  test("regularSweepSum() turns steps into sweeps as P₁^N does, even and odd N, heat-bath and Metropolis", () => {
    for (const n of [3, 4, 5, 6]) {
      for (const bias of BIASES) {
        const model = randomIsing(60 + n, { n, beta: 0.9, bias, edges: TRIANGLE, density: 0.6 });
        const dense = denseModel(model);
        for (const kernel of ["single-site", "metropolis"] as const) {
          const step = stepMatrix(dense, kernel);
          const perStep = denseTaus(dense, step), perSweep = denseTaus(dense, matrixPower(step, n));
          for (const { a, sector, f } of observables(model)) {
            const operator = new TransitionOperator(model, kernel, sector), variance = dense.variances[a]!;
            const expected = variance * (perSweep[a]! + 0.5 - (perStep[a]! + 0.5) / n);
            expect(regularSweepSum(operator, f) / expected, `${kernel} n ${n} bias ${bias}`).toBeCloseTo(1, 9);
          }
        }
      }
    }
  });

  test("sweepGap() keeps small gaps and follows negative eigenvalues", () => {
    // 1 − (1 − g)^N = Ng − N(N − 1)/2·g² + …
    expect(sweepGap(1e-12, 10) / (1e-11 * (1 - 4.5e-12))).toBeCloseTo(1, 14);
    expect(sweepGap(1.5, 2)).toBe(0.75);
    expect(sweepGap(1.5, 3)).toBe(1.125);
  });

  test("kernelStructure() has the dense times in steps and in sweeps", () => {
    const model = randomIsing(66, { n: 5, beta: 1.1, bias: "zero", edges: TRIANGLE, density: 0.6 });
    const dense = denseModel(model), step = stepMatrix(dense, "single-site");
    for (const unit of ["step", "sweep"] as const) {
      const taus = denseTaus(dense, unit === "step" ? step : matrixPower(step, 5));
      const { tau, orbits, gap } = kernelStructure(model, "single-site", { unit });
      taus.forEach((value, a) => expect(tau[orbits.orbitOf[a]!]! / value).toBeCloseTo(1, 11));
      const { gap: expected } = slowestOfModes(dense, reversibleModes(dense, step), unit === "step" ? 1 : 5);
      expect(gap / expected).toBeCloseTo(1, 11);
    }
  });

  test("resolventMoment() sums the autocovariances of three-block scans as the dense solve does", () => {
    for (const bias of BIASES) {
      const model = randomIsing(71, { n: 5, beta: 1.2, bias, edges: TRIANGLE, density: 0.6 });
      expect(model.blocks.length).toBeGreaterThanOrEqual(3);
      const dense = denseModel(model);
      for (const kernel of ["forward", "reverse"] as const) {
        const taus = denseTaus(dense, applicationMatrix(dense, kernel));
        for (const { a, sector, f } of observables(model)) {
          const operator = new TransitionOperator(model, kernel, sector);
          const expected = (taus[a]! + 0.5) * dense.variances[a]!;
          expect(resolventMoment(operator, f) / expected, `${kernel} ${bias} ${a}`).toBeCloseTo(1, 10);
        }
      }
    }
  });
});

describe("dominantMode()", () => {
  test("has the gap and the overlaps of the dense kernel, complex pairs among them", () => {
    let complex = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const bias = BIASES[seed % 3]!;
      const model = randomIsing(seed, { n: 4, beta: 0.5, bias, edges: TRIANGLE, density: 0.5 });
      const dense = denseModel(model);
      for (const kernel of ["forward", "reverse"] as const) {
        const { gap, overlaps, parities, separation } = slowestOfKernel(dense, applicationMatrix(dense, kernel));
        if (separation < 1e-5 || parities.length > 1) continue;
        for (const sector of sectors(model, boltzmannLaw(model))) {
          if (sector.parity !== parities[0]) continue;
          const mode = dominantMode(new TransitionOperator(model, kernel, sector))!;
          expect(mode.gap / gap, `seed ${seed} ${kernel}`).toBeCloseTo(1, 10);
          if (mode.imaginary.some((value) => value !== 0)) complex++;
          for (const { a, sector: own, f } of observables(model)) {
            if (own.parity !== sector.parity) continue;
            const found = inner(sector.weights, f, mode.real) ** 2 + inner(sector.weights, f, mode.imaginary) ** 2;
            expect(found, `seed ${seed} ${kernel} observable ${a}`).toBeCloseTo(overlaps[a]!, 9);
          }
        }
      }
    }
    expect(complex).toBeGreaterThan(0);
  });

  test("finds the eigenspace of two equal, separate triangles one eigenfunction at a time", () => {
    const triangle = [0.5, -0.3, 0.7];
    const model = randomIsing(1, { n: 6, beta: 1, bias: "zero", edges: [...TRIANGLE, [3, 4], [4, 5], [3, 5]] });
    const twice = { ...model, couplings: Float64Array.from([...triangle, ...triangle]) };
    const dense = denseModel(twice);
    for (const kernel of ["forward", "reverse"] as const) {
      const { overlaps } = slowestOfKernel(dense, applicationMatrix(dense, kernel));
      const { slowestOverlaps, orbits } = kernelStructure(twice, kernel);
      overlaps.forEach((value, a) => expect(slowestOverlaps[orbits.orbitOf[a]!]!).toBeCloseTo(value, 9));
      // Both triangles, equal as they are, overlap equally.
      expect(slowestOverlaps[orbits.orbitOf[6]!]!).toBeCloseTo(slowestOverlaps[orbits.orbitOf[9]!]!, 9);
    }
  });
});

describe("the two-block shortcut", () => {
  const models = [
    randomRbm(91, 2, 3, 1.4),
    randomRbm(92, 3, 3, 0.8),
    randomIsing(93, { n: 5, beta: 1.1, bias: "random", edges: [[0, 1], [1, 2], [2, 3], [3, 4]] }),
    randomIsing(94, { n: 5, beta: 1.1, bias: "zero", edges: [[0, 1], [1, 2], [0, 3]], isolated: [4] }),
  ];

  test("is taken for two blocks and not for three", () => {
    const three = randomIsing(95, { n: 4, beta: 1, bias: "none", edges: TRIANGLE });
    for (const model of [...models, three]) {
      for (const sector of sectors(model, boltzmannLaw(model))) {
        expect(hasTwoBlockShortcut(model, sector)).toBe(model !== three);
      }
    }
  });

  test("gives the τ of the operators and of dense linear algebra, all four scans", () => {
    for (const model of models) {
      const dense = denseModel(model), law = boltzmannLaw(model);
      for (const kernel of ["forward", "reverse", "symmetric", "palindromic"] as const) {
        const taus = denseTaus(dense, applicationMatrix(dense, kernel));
        for (const { a, sector, f } of observables(model)) {
          const operators = autocorrelationTime(model, kernel, sector, f);
          const shortcut = shortcutSum(model, kernel, sector, a, operators.variance) / operators.variance - 0.5;
          expect(operators.tau / taus[a]!, `${kernel} operators`).toBeCloseTo(1, 10);
          expect(shortcut / taus[a]!, `${kernel} shortcut`).toBeCloseTo(1, 10);
        }
      }
      expect(law.probabilities.length).toBe(dense.size);
    }
  });

  function shortcutSum(model: EnergyModel, kernel: KernelName, sector: Sector, a: number, variance: number): number {
    const modes = twoBlockModes(model, boltzmannLaw(model), sector);
    const functions = [{ spins: observableSpins(model, a), variance }];
    if (kernel === "forward" || kernel === "reverse") return variance + twoBlockForwardSums(modes, functions)[0]!;
    const { lines, weights } = twoBlockResolution(modes, kernel as "symmetric" | "palindromic", functions);
    return weights[0]!.reduce((sum, weight, k) => sum + (weight === 0 ? 0 : weight / lines[k]!.gap), 0);
  }

  test("twoBlockResolution() has the dense eigenspaces with their dimensions and weights", () => {
    for (const model of models) {
      const dense = denseModel(model);
      for (const kernel of ["symmetric", "palindromic"] as const) {
        const spaces = eigenspaces(dense, reversibleModes(dense, applicationMatrix(dense, kernel)));
        for (const { a, sector } of observables(model)) {
          const functions = [{ spins: observableSpins(model, a), variance: dense.variances[a]! }];
          const { lines, weights } = twoBlockResolution(
            twoBlockModes(model, boltzmannLaw(model), sector),
            kernel,
            functions,
          );
          for (const space of spaces.filter((entry) => entry.parity === sector.parity)) {
            const near = lines.flatMap((line, k) => Math.abs(line.gap - space.stepGap) < 1e-9 ? [k] : []);
            expect(near.reduce((sum, k) => sum + lines[k]!.multiplicity!, 0)).toBe(space.dimension);
            expect(near.reduce((sum, k) => sum + weights[0]![k]!, 0)).toBeCloseTo(space.weights[a]!, 10);
          }
        }
      }
    }
  });

  test("the squares of the cosines are the eigenvalues of P_fwd: P_sym costs at most 4/3 of it", () => {
    for (const model of models) {
      const dense = denseModel(model);
      const slow = slowestOfKernel(dense, applicationMatrix(dense, "forward"));
      const cosines = sectors(model, boltzmannLaw(model)).map((sector) =>
        twoBlockModes(model, boltzmannLaw(model), sector).cosines[0] ?? 0
      );
      expect(1 - Math.max(...cosines) ** 2).toBeCloseTo(slow.gap, 11);
      const { gap } = slowestOfModes(dense, reversibleModes(dense, sweepMatrix(dense, "symmetric")), 1);
      expect(slow.gap / gap).toBeLessThanOrEqual(4 / 3);
    }
  });
});
