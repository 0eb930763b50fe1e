// Times, exact mean squared error and residuals of a dense kernel.
import { LuDecomposition, Matrix } from "ml-matrix";
import { dot, matrixPower } from "./dense_model.ts";
import type { DenseModel } from "./dense_model.ts";

/** τ of centred functions: ⟨f, (I − P + 1πᵀ)⁻¹ f⟩_π / Var − ½, for all of them with one factorisation. */
export function denseTaus(
  dense: DenseModel,
  kernel: Matrix,
  functions: readonly (readonly number[])[] = dense.observables,
): number[] {
  const { size, pi } = dense;
  const resolvent = Matrix.eye(size).sub(kernel);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) resolvent.set(i, j, resolvent.get(i, j) + pi[j]!);
  const right = new Matrix(size, functions.length);
  functions.forEach((f, a) => right.setColumn(a, [...f]));
  const solution = new LuDecomposition(resolvent).solve(right);
  return functions.map((f, a) => {
    const weighted = f.map((value, s) => value * pi[s]!);
    return dot(weighted, solution.getColumn(a)) / dot(weighted, f) - 0.5;
  });
}

export interface DenseTimes {
  readonly tau: readonly number[];
  readonly totalObservableTime: number;
  readonly tauMax: number;
  readonly tauMean: number;
}

/** T_O, τ_max and the unweighted mean over the observables of the model. */
export function denseTimes(dense: DenseModel, kernel: Matrix): DenseTimes {
  const tau = denseTaus(dense, kernel);
  return {
    tau,
    totalObservableTime: dot(tau, dense.variances),
    tauMax: Math.max(...tau),
    tauMean: tau.reduce((a, b) => a + b, 0) / tau.length,
  };
}

/**
 * Σ_a E(mean of f_a over the states B + 1 … B + K)² from the uniform start, as the double sum over pairs of times: f_a at s and
 * at t ≥ s correlate by Σ_x p_s(x) f_a(x) (P^{t−s} f_a)(x).
 */
export function denseMeanSquaredError(dense: DenseModel, kernel: Matrix, burnIn: number, window: number): number {
  const { size, observables } = dense;
  let law = Matrix.rowVector(Array.from({ length: size }, () => 1 / size)).mmul(matrixPower(kernel, burnIn));
  const laws: number[][] = [];
  for (let t = 0; t < window; t++) {
    law = law.mmul(kernel);
    laws.push(law.getRow(0));
  }
  let sum = 0;
  for (const f of observables) {
    let image = Matrix.columnVector([...f]);
    for (let lag = 0; lag < window; lag++) {
      const later = image.getColumn(0).map((value, s) => value * f[s]!);
      for (let s = 0; s + lag < window; s++) sum += (lag === 0 ? 1 : 2) * dot(laws[s]!, later);
      image = kernel.mmul(image);
    }
  }
  return sum / window ** 2;
}

export interface DenseResiduals {
  readonly rowSum: number;
  readonly stationarity: number;
  readonly detailedBalance: number;
  /** The same relative to max |D P|. */
  readonly relativeDetailedBalance: number;
}

export function denseResiduals(kernel: Matrix, pi: readonly number[]): DenseResiduals {
  let rowSum = 0, stationarity = 0, detailedBalance = 0, largest = 0;
  for (let i = 0; i < pi.length; i++) {
    rowSum = Math.max(rowSum, Math.abs(kernel.getRow(i).reduce((a, b) => a + b, 0) - 1));
    stationarity = Math.max(stationarity, Math.abs(dot(pi, kernel.getColumn(i)) - pi[i]!));
    for (let j = 0; j < pi.length; j++) {
      const flow = pi[i]! * kernel.get(i, j);
      largest = Math.max(largest, flow);
      detailedBalance = Math.max(detailedBalance, Math.abs(flow - pi[j]! * kernel.get(j, i)));
    }
  }
  return { rowSum, stationarity, detailedBalance, relativeDetailedBalance: detailedBalance / largest };
}
