import { Matrix, solve } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { createLaplacianSolver } from "../../../lib/exact/conjugate_gradients.ts";
import { inner } from "../../../lib/exact/inner_product.ts";
import { lanczosQuadrature } from "../../../lib/exact/lanczos.ts";
import { boltzmannLaw } from "../../../lib/exact/law.ts";
import { observableOrbits } from "../../../lib/exact/observable_orbits.ts";
import { centre, observableFunction } from "../../../lib/exact/observables.ts";
import { sectors } from "../../../lib/exact/sector.ts";
import type { Sector } from "../../../lib/exact/sector.ts";
import { fastestMode, slowestMode, slowModes } from "../../../lib/exact/slow_modes.ts";
import { spectralResolution } from "../../../lib/exact/spectral_resolution.ts";
import { TransitionOperator } from "../../../lib/exact/transition_operator.ts";
import type { KernelName } from "../../../lib/exact/kernel_name.ts";
import { curieWeiss } from "../../../lib/model/curie_weiss.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { countClusterModes } from "../../../lib/predictor/count_modes.ts";
import { applicationMatrix, denseModel } from "../support/dense_model.ts";
import { denseCluster, eigenspaces, reversibleModes } from "../support/dense_spectrum.ts";
import type { Eigenspace } from "../support/dense_spectrum.ts";
import { randomIsing, randomRbm } from "../support/random_models.ts";
import { cDeep, plantedCell } from "./planted_cells.ts";

const TRIANGLE = [[0, 1], [1, 2], [0, 2]] as const;

function spacesOf(model: EnergyModel, kernel: KernelName): Eigenspace[] {
  const dense = denseModel(model);
  return eigenspaces(dense, reversibleModes(dense, applicationMatrix(dense, kernel)));
}

function sectorOf(model: EnergyModel, parity: string): Sector {
  return sectors(model, boltzmannLaw(model)).find((sector) => sector.parity === parity)!;
}

function centredObservable(model: EnergyModel, a: number, sector: Sector): Float64Array {
  const f = new Float64Array(sector.size);
  observableFunction(model, a, sector, f);
  centre(f, sector);
  return f;
}

/** Slow eigenspaces of one observable, by quadrature against dense linear algebra. */
function expectSlowWeights(
  model: EnergyModel,
  operator: TransitionOperator,
  spaces: readonly Eigenspace[],
  a: number,
): void {
  const { sector } = operator, f = centredObservable(model, a, sector);
  const options = { maximumSteps: 200, relevance: 1e-8, slowRange: 3 };
  const { gaps, weights, converged } = lanczosQuadrature(operator, f, options);
  expect(converged).toBe(true);
  expect(weights.reduce((x, y) => x + y, 0)).toBeCloseTo(inner(sector.weights, f, f), 12);
  const own = spaces.filter((space) => space.parity === sector.parity);
  const slowest = Math.min(...own.filter((space) => space.weights[a]! > 1e-8).map((space) => space.stepGap));
  const slow = own.filter((space) => space.stepGap <= 3 * slowest && space.weights[a]! > 1e-8);
  expect(slow.length).toBeGreaterThan(0);
  for (const space of slow) {
    let found = 0;
    gaps.forEach((gap, k) => found += Math.abs(gap - space.stepGap) <= 1e-7 * space.stepGap ? weights[k]! : 0);
    expect(Math.abs(found - space.weights[a]!), `observable ${a}, gap ${space.stepGap}`).toBeLessThan(1e-9);
  }
}

describe("lanczosQuadrature()", () => {
  test("gives the dense weights of C-deep eigenspace by eigenspace, from every observable", () => {
    const model = cDeep(), spaces = spacesOf(model, "single-site");
    const operator = new TransitionOperator(model, "single-site", sectorOf(model, "even"));
    for (let a = 0; a < model.couplings.length; a++) expectSlowWeights(model, operator, spaces, a);
  });

  test("gives them on random models of every parity and reversible kernel", () => {
    for (const bias of ["none", "zero", "random"] as const) {
      const model = randomIsing(31, { n: 5, beta: 1.2, bias, edges: TRIANGLE, density: 0.5 });
      for (const kernel of ["single-site", "metropolis", "symmetric", "palindromic"] as const) {
        const spaces = spacesOf(model, kernel), edges = model.couplings.length;
        for (const sector of sectors(model, boltzmannLaw(model))) {
          const operator = new TransitionOperator(model, kernel, sector);
          if (sector.parity !== "odd") expectSlowWeights(model, operator, spaces, 0);
          else if (bias === "zero") expectSlowWeights(model, operator, spaces, edges + 1);
        }
      }
    }
  });
});

