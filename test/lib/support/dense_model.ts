// Dense linear algebra that shares nothing with lib/exact: every figure from the model's raw fields and the definitions.
import { Matrix } from "ml-matrix";
import type { KernelName } from "../../../lib/exact/kernel_name.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";

/** A model written out state by state; bit i of a state's index is set where x_i = −1. */
export interface DenseModel {
  readonly model: EnergyModel;
  readonly size: number;
  /** Spins of each state. */
  readonly states: readonly (readonly number[])[];
  readonly energies: readonly number[];
  readonly pi: readonly number[];
  /** Centred f_a, state by state. */
  readonly observables: readonly (readonly number[])[];
  readonly means: readonly number[];
  readonly variances: readonly number[];
  readonly flipSymmetric: boolean;
}

export function denseModel(model: EnergyModel): DenseModel {
  const n = model.graph.vertexCount, size = 2 ** n;
  const states = Array.from(
    { length: size },
    (_, s) => Array.from({ length: n }, (_, i) => Math.floor(s / 2 ** i) % 2 === 0 ? 1 : -1),
  );
  const products: ((x: readonly number[]) => number)[] = [];
  model.couplings.forEach((_, e) => products.push((x) => -x[model.graph.from[e]!]! * x[model.graph.to[e]!]!));
  if (model.biases !== null) { for (let i = 0; i < n; i++) products.push((x) => -x[i]!); }
  const parameters = [...model.couplings, ...(model.biases ?? [])];
  const energies = states.map((x) => products.reduce((sum, f, a) => sum + parameters[a]! * f(x), 0));
  const lowest = Math.min(...energies);
  const weights = energies.map((e) => Math.exp(-model.beta * (e - lowest)));
  const total = weights.reduce((a, b) => a + b, 0);
  const pi = weights.map((w) => w / total);
  const raw = products.map((f) => states.map((x) => f(x)));
  const means = raw.map((f) => dot(pi, f));
  const observables = raw.map((f, a) => f.map((value) => value - means[a]!));
  const variances = observables.map((f) => dot(pi, f.map((value) => value * value)));
  const flipSymmetric = model.biases === null || model.biases.every((h) => h === 0);
  return { model, size, states, energies, pi, observables, means, variances, flipSymmetric };
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** One single-site random-scan step, (1/N) Σ_i P_i, from the definitions of the two rules. */
export function stepMatrix(dense: DenseModel, rule: "single-site" | "metropolis"): Matrix {
  const { model, size, states, energies } = dense, n = model.graph.vertexCount;
  const matrix = Matrix.zeros(size, size);
  for (let s = 0; s < size; s++) {
    for (let i = 0; i < n; i++) {
      const x = states[s]!, flipped = s + x[i]! * 2 ** i;
      const cost = model.beta * (energies[flipped]! - energies[s]!);
      const accept = rule === "metropolis" ? Math.min(1, Math.exp(-cost)) : 1 / (1 + Math.exp(cost));
      matrix.set(s, flipped, matrix.get(s, flipped) + accept / n);
      matrix.set(s, s, matrix.get(s, s) + (rule === "metropolis" ? 1 - accept : 1 / (1 + Math.exp(-cost))) / n);
    }
  }
  return matrix;
}

/** Resampling a block from its conditional law: π(x′) over the states that agree with x outside of the block. */
export function blockMatrix(dense: DenseModel, block: ArrayLike<number>): Matrix {
  const { size, states, energies, model } = dense;
  const outside = states[0]!.map((_, i) => i).filter((i) => !Array.from(block).includes(i));
  const matrix = Matrix.zeros(size, size);
  const classes = new Map<string, number[]>();
  states.forEach((x, s) => {
    const key = outside.map((i) => x[i]).join();
    classes.set(key, [...classes.get(key) ?? [], s]);
  });
  for (const members of classes.values()) {
    // Within its class, so that classes of tiny probability keep their relative precision.
    const lowest = Math.min(...members.map((s) => energies[s]!));
    const weights = members.map((s) => Math.exp(-model.beta * (energies[s]! - lowest)));
    const total = weights.reduce((a, b) => a + b, 0);
    for (const s of members) members.forEach((t, k) => matrix.set(s, t, weights[k]! / total));
  }
  return matrix;
}

/** One application of a kernel: a step of the single-site ones, a sweep of the scans. */
export function applicationMatrix(dense: DenseModel, kernel: KernelName): Matrix {
  if (kernel === "single-site" || kernel === "metropolis") return stepMatrix(dense, kernel);
  const blocks = dense.model.blocks.map((block) => blockMatrix(dense, block));
  const product = (factors: readonly Matrix[]): Matrix => factors.reduce((a, b) => a.mmul(b));
  const forward = product(blocks), reverse = product([...blocks].reverse());
  if (kernel === "forward") return forward;
  if (kernel === "reverse") return reverse;
  if (kernel === "symmetric") return Matrix.add(forward, reverse).mul(0.5);
  return product([...blocks, ...[...blocks].reverse().slice(1)]);
}

/** Applications in one sweep. */
export function stepsPerSweep(dense: DenseModel, kernel: KernelName): number {
  return kernel === "single-site" || kernel === "metropolis" ? dense.model.graph.vertexCount : 1;
}

/** P^n by repeated squaring. */
export function matrixPower(matrix: Matrix, n: number): Matrix {
  let result = Matrix.eye(matrix.rows), square = matrix;
  for (let k = n; k > 0; k = Math.floor(k / 2)) {
    if (k % 2 === 1) result = result.mmul(square);
    if (k > 1) square = square.mmul(square);
  }
  return result;
}

/** The kernel of one sweep, P₁^N for the single-site rules. */
export function sweepMatrix(dense: DenseModel, kernel: KernelName): Matrix {
  return matrixPower(applicationMatrix(dense, kernel), stepsPerSweep(dense, kernel));
}
