// Spectra of dense kernels: modes by parity, the gap, the slowest eigenspace, the slow cluster.
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from "ml-matrix";
import { dot } from "./dense_model.ts";
import type { DenseModel } from "./dense_model.ts";

export type DenseParity = "even" | "odd" | "none";

/** An eigenvalue of one application of a reversible kernel, the constant mode left out. */
export interface DenseMode {
  readonly parity: DenseParity;
  readonly sigma: number;
  /** Eigenfunction on all states, of unit π norm. */
  readonly vector: readonly number[];
}

/** What lies this close to 1 is a second eigenvalue 1, not a slow mode. */
const ONE = 1e-12;
const SHIFT = 3;

interface Part {
  readonly parity: DenseParity;
  /** D^½ P D^−½ on the functions of this parity, the constant one moved from 1 to −2. */
  readonly matrix: Matrix;
  /** A vector of this part as a function on all states. */
  readonly spread: (vector: readonly number[]) => number[];
}

/** Splits a kernel into what it does to even and to odd functions; one part where there is a bias. */
function parts(dense: DenseModel, kernel: Matrix): Part[] {
  const { size, pi, flipSymmetric } = dense;
  const stored = flipSymmetric ? size / 2 : size;
  const root = pi.slice(0, stored).map((p) => Math.sqrt(flipSymmetric ? 2 * p : p));
  return (flipSymmetric ? ["even", "odd"] as const : ["none"] as const).map((parity) => {
    const sign = parity === "odd" ? -1 : 1;
    const matrix = Matrix.zeros(stored, stored);
    for (let s = 0; s < stored; s++) {
      for (let t = 0; t < stored; t++) {
        const image = flipSymmetric ? sign * kernel.get(s, size - 1 - t) : 0;
        const constant = parity === "odd" ? 0 : SHIFT * root[s]! * root[t]!;
        matrix.set(s, t, root[s]! / root[t]! * (kernel.get(s, t) + image) - constant);
      }
    }
    const spread = (vector: readonly number[]): number[] =>
      Array.from(
        { length: size },
        (_, s) => s < stored ? vector[s]! / root[s]! : sign * vector[size - 1 - s]! / root[size - 1 - s]!,
      );
    return { parity, matrix, spread };
  });
}

/** Every mode of a reversible kernel but the constant, slowest first. */
export function reversibleModes(dense: DenseModel, kernel: Matrix): DenseMode[] {
  return parts(dense, kernel).flatMap(({ parity, matrix, spread }) => {
    const symmetric = Matrix.add(matrix, matrix.transpose()).mul(0.5);
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
    return realEigenvalues.map((sigma, k) => ({ parity, sigma, vector: spread(eigenvectorMatrix.getColumn(k)) }));
  }).filter((mode) => mode.sigma > 1.5 - SHIFT).sort((a, b) => b.sigma - a.sigma);
}

/** The slowest mode of a kernel per sweep and what each observable has in common with its eigenspace. */
export interface SlowestSpace {
  readonly gap: number;
  /** Parities that share the gap. */
  readonly parities: readonly DenseParity[];
  readonly overlaps: readonly number[];
  /** Relative distance of the next gap; below about 1e−6 the two eigenspaces mix in finite precision. */
  readonly separation: number;
}

function separation(gaps: readonly number[], gap: number): number {
  return Math.min(...gaps.filter((other) => !sameGap(other, gap)).map((other) => other / gap - 1));
}

const sameGap = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(a, b) + 1e-14;

export function slowestOfModes(dense: DenseModel, modes: readonly DenseMode[], steps: number): SlowestSpace {
  const perSweep = modes.map((mode) => ({ ...mode, gap: sweepGap(mode.sigma, steps) })).filter((m) => m.gap > ONE);
  const gap = Math.min(...perSweep.map((mode) => mode.gap));
  const space = perSweep.filter((mode) => sameGap(mode.gap, gap));
  return {
    gap,
    parities: [...new Set(space.map((mode) => mode.parity))],
    overlaps: dense.observables.map((f) =>
      space.reduce((sum, mode) => sum + projection(dense, f, mode.vector) ** 2, 0)
    ),
    separation: separation(perSweep.map((mode) => mode.gap), gap),
  };
}

/**
 * The same for a kernel that is not reversible: eigenvalue of largest real part, its right eigenspace as a null space; of a
 * complex pair one eigenfunction φ counts, by |⟨f, φ⟩|².
 */
export function slowestOfKernel(dense: DenseModel, kernel: Matrix): SlowestSpace {
  const found = parts(dense, kernel).map((part) => {
    const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(part.matrix);
    let best = 0;
    realEigenvalues.forEach((value, k) => {
      if (value > realEigenvalues[best]!) best = k;
    });
    const gaps = realEigenvalues.map((value) => 1 - value);
    return { part, gaps, real: realEigenvalues[best]!, imaginary: imaginaryEigenvalues[best]! };
  });
  const gap = Math.min(...found.map((entry) => 1 - entry.real));
  const tied = found.filter((entry) => sameGap(1 - entry.real, gap));
  const overlaps = dense.observables.map(() => 0);
  for (const { part, real, imaginary } of tied) {
    const shifted = Matrix.sub(part.matrix, Matrix.eye(part.matrix.rows).mul(real));
    const vectors = Math.abs(imaginary) < 1e-9 ? nullSpace(shifted).map((v) => [v]) : [complexNull(shifted, imaginary)];
    dense.observables.forEach((f, a) => {
      for (const components of vectors) {
        for (const component of components) overlaps[a]! += projection(dense, f, part.spread(component)) ** 2;
      }
    });
  }
  return {
    gap,
    parities: tied.map((entry) => entry.part.parity),
    overlaps,
    separation: separation(found.flatMap((entry) => entry.gaps), gap),
  };
}