describe("slowModes()", () => {
  test("counts the degenerate eigenvalues of Curie–Weiss as often as dense linear algebra", () => {
    const model = curieWeiss(6, 0.8), spaces = spacesOf(model, "single-site");
    for (const parity of ["even", "odd"] as const) {
      const own = spaces.filter((space) => space.parity === parity).sort((a, b) => a.stepGap - b.stepGap);
      const expected = own.flatMap(({ stepGap, dimension }) => Array.from({ length: dimension }, () => stepGap));
      // Permuting the spins makes all but the first of them degenerate.
      expect(own.some((space) => space.dimension >= 5)).toBe(true);
      const below = 0.5 * (own[2]!.stepGap + own[3]!.stepGap);
      const operator = new TransitionOperator(model, "single-site", sectorOf(model, parity));
      const found = slowModes(operator, { below, count: Infinity }).map((mode) => mode.gap);
      expect(found.length).toBe(expected.filter((gap) => gap < below).length);
      found.forEach((gap, k) => expect(gap / expected[k]!).toBeCloseTo(1, 11));
    }
  });

  test("stops at the count and returns orthonormal eigenfunctions", () => {
    const model = curieWeiss(6, 0.8), sector = sectorOf(model, "odd");
    const operator = new TransitionOperator(model, "single-site", sector), image = new Float64Array(sector.size);
    const modes = slowModes(operator, { below: Infinity, count: 4 });
    expect(modes.length).toBe(4);
    modes.forEach(({ vector, gap }, j) => {
      operator.applyLaplacian(vector, image);
      vector.forEach((value, s) => expect(image[s]! - gap * value).toBeCloseTo(0, 9));
      modes.forEach((other, k) => {
        expect(inner(sector.weights, vector, other.vector)).toBeCloseTo(j === k ? 1 : 0, 10);
      });
    });
  });

  test("countClusterModes() counts C* as dense linear algebra does", () => {
    for (const model of [cDeep(), plantedCell("m4 M3", 3), curieWeiss(6, 0.8)]) {
      const steps = model.graph.vertexCount, law = boltzmannLaw(model);
      const cluster = denseCluster(spacesOf(model, "single-site"), steps)!;
      expect(cluster.margin).toBeGreaterThan(1e-3);
      const spaces = spacesOf(model, "single-site").filter((space) => Math.max(...space.weights) > 1e-8);
      const slowest = Math.min(...spaces.map((space) => 1 - (1 - space.stepGap) ** steps));
      if (3 * slowest >= 1) continue;
      const orbits = observableOrbits(model, "single-site");
      const options = { law, orbits, largestGap: 3 * slowest, stepsPerUnit: steps, limit: 24 };
      expect(countClusterModes(model, "single-site", options)).toBe(cluster.modes);
    }
  });
});

describe("slowestMode() and fastestMode()", () => {
  test("agree with dense linear algebra on random models, every sector", () => {
    for (const seed of [41, 42, 43]) {
      for (const bias of ["none", "random"] as const) {
        const model = randomIsing(seed, { n: 5, beta: 1.5, bias, edges: TRIANGLE, density: 0.6 });
        for (const kernel of ["single-site", "metropolis", "symmetric", "palindromic"] as const) {
          const spaces = spacesOf(model, kernel);
          for (const sector of sectors(model, boltzmannLaw(model))) {
            const gaps = spaces.filter((space) => space.parity === sector.parity).map((space) => space.stepGap);
            const operator = new TransitionOperator(model, kernel, sector);
            expect(slowestMode(operator)!.gap / Math.min(...gaps)).toBeCloseTo(1, 10);
            expect(fastestMode(operator).gap).toBeCloseTo(Math.max(...gaps), 10);
          }
        }
      }
    }
  });

  // All couplings 1/6: by symmetry the slowest mode depends on the numbers (a, b) of spins down on either side, a chain of 49.
  test("agrees with the lumped chain of the ferromagnetic 6 × 6 RBM at beta 3 and 4, gaps down to 1e−7", () => {
    for (const beta of [3, 4]) {
      const sector = sectorOf(plantedCell("m6 M1", beta), "odd");
      const { gap } = slowestMode(new TransitionOperator(plantedCell("m6 M1", beta), "single-site", sector))!;
      expect(Math.abs(gap / lumpedGap(beta) - 1), `gap ${gap}`).toBeLessThan(1e-7);
      if (beta === 4) expect(gap).toBeLessThan(1e-6);
    }
  });
});

