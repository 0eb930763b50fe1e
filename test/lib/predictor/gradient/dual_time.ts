// T_O and its derivative along one direction of the parameters in forward mode: every number carries its derivative, from the
// energies on, through kernels written out as matrices and Gaussian elimination. It shares nothing with the library but the model.
import type { KernelName } from "../../../../lib/exact/kernel_name.ts";
import { type EnergyModel, observableCount } from "../../../../lib/model/energy_model.ts";

/** Values and derivatives of the entries of an array. */
export interface Duals {
  readonly v: Float64Array;
  readonly d: Float64Array;
}

/** Parts of the derivative that a control leaves out. */
export interface Frozen {
  /** π in the means and inner products does not move. */
  readonly law?: boolean;
  /** P does not move. */
  readonly kernel?: boolean;
  /** The observables are not centred, so that the deflation 1πᵀ is seen by them. */
  readonly centring?: boolean;
}

function duals(length: number): Duals {
  return { v: new Float64Array(length), d: new Float64Array(length) };
}

const spin = (s: number, i: number): number => (s >>> i & 1) === 1 ? -1 : 1;

function observable(model: EnergyModel, a: number, s: number): number {
  const edges = model.couplings.length, { from, to } = model.graph;
  return a < edges ? -spin(s, from[a]!) * spin(s, to[a]!) : -spin(s, a - edges);
}

/** π with its derivative: log π = −β Σ_a θ_a f_a − log Z. */
export function dualLaw(model: EnergyModel, direction: Float64Array): Duals {
  const size = 2 ** model.graph.vertexCount, law = duals(size);
  const logs = duals(size);
  for (let s = 0; s < size; s++) {
    for (let a = 0; a < observableCount(model); a++) {
      const edges = model.couplings.length, f = observable(model, a, s);
      logs.v[s]! -= model.beta * f * (a < edges ? model.couplings[a]! : model.biases![a - edges]!);
      logs.d[s]! -= model.beta * f * direction[a]!;
    }
  }
  const highest = logs.v.reduce((a, b) => Math.max(a, b));
  let total = 0, totalSlope = 0;
  for (let s = 0; s < size; s++) {
    law.v[s] = Math.exp(logs.v[s]! - highest);
    law.d[s] = law.v[s]! * logs.d[s]!;
    total += law.v[s]!;
    totalSlope += law.d[s]!;
  }
  for (let s = 0; s < size; s++) {
    law.v[s]! /= total;
    law.d[s] = law.d[s]! / total - law.v[s]! * totalSlope / total;
  }
  return law;
}

/** Resampling the spins of a block given the others: P(x, y) = π(y)/Σ π over the settings of the block. */
function resample(law: Duals, block: Iterable<number>): Duals {
  const size = law.v.length, matrix = duals(size * size);
  let mask = 0;
  for (const i of block) mask |= 1 << i;
  for (let x = 0; x < size; x++) {
    let mass = 0, slope = 0;
    const partners: number[] = [];
    for (let y = 0; y < size; y++) {
      if (((x ^ y) & ~mask) !== 0) continue;
      partners.push(y);
      mass += law.v[y]!;
      slope += law.d[y]!;
    }
    for (const y of partners) {
      matrix.v[x * size + y] = law.v[y]! / mass;
      matrix.d[x * size + y] = (law.d[y]! - law.v[y]! * slope / mass) / mass;
    }
  }
  return matrix;
}

function product(a: Duals, b: Duals): Duals {
  const n = Math.round(Math.sqrt(a.v.length)), out = duals(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const value = a.v[i * n + k]!, slope = a.d[i * n + k]!;
      if (value === 0 && slope === 0) continue;
      for (let j = 0; j < n; j++) {
        out.v[i * n + j]! += value * b.v[k * n + j]!;
        out.d[i * n + j]! += slope * b.v[k * n + j]! + value * b.d[k * n + j]!;
      }
    }
  }
  return out;
}

function mean(matrices: readonly Duals[]): Duals {
  const out = duals(matrices[0]!.v.length), share = 1 / matrices.length;
  for (const { v, d } of matrices) {
    for (let k = 0; k < v.length; k++) {
      out.v[k]! += share * v[k]!;
      out.d[k]! += share * d[k]!;
    }
  }
  return out;
}

