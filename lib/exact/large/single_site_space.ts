import type { EnergyModel } from "../../model/energy_model.ts";
import { couplingMatrix, localFieldTable } from "../law.ts";
import { parityOfBits } from "../observables.ts";
import type { Parity } from "../sector.ts";
import type { ObservedFunction } from "./observed_function.ts";
import { SINGLE_SITE_BINARY } from "./wasm/single_site_binary.ts";
import { instantiate } from "./wasm/instance.ts";

/** Exports of the compiled `wasm/assembly/single_site.ts`; pointers are byte addresses. */
interface SingleSiteExports {
  readonly memory: WebAssembly.Memory;
  flow(metropolis: number, bits: number, w: number, x: number, out: number): void;
  wrapFlow(metropolis: number, bits: number, w: number, x: number, out: number, sign: number): void;
  dot(size: number, x: number, y: number): number;
  sum(size: number, x: number): number;
  addScaled(size: number, y: number, factor: number, x: number): void;
  shiftScale(size: number, x: number, shift: number, factor: number): void;
  preconditionedNorm(size: number, r: number, d: number): number;
  descend(size: number, u: number, r: number, p: number, q: number, step: number): void;
  turn(size: number, p: number, r: number, d: number, ratio: number): void;
  threeTerms(size: number, q: number, w: number, v: number, previous: number, alpha: number, beta: number): void;
  weightedNorm(size: number, w: number, x: number): number;
}

/** The vectors of a space by their roles in the solve: weights, inverse diagonal, solution, residual, direction, image. */
export const W = 0, D = 1, U = 2, R = 3, P = 4, Q = 5;
const VECTORS = 6;

/** Vectors begin in different cache sets, so that passes with large strides do not evict each other's lines. */
const STAGGER = 17 * 64;

/** States below this share of the most probable one are counted as having it: no time that fits a double depends on them. */
const LEAST_LOG_WEIGHT = -660;

/** Functions on the states of one sector of a model, six vectors of them, and the flow of a single-site kernel on them. */
export class SingleSiteSpace {
  readonly parity: Parity;
  readonly size: number;
  readonly kernel: SingleSiteExports;
  /** Live views. */
  readonly vectors: readonly Float64Array[];
  /** Byte address of each vector. */
  readonly at: readonly number[];
  readonly #bits: number;
  readonly #metropolis: number;
  readonly #spins: number;

  constructor(model: EnergyModel, rule: "single-site" | "metropolis", parity: Parity) {
    this.#spins = model.graph.vertexCount;
    // A single spin has no partner whose sign could be fixed.
    this.parity = this.#spins === 1 ? "none" : parity;
    this.#bits = this.parity === "none" ? this.#spins : this.#spins - 1;
    this.#metropolis = rule === "metropolis" ? 1 : 0;
    this.size = 2 ** this.#bits;
    const stride = this.size * 8 + STAGGER;
    const { exports, base } = instantiate<SingleSiteExports>(SINGLE_SITE_BINARY, VECTORS * stride);
    this.kernel = exports;
    this.at = Array.from({ length: VECTORS }, (_, k) => base + k * stride);
    this.vectors = this.at.map((address) => new Float64Array(exports.memory.buffer, address, this.size));
    fillWeights(model, this.#bits, this.vectors[W]!);
    this.#fillInverseDiagonal();
  }

  /** vectors[out] = W Σ_i (I − P_i) vectors[x], with one term for each spin of the model and W = diag(π). */
  flow(x: number, out: number): void {
    const { kernel, at } = this;
    kernel.flow(this.#metropolis, this.#bits, at[W]!, at[x]!, at[out]!);
    if (this.parity === "none") return;
    kernel.wrapFlow(this.#metropolis, this.#bits, at[W]!, at[x]!, at[out]!, this.parity === "even" ? 1 : -1);
  }

  /** Writes the centred function to vectors[out] and returns the mean. */
  fillCentred({ spins }: ObservedFunction, out: number): number {
    const { kernel, at, size } = this, f = this.vectors[out]!, bits = this.#bits;
    if (spins === null) {
      const n = this.#spins;
      f[0] = 1;
      for (let b = 0; b < bits; b++) {
        const run = 2 ** b;
        for (let s = 0; s < run; s++) f[run + s] = f[s]! - 2 / n;
      }
    } else {
      let mask = 0;
      for (const i of spins) if (i < bits) mask |= 1 << i;
      for (let s = 0; s < size; s++) f[s] = parityOfBits(s & mask) === 0 ? -1 : 1;
    }
    if (this.parity === "odd") return 0;
    const mean = kernel.dot(size, at[W]!, at[out]!);
    kernel.shiftScale(size, at[out]!, mean, 1);
    return mean;
  }

  /** Multiplies vectors[x] by the weights. */
  weigh(x: number): void {
    const f = this.vectors[x]!, w = this.vectors[W]!;
    for (let s = 0; s < f.length; s++) f[s]! *= w[s]!;
  }

  /** 1/diag(W Σ_i (I − P_i)): every neighbour of a state has the other number of minus signs, which reads off the diagonal. */
  #fillInverseDiagonal(): void {
    const { kernel, at } = this, sign = this.vectors[P]!, image = this.vectors[Q]!, d = this.vectors[D]!;
    for (let s = 0; s < this.size; s++) sign[s] = parityOfBits(s) === 0 ? 0.5 : -0.5;
    kernel.flow(this.#metropolis, this.#bits, at[W]!, at[P]!, at[Q]!);
    if (this.parity !== "none") {
      const complement = this.#bits % 2 === 0 ? 1 : -1;
      kernel.wrapFlow(this.#metropolis, this.#bits, at[W]!, at[P]!, at[Q]!, -complement);
    }
    for (let s = 0; s < this.size; s++) d[s] = 1 / (2 * sign[s]! * image[s]!);
  }
}

/** w = π over the stored states, whose spins from `bits` on are +1; sums to 1. */
function fillWeights(model: EnergyModel, bits: number, w: Float64Array): void {
  const couplings = couplingMatrix(model);
  let ground = 0;
  for (const coupling of model.couplings) ground -= coupling;
  if (model.biases !== null) { for (const bias of model.biases) ground -= bias; }
  w[0] = ground;
  let lowest = ground;
  const lower: number[] = [];
  for (let k = 0; k < bits; k++) {
    const field = localFieldTable(couplings, model.biases, k, lower), run = 2 ** k;
    for (let s = 0; s < run; s++) {
      const energy = w[s]! + 2 * field[s]!;
      w[run + s] = energy;
      if (energy < lowest) lowest = energy;
    }
    lower.push(k);
  }
  let total = 0;
  // Sums of parts: rounding does not grow with the number of states.
  for (let from = 0; from < w.length; from += 1024) {
    let part = 0;
    for (let s = from, to = Math.min(w.length, from + 1024); s < to; s++) {
      w[s] = Math.exp(Math.max(LEAST_LOG_WEIGHT, -model.beta * (w[s]! - lowest)));
      part += w[s]!;
    }
    total += part;
  }
  for (let s = 0; s < w.length; s++) w[s]! /= total;
}
