import { describe, expect, test } from "vitest";
import { SizeError } from "../../../lib/errors.ts";
import { KERNEL_NAMES } from "../../../lib/exact/kernel_name.ts";
import { boltzmannLaw, MAXIMUM_EXACT_SPINS } from "../../../lib/exact/law.ts";
import { sectors } from "../../../lib/exact/sector.ts";
import { TransitionOperator } from "../../../lib/exact/transition_operator.ts";
import { curieWeiss } from "../../../lib/model/curie_weiss.ts";
import { ising } from "../../../lib/model/ising.ts";
import { burnedInLaw } from "../../../lib/predictor/burned_in_law.ts";
import { meanSquaredErrors } from "../../../lib/predictor/mean_squared_error.ts";
import { predict } from "../../../lib/predictor/predict.ts";
import { applicationMatrix, denseModel, matrixPower, sweepMatrix } from "../support/dense_model.ts";
import { denseMeanSquaredError } from "../support/dense_times.ts";
import { randomIsing, randomRbm } from "../support/random_models.ts";
import { Matrix } from "ml-matrix";

const TRIANGLE = [[0, 1], [1, 2], [0, 2]] as const;

describe("meanSquaredErrors()", () => {
  const models = [
    randomRbm(11, 2, 3, 1.3),
    randomIsing(12, { n: 4, beta: 1, bias: "none", edges: TRIANGLE, density: 0.5 }),
    randomIsing(13, { n: 4, beta: 1, bias: "zero", edges: TRIANGLE, density: 0.5 }),
    randomIsing(14, { n: 5, beta: 1, bias: "random", edges: TRIANGLE, density: 0.5 }),
  ];

  test("equals the double sum over pairs of times to 1e−11, every kernel, in sweeps and in steps", () => {
    const windows = [1, 2, 9, 30];
    for (const model of models) {
      const dense = denseModel(model);
      for (const kernel of KERNEL_NAMES) {
        for (const unit of ["sweep", "step"] as const) {
          const matrix = unit === "step" ? applicationMatrix(dense, kernel) : sweepMatrix(dense, kernel);
          for (const burnIn of [0, 3, 40]) {
            const found = meanSquaredErrors(model, kernel, { burnIn, windows, unit });
            windows.forEach((window, k) => {
              const expected = denseMeanSquaredError(dense, matrix, burnIn, window);
              expect(Math.abs(found[k]! / expected - 1), `${kernel} ${unit} B ${burnIn} K ${window}`).toBeLessThan(
                1e-11,
              );
            });
          }
        }
      }
    }
  });

  test("counts states B + 1 … B + K, not B … B + K − 1 (control)", () => {
    const dense = denseModel(models[3]!), matrix = sweepMatrix(dense, "forward");
    const [found] = meanSquaredErrors(models[3]!, "forward", { burnIn: 1, windows: [2], unit: "sweep" });
    expect(Math.abs(found! / denseMeanSquaredError(dense, matrix, 0, 2) - 1)).toBeGreaterThan(1e-4);
    expect(Math.abs(found! / denseMeanSquaredError(dense, matrix, 2, 2) - 1)).toBeGreaterThan(1e-6);
  });
});