/** The kernel's matrix, of a step for the single-site kernel. */
export function dualKernel(model: EnergyModel, kernel: KernelName, law: Duals): Duals {
  if (kernel === "single-site") {
    return mean(Array.from({ length: model.graph.vertexCount }, (_, i) => resample(law, [i])));
  }
  const [p, q] = model.blocks.map((block) => resample(law, block)) as [Duals, Duals];
  if (kernel === "forward") return product(p, q);
  if (kernel === "reverse") return product(q, p);
  if (kernel === "palindromic") return product(product(p, q), p);
  return mean([product(p, q), product(q, p)]);
}

/** T_O in sweeps (or steps) and its derivative along `direction`. */
export function dualTime(
  model: EnergyModel,
  kernel: KernelName,
  unit: "sweep" | "step",
  direction: Float64Array,
  frozen: Frozen = {},
): { value: number; slope: number } {
  const moving = dualLaw(model, direction), size = moving.v.length;
  const still = { v: moving.v, d: new Float64Array(size) };
  const law = frozen.law ? still : moving;
  let p = dualKernel(model, kernel, frozen.kernel ? still : moving);
  const steps = kernel === "single-site" && unit === "sweep" ? model.graph.vertexCount : 1;
  const step = p;
  for (let k = 1; k < steps; k++) p = product(step, p);

  const count = observableCount(model), f = duals(size * count);
  for (let a = 0; a < count; a++) {
    let centre = 0, slope = 0;
    for (let s = 0; s < size && !frozen.centring; s++) {
      centre += law.v[s]! * observable(model, a, s);
      slope += law.d[s]! * observable(model, a, s);
    }
    for (let s = 0; s < size; s++) {
      f.v[s * count + a] = observable(model, a, s) - centre;
      f.d[s * count + a] = -slope;
    }
  }
  const system = duals(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      system.v[i * size + j] = (i === j ? 1 : 0) - p.v[i * size + j]! + law.v[j]!;
      system.d[i * size + j] = law.d[j]! - p.d[i * size + j]!;
    }
  }
  const u = eliminate(system, { v: f.v.slice(), d: f.d.slice() }, size, count);
  let value = 0, slope = 0;
  for (let s = 0; s < size; s++) {
    for (let a = 0; a < count; a++) {
      const k = s * count + a, rest = u.v[k]! - 0.5 * f.v[k]!;
      value += law.v[s]! * f.v[k]! * rest;
      slope += law.d[s]! * f.v[k]! * rest + law.v[s]! * (f.d[k]! * rest + f.v[k]! * (u.d[k]! - 0.5 * f.d[k]!));
    }
  }
  return { value, slope };
}

/** Gaussian elimination with partial pivoting, in place. */
function eliminate(a: Duals, b: Duals, n: number, width: number): Duals {
  const swap = (x: Float64Array, i: number, j: number, columns: number): void => {
    const row = x.slice(i * columns, (i + 1) * columns);
    x.copyWithin(i * columns, j * columns, (j + 1) * columns);
    x.set(row, j * columns);
  };
  const subtract = (m: Duals, target: number, source: number, columns: number, factor: number, slope: number): void => {
    for (let j = 0; j < columns; j++) {
      const t = target * columns + j, s = source * columns + j;
      m.d[t]! -= slope * m.v[s]! + factor * m.d[s]!;
      m.v[t]! -= factor * m.v[s]!;
    }
  };
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a.v[i * n + k]!) > Math.abs(a.v[pivot * n + k]!)) pivot = i;
    if (pivot !== k) {
      for (const x of [a.v, a.d]) swap(x, k, pivot, n);
      for (const x of [b.v, b.d]) swap(x, k, pivot, width);
    }
    const head = a.v[k * n + k]!, headSlope = a.d[k * n + k]!;
    for (let i = k + 1; i < n; i++) {
      const factor = a.v[i * n + k]! / head, slope = (a.d[i * n + k]! - factor * headSlope) / head;
      if (factor === 0 && slope === 0) continue;
      subtract(a, i, k, n, factor, slope);
      subtract(b, i, k, width, factor, slope);
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    const head = a.v[k * n + k]!, headSlope = a.d[k * n + k]!;
    for (let j = 0; j < width; j++) {
      const at = k * width + j, value = b.v[at]! / head;
      b.d[at] = (b.d[at]! - value * headSlope) / head;
      b.v[at] = value;
    }
    for (let i = 0; i < k; i++) subtract(b, i, k, width, a.v[i * n + k]!, a.d[i * n + k]!);
  }
  return b;
}