function nullSpace(matrix: Matrix): number[][] {
  const svd = new SingularValueDecomposition(matrix);
  return svd.diagonal.flatMap((value, k) => value < 1e-9 ? [svd.rightSingularVectors.getColumn(k)] : []);
}

/** Real and imaginary part of φ with A φ = i·imaginary·φ, from the real form of twice the size. */
function complexNull(matrix: Matrix, imaginary: number): number[][] {
  const n = matrix.rows, doubled = Matrix.zeros(2 * n, 2 * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      doubled.set(i, j, matrix.get(i, j));
      doubled.set(n + i, n + j, matrix.get(i, j));
    }
    doubled.set(i, n + i, imaginary);
    doubled.set(n + i, i, -imaginary);
  }
  const vector = nullSpace(doubled)[0]!;
  return [vector.slice(0, n), vector.slice(n)];
}

export function projection(dense: DenseModel, f: readonly number[], vector: readonly number[]): number {
  return dot(f.map((value, s) => value * dense.pi[s]!), vector);
}

/** 1 − σ^steps without the loss of digits near 1. */
export function sweepGap(sigma: number, steps: number): number {
  if (steps === 1 || sigma <= 0) return 1 - sigma ** steps;
  return -Math.expm1(steps * Math.log1p(sigma - 1));
}

/** An eigenspace of one parity with the weights Σ f̂² of every observable. */
export interface Eigenspace {
  readonly parity: DenseParity;
  /** 1 − σ of one application. */
  readonly stepGap: number;
  readonly dimension: number;
  readonly weights: readonly number[];
}

export function eigenspaces(dense: DenseModel, modes: readonly DenseMode[]): Eigenspace[] {
  const weighted = dense.observables.map((f) => f.map((value, s) => value * dense.pi[s]!));
  const groups: DenseMode[][] = [];
  for (const parity of ["even", "odd", "none"] as const) {
    let last: DenseMode | undefined;
    for (const mode of modes.filter((m) => m.parity === parity)) {
      if (last !== undefined && last.sigma - mode.sigma < 1e-10) groups.at(-1)!.push(mode);
      else groups.push([mode]);
      last = mode;
    }
  }
  return groups.map((group) => ({
    parity: group[0]!.parity,
    stepGap: 1 - group.reduce((sum, mode) => sum + mode.sigma, 0) / group.length,
    dimension: group.length,
    weights: weighted.map((f) => group.reduce((sum, mode) => sum + dot(f, mode.vector) ** 2, 0)),
  }));
}

export interface DenseCluster {
  readonly gammaEff: number;
  readonly modes: number;
  /** Σ μ_j. */
  readonly mass: number;
  /** Σ μ_j/γ_j. */
  readonly time: number;
  /** Distance (in logarithms) of the nearest eigenspace from either threshold of the rule. */
  readonly margin: number;
}

/** C*(O) with ε = 1e−4 and κ = 3, gaps per sweep of `steps` applications; null when no eigenspace is relevant. */
export function denseCluster(spaces: readonly Eigenspace[], steps: number): DenseCluster | null {
  const epsilon = 1e-4, kappa = 3;
  const entries = spaces.map(({ stepGap, dimension, weights }) => ({
    gap: sweepGap(1 - stepGap, steps),
    dimension,
    relevance: Math.sqrt(Math.max(...weights)),
    mass: weights.reduce((a, b) => a + b, 0),
  }));
  const relevant = entries.filter((entry) => entry.relevance > epsilon);
  if (relevant.length === 0) return null;
  const limit = kappa * Math.min(...relevant.map((entry) => entry.gap));
  const cluster = relevant.filter((entry) => entry.gap <= limit);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const mass = sum(cluster.map((entry) => entry.mass)), time = sum(cluster.map((entry) => entry.mass / entry.gap));
  const margin = Math.min(
    ...entries.filter((entry) => entry.gap <= 1.1 * limit).map((entry) =>
      Math.abs(Math.log(entry.relevance / epsilon))
    ),
    ...relevant.map((entry) => Math.abs(Math.log(entry.gap / limit))),
  );
  return { gammaEff: mass / time, modes: sum(cluster.map((entry) => entry.dimension)), mass, time, margin };
}

/** Parity of the slowest mode of a reversible kernel: the flip applied to its eigenvector on all states, no sector assumed. */
export function flipSignOfSlowest(dense: DenseModel, kernel: Matrix, steps: number): number {
  const { size, pi } = dense, root = pi.map(Math.sqrt);
  const matrix = new Matrix(size, size);
  for (let s = 0; s < size; s++) {
    for (let t = 0; t < size; t++) {
      const value = 0.5 * (root[s]! / root[t]! * kernel.get(s, t) + root[t]! / root[s]! * kernel.get(t, s));
      matrix.set(s, t, value - SHIFT * root[s]! * root[t]!);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const gaps = realEigenvalues.map((sigma) => sigma < 1.5 - SHIFT ? Infinity : sweepGap(sigma, steps));
  const kept = gaps.map((gap) => gap > ONE ? gap : Infinity);
  const vector = eigenvectorMatrix.getColumn(kept.indexOf(Math.min(...kept)));
  return dot(vector, vector.map((_, s) => vector[size - 1 - s]!));
}
