import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { inner } from "../../../lib/exact/inner_product.ts";
import { isReversible, isSingleSite, KERNEL_NAMES } from "../../../lib/exact/kernel_name.ts";
import type { KernelName } from "../../../lib/exact/kernel_name.ts";
import { kernelResiduals } from "../../../lib/exact/kernel_residuals.ts";
import { boltzmannLaw } from "../../../lib/exact/law.ts";
import { fullSpace, sectors } from "../../../lib/exact/sector.ts";
import type { Sector } from "../../../lib/exact/sector.ts";
import { TransitionOperator } from "../../../lib/exact/transition_operator.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { applicationMatrix, denseModel } from "../support/dense_model.ts";
import { denseResiduals } from "../support/dense_times.ts";
import { randomIsing, randomRbm, uniforms } from "../support/random_models.ts";
import { cDeep } from "./planted_cells.ts";

const TRIANGLE = [[0, 1], [1, 2], [0, 2]] as const;

const MODELS: readonly EnergyModel[] = [
  randomRbm(5, 2, 3, 1.1),
  randomIsing(6, { n: 5, beta: 0.9, bias: "none", edges: TRIANGLE, density: 0.5 }),
  randomIsing(7, { n: 5, beta: 0.9, bias: "random", edges: TRIANGLE, density: 0.5 }),
  randomIsing(8, { n: 4, beta: 1.3, bias: "zero", edges: TRIANGLE, isolated: [3] }),
  randomIsing(9, { n: 1, beta: 1, bias: "random" }),
];

/** The dense matrix of a sector: even or odd functions are fixed by their values where the last spin is +1. */
function sectorMatrix(full: Matrix, { parity, size }: Sector): Matrix {
  const sign = parity === "even" ? 1 : parity === "odd" ? -1 : 0, last = full.rows - 1;
  const matrix = new Matrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) matrix.set(i, j, full.get(i, j) + sign * (sign === 0 ? 0 : full.get(i, last - j)));
  }
  return matrix;
}

function everySector(visit: (model: EnergyModel, kernel: KernelName, sector: Sector, dense: Matrix) => void): void {
  for (const model of MODELS) {
    const dense = denseModel(model), law = boltzmannLaw(model);
    const spaces = [...sectors(model, law), fullSpace(model, law)];
    for (const kernel of KERNEL_NAMES) {
      const full = applicationMatrix(dense, kernel);
      for (const sector of spaces) visit(model, kernel, sector, sectorMatrix(full, sector));
    }
  }
}

function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  for (let k = 0; k < a.length; k++) difference = Math.max(difference, Math.abs(a[k]! - b[k]!));
  return difference;
}

const randomVector = (size: number, seed: number): Float64Array => {
  const next = uniforms(seed);
  return Float64Array.from({ length: size }, () => 2 * next() - 1);
};