function lumpedGap(beta: number): number {
  const m = 6, side = m + 1, size = side * side, matrix = Matrix.zeros(size, size);
  const binomial = [1, 6, 15, 20, 15, 6, 1];
  const weight = (a: number, b: number): number =>
    binomial[a]! * binomial[b]! * Math.exp(beta * ((m - 2 * a) * (m - 2 * b) / m - m));
  let total = 0;
  for (let a = 0; a < side; a++) for (let b = 0; b < side; b++) total += weight(a, b);
  const exit = new Float64Array(size);
  const join = (a: number, b: number, c: number, d: number, down: number, field: number): void => {
    // One of the m − down spins that are up turns down; its partner rate the other way.
    const fall = (m - down) / (2 * m) / (1 + Math.exp(2 * beta * field));
    const rise = (down + 1) / (2 * m) / (1 + Math.exp(-2 * beta * field));
    const s = a * side + b, t = c * side + d;
    matrix.set(s, t, -Math.sqrt(fall * rise));
    matrix.set(t, s, -Math.sqrt(fall * rise));
    exit[s]! += fall;
    exit[t]! += rise;
  };
  for (let a = 0; a < side; a++) {
    for (let b = 0; b < side; b++) {
      if (a < m) join(a, b, a + 1, b, a, (m - 2 * b) / m);
      if (b < m) join(a, b, a, b + 1, b, (m - 2 * a) / m);
    }
  }
  for (let s = 0; s < size; s++) matrix.set(s, s, exit[s]!);
  // Inverse iteration from the sign of the magnetisation keeps the relative precision of a small eigenvalue; the constant mode
  // is moved to 1 and, being even, is never met.
  const root = Array.from({ length: size }, (_, s) => Math.sqrt(weight(Math.floor(s / side), s % side) / total));
  for (let s = 0; s < size; s++) {
    for (let t = 0; t < size; t++) matrix.set(s, t, matrix.get(s, t) + root[s]! * root[t]!);
  }
  let vector = root.map((r, s) => r * Math.sign(2 * m - 2 * (Math.floor(s / side) + s % side)));
  let value = 0;
  const inverse = Matrix.columnVector(vector);
  for (let step = 0; step < 30; step++) {
    inverse.setColumn(0, vector);
    const next = solveDense(matrix, inverse);
    const norm = Math.hypot(...next);
    value = Math.hypot(...vector) / norm;
    vector = next.map((x) => x / norm);
  }
  return value;
}

function solveDense(matrix: Matrix, right: Matrix): number[] {
  return solve(matrix, right).getColumn(0);
}

describe("createLaplacianSolver()", () => {
  test("solves (I − P)u = f as dense linear algebra does, every reversible kernel and parity", () => {
    for (const model of [randomRbm(51, 2, 3, 1.5), randomIsing(52, { n: 5, beta: 1, bias: "random", density: 0.8 })]) {
      for (const kernel of ["single-site", "metropolis", "symmetric", "palindromic"] as const) {
        for (const sector of sectors(model, boltzmannLaw(model))) {
          const operator = new TransitionOperator(model, kernel, sector), { size, weights } = sector;
          const f = Float64Array.from({ length: size }, (_, s) => Math.sin(s + 1));
          centre(f, sector);
          const u = new Float64Array(size);
          createLaplacianSolver(operator).solve(f, u);
          const matrix = Matrix.eye(size).sub(Matrix.from1DArray(size, size, operator.matrix()));
          if (sector.parity !== "odd") {
            for (let i = 0; i < size; i++) {
              for (let j = 0; j < size; j++) matrix.set(i, j, matrix.get(i, j) + weights[j]!);
            }
          }
          const expected = solveDense(matrix, Matrix.columnVector(f));
          expected.forEach((value, s) => expect(u[s]! - value, kernel).toBeCloseTo(0, 9));
        }
      }
    }
  });
});

test("spectralResolution() by Krylov spaces has the slow cluster of the dense route", () => {
  const model = cDeep(), law = boltzmannLaw(model), orbits = observableOrbits(model, "single-site");
  const options = { law, orbits, relevance: 1e-8, slowRange: 3 };
  const [dense, krylov] = (["dense", "krylov"] as const).map((route) =>
    spectralResolution(model, "single-site", { ...options, route })
  );
  const slowest = dense!.lines.findIndex((_, k) => dense!.weights.some((row) => row[k]! > 1e-8));
  const gap = dense!.lines[slowest]!.gap;
  const k = krylov!.lines.findIndex((line) => Math.abs(line.gap / gap - 1) < 1e-8);
  orbits.representatives.forEach((_, o) =>
    expect(krylov!.weights[o]![k]!).toBeCloseTo(dense!.weights[o]![slowest]!, 9)
  );
});

test("spectralResolution() keeps the relative precision of gaps far below the rounding of 1 − σ", () => {
  for (const beta of [12, 20, 28]) {
    const model = plantedCell("m4 M2", beta), law = boltzmannLaw(model);
    const options = { law, orbits: observableOrbits(model, "single-site"), relevance: 1e-8, slowRange: 3 };
    const { lines } = spectralResolution(model, "single-site", { ...options, route: "dense" });
    // The solver of the slow modes never forms 1 − σ; the plain eigenvalue misses by 1e−4 of the last gap.
    const mode = slowestMode(new TransitionOperator(model, "single-site", sectorOf(model, "even")))!;
    expect(lines[0]!.gap / mode.gap, `beta ${beta}`).toBeCloseTo(1, 9);
  }
});