describe("burnedInLaw()", () => {
  test("equals the power of the dense matrix, short burn-ins", () => {
    const model = randomIsing(21, { n: 4, beta: 1.2, bias: "random", edges: TRIANGLE });
    const law = boltzmannLaw(model), dense = denseModel(model);
    for (const kernel of KERNEL_NAMES) {
      const operator = new TransitionOperator(model, kernel, sectors(model, law)[0]!);
      for (const burnIn of [0, 1, 17, 700]) {
        const expected = lawAfter(applicationMatrix(dense, kernel), 2 * burnIn);
        burnedInLaw(operator, burnIn, 2).forEach((value, s) => expect(value).toBeCloseTo(expected[s]!, 12));
      }
    }
  });

  // A deep ring beside ten spins that no edge joins to it: a scan draws those afresh, so that the law is a product.
  const ring = { edges: [[0, 1], [1, 2], [2, 3], [0, 3]], weights: [1, 1, 1, 1], beta: 3 } as const;
  const deep = [0.05, 0.02, 0.04, 0.03], free = Array.from({ length: 10 }, (_, i) => 0.05 * i - 0.2);
  const whole = ising({ ...ring, n: 14, biases: [...deep, ...free] });
  const small = ising({ ...ring, n: 4, biases: deep });

  test("follows the slow modes of a deep model where stepping stops: a product of a dense power and fresh spins", () => {
    const law = boltzmannLaw(whole), sector = sectors(whole, law)[0]!, dense = denseModel(small);
    const fresh = (s: number): number =>
      free.reduce((p, h, i) => p / (1 + Math.exp((Math.floor(s / 2 ** (4 + i)) % 2 === 0 ? -2 : 2) * 3 * h)), 1);
    for (const kernel of ["symmetric", "palindromic"] as const) {
      const burnIn = 60_000, expected = lawAfter(applicationMatrix(dense, kernel), burnIn);
      // The wells have not met yet, which is what makes the check one.
      expect(Math.abs(expected[0]! - dense.pi[0]!)).toBeGreaterThan(1e-3);
      const found = burnedInLaw(new TransitionOperator(whole, kernel, sector), burnIn, 1);
      let difference = 0;
      found.forEach((value, s) => difference += Math.abs(value - expected[s % 16]! * fresh(s)));
      // The modes' own accuracy: solves to 1e−12 at gaps of 2e−5.
      expect(difference, kernel).toBeLessThan(1e-7);
    }
  });

  test("refuses that burn-in for a kernel that is not reversible", () => {
    const operator = new TransitionOperator(whole, "forward", sectors(whole, boltzmannLaw(whole))[0]!);
    expect(() => burnedInLaw(operator, 60_000, 1)).toThrow(SizeError);
    expect(() => burnedInLaw(operator, 60_000, 1)).toThrow(/burn-in of 60000 applications of the forward kernel/);
  });
});

function lawAfter(kernel: Matrix, applications: number): number[] {
  const start = Matrix.rowVector(Array.from({ length: kernel.rows }, () => 1 / kernel.rows));
  return start.mmul(matrixPower(kernel, applications)).getRow(0);
}

describe("what does not fit", () => {
  test("predict() and meanSquaredErrors() refuse a model beyond memory before computing anything", () => {
    const model = curieWeiss(MAXIMUM_EXACT_SPINS + 1, 1);
    expect(() => predict(model)).toThrow(SizeError);
    expect(() => predict(model)).toThrow(/a model of 23 spins.*use at most 22 spins or sample instead/);
    const plan = { burnIn: 1, windows: [1], unit: "sweep" as const };
    expect(() => meanSquaredErrors(model, "forward", plan)).toThrow(SizeError);
    expect(() => boltzmannLaw(curieWeiss(40, 1))).toThrow(/40 spins/);
  });

  test("meanSquaredErrors() refuses a window that would take more than a minute; predict() says so in qOp", () => {
    const model = curieWeiss(6, 0.5), window = 2 ** 40;
    const plan = { burnIn: 1, windows: [3, window], unit: "sweep" as const };
    expect(() => meanSquaredErrors(model, "single-site", plan)).toThrow(SizeError);
    const moments = new Float64Array(15).fill(0.5);
    const { qOp, qStructPerp } = predict(model, { window, moments });
    expect(qOp).toEqual({ notComputed: expect.stringContaining("use a shorter window or fewer spins") });
    expect(qStructPerp).toBeGreaterThan(0);
  });

  test("predict() refuses windows that are no positive whole numbers, wrong moments and unknown observables", () => {
    const model = curieWeiss(3, 0.5);
    for (const window of [0, -1, 1.5, NaN, Infinity]) expect(() => predict(model, { window })).toThrow(`${window}`);
    expect(() => predict(model, { moments: new Float64Array(2) })).toThrow(/2 data moments: the model has 3/);
    for (const index of [3, -1, 0.5]) {
      expect(() => predict(model, { observables: [index] })).toThrow(/observables 0 to 2/);
    }
  });
});