describe("TransitionOperator against dense matrices, every kernel and parity", () => {
  test("apply(), applyTransposed(), applyLaplacian() and matrix() agree to 1e−14, on both backends", () => {
    everySector((model, kernel, sector, dense) => {
      for (const backend of ["wasm", "reference"] as const) {
        const operator = new TransitionOperator(model, kernel, sector, { backend });
        const x = randomVector(sector.size, 3), out = new Float64Array(sector.size);
        const image = dense.mmul(Matrix.columnVector(x)).getColumn(0);
        operator.apply(x, out);
        expect(largest(out, image), `apply ${kernel} ${sector.parity}`).toBeLessThan(1e-14);
        operator.applyLaplacian(x, out);
        expect(largest(out, image.map((value, s) => x[s]! - value)), "applyLaplacian").toBeLessThan(1e-14);
        operator.applyTransposed(x, out);
        const row = Matrix.rowVector(x).mmul(dense).getRow(0);
        expect(largest(out, row), `applyTransposed ${kernel} ${sector.parity}`).toBeLessThan(1e-14);
        expect(largest(operator.matrix(), dense.to1DArray()), "matrix").toBeLessThan(1e-14);
      }
    });
  });

  test("symmetrisedMatrix() is D^½ P D^−½ for the reversible kernels", () => {
    everySector((model, kernel, sector, dense) => {
      if (!isReversible(kernel)) return;
      const values = new TransitionOperator(model, kernel, sector).symmetrisedMatrix(), w = sector.weights;
      const expected = dense.to1DArray().map((value, k) =>
        value * Math.sqrt(w[Math.floor(k / sector.size)]! / w[k % sector.size]!)
      );
      expect(largest(values, expected), `${kernel} ${sector.parity}`).toBeLessThan(1e-13);
    });
  });

  test("laplacianDiagonal() is the diagonal of I − P for single-site kernels, and of one pass of the full space", () => {
    everySector((model, kernel, sector, dense) => {
      const diagonal = new TransitionOperator(model, kernel, sector).laplacianDiagonal();
      if (isSingleSite(kernel)) {
        // The wrap leads out of a stored state, but for one spin, where it leads back with the sector's sign.
        if (sector.bits === 0) return;
        expect(largest(diagonal, dense.diagonal().map((p) => 1 - p)), kernel).toBeLessThan(1e-14);
      } else if (kernel !== "palindromic" && kernel !== "symmetric" && sector.parity === "none") {
        // The chance to leave state s in one pass: 1 − Π of the chances that each spin is drawn as it was.
        expect(largest(diagonal, dense.diagonal().map((p) => 1 - p)), kernel).toBeLessThan(1e-14);
      } else expect(diagonal.every((value) => value >= 0 && value <= 1)).toBe(true);
    });
  });

  test("forward and reverse are adjoint in the π inner product, the others self-adjoint", () => {
    const adjoint: Partial<Record<KernelName, KernelName>> = { forward: "reverse", reverse: "forward" };
    everySector((model, kernel, sector) => {
      const f = randomVector(sector.size, 4), g = randomVector(sector.size, 5);
      const pg = new Float64Array(sector.size), qf = new Float64Array(sector.size);
      new TransitionOperator(model, kernel, sector).apply(g, pg);
      new TransitionOperator(model, adjoint[kernel] ?? kernel, sector).apply(f, qf);
      expect(Math.abs(inner(sector.weights, f, pg) - inner(sector.weights, qf, g))).toBeLessThan(1e-15);
    });
  });

  test("forward is not adjoint to itself (control)", () => {
    const model = MODELS[1]!, sector = sectors(model, boltzmannLaw(model))[0]!;
    const f = randomVector(sector.size, 4), g = randomVector(sector.size, 5), image = new Float64Array(sector.size);
    const operator = new TransitionOperator(model, "forward", sector);
    operator.apply(g, image);
    const right = inner(sector.weights, f, image);
    operator.apply(f, image);
    expect(Math.abs(right - inner(sector.weights, image, g))).toBeGreaterThan(1e-6);
  });
});

describe("kernelResiduals()", () => {
  test("agrees with the dense residuals and holds for what each kernel claims", () => {
    for (const model of MODELS) {
      const dense = denseModel(model);
      for (const kernel of KERNEL_NAMES) {
        const found = kernelResiduals(model, kernel, boltzmannLaw(model));
        const expected = denseResiduals(applicationMatrix(dense, kernel), dense.pi);
        expect(found.rowSum).toBeLessThan(1e-15);
        expect(found.stationarity).toBeLessThan(1e-15);
        expect(Math.abs(found.detailedBalance! - expected.detailedBalance)).toBeLessThan(1e-16);
        expect(found.relativeDetailedBalance!).toBeCloseTo(expected.relativeDetailedBalance, 12);
        if (isReversible(kernel)) expect(found.detailedBalance!).toBeLessThan(1e-16);
      }
    }
  });

  test("the deterministic scan of C-deep breaks detailed balance by more than 1e−3, P_sym and the palindrome do not", () => {
    const model = cDeep(), law = boltzmannLaw(model);
    for (const kernel of KERNEL_NAMES) {
      const { relativeDetailedBalance } = kernelResiduals(model, kernel, law);
      if (isReversible(kernel)) expect(relativeDetailedBalance!, kernel).toBeLessThan(1e-15);
      else expect(relativeDetailedBalance!, kernel).toBeGreaterThan(1e-3);
    }
  });

  test("shows a law that belongs to other rates: stationarity and detailed balance fail (control)", () => {
    const model = MODELS[2]!, couplings = model.couplings.slice();
    couplings[0]! += 1e-6;
    const wrong = boltzmannLaw({ ...model, couplings });
    for (const kernel of KERNEL_NAMES) {
      const found = kernelResiduals(model, kernel, wrong);
      expect(found.stationarity, kernel).toBeGreaterThan(1e-9);
      if (isReversible(kernel)) expect(found.detailedBalance!, kernel).toBeGreaterThan(1e-10);
    }
  });
});
