import type { EnergyModel } from "../model/energy_model.ts";
import { flipRates } from "./flip_rates.ts";
import type { FlipRates } from "./flip_rates.ts";
import { isReversible, isSingleSite } from "./kernel_name.ts";
import type { KernelName } from "./kernel_name.ts";
import { createPairEngine } from "./pair_engine.ts";
import type { ExactBackend, PairEngine } from "./pair_engine.ts";
import type { Sector } from "./sector.ts";

/** Vectors that the operator keeps for itself; callers use those from {@link TransitionOperator.firstFree} on. */
const SCRATCH = 3;

/** Settings of a {@link TransitionOperator}. */
export interface OperatorOptions {
  /** Vectors for the caller's own use inside the engine; 0 by default. */
  readonly vectors?: number;
  /** Where the loops run; WASM by default. */
  readonly backend?: ExactBackend;
}

/**
 * One transition kernel on one sector, applied to functions without forming its matrix. For the single-site kernels one
 * application is one random-scan step P₁ (a sweep is P₁^N); for the scans it is one sweep.
 *
 * `forward` visits block 1 first, so that as an operator on functions it is P_1 P_2 … P_k, each factor the conditional
 * expectation given the spins outside the block.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * import { boltzmannLaw } from "./law.ts";
 * import { sectors } from "./sector.ts";
 * const model = curieWeiss(3, 1);
 * const even = sectors(model, boltzmannLaw(model))[0]!;
 * const operator = new TransitionOperator(model, "forward", even);
 * const ones = new Float64Array(even.size).fill(1), image = new Float64Array(even.size);
 * operator.apply(ones, image);
 * assert.ok(image.every((value) => Math.abs(value - 1) < 1e-15));
 * ```
 */
export class TransitionOperator {
  readonly kernel: KernelName;
  readonly sector: Sector;
  readonly reversible: boolean;
  /** Applications in one sweep. */
  readonly stepsPerSweep: number;
  readonly engine: PairEngine;
  readonly firstFree = SCRATCH;
  readonly #spins: number;
  readonly #rates: FlipRates;
  readonly #blocks: readonly Uint32Array[];

  constructor(model: EnergyModel, kernel: KernelName, sector: Sector, options: OperatorOptions = {}) {
    this.kernel = kernel;
    this.sector = sector;
    this.reversible = isReversible(kernel);
    this.#spins = model.graph.vertexCount;
    this.stepsPerSweep = isSingleSite(kernel) ? this.#spins : 1;
    this.#blocks = model.blocks;
    this.#rates = flipRates(model, sector, kernel === "metropolis" ? "metropolis" : "heat-bath");
    this.engine = createPairEngine(sector, this.#rates, SCRATCH + (options.vectors ?? 0), options.backend ?? "wasm");
  }

  /** out = P x on the engine's vectors; x and out differ, and neither is a scratch vector. */
  applyAt(x: number, out: number): void {
    const { engine } = this;
    if (isSingleSite(this.kernel)) {
      engine.generator(x, 2);
      engine.relax(x, 2, 1 / this.#spins, out);
      return;
    }
    const target = engine.vectors[out]!;
    target.set(engine.vectors[x]!);
    if (this.kernel === "symmetric") {
      const other = engine.vectors[2]!;
      other.set(engine.vectors[x]!);
      this.#scan(out, "forward", false);
      this.#scan(2, "reverse", false);
      for (let s = 0; s < target.length; s++) target[s] = 0.5 * (target[s]! + other[s]!);
    } else if (this.kernel === "palindromic") this.#palindrome(out, false);
    else this.#scan(out, this.kernel === "forward" ? "forward" : "reverse", false);
  }

  /** out = P x. */
  apply(x: Float64Array, out: Float64Array): void {
    this.engine.vectors[0]!.set(x);
    this.applyAt(0, 1);
    out.set(this.engine.vectors[1]!);
  }

  /** out = (I − P) x, for the single-site kernels without the cancellation of subtracting P x from x. */
  applyLaplacian(x: Float64Array, out: Float64Array): void {
    if (isSingleSite(this.kernel)) {
      this.engine.vectors[0]!.set(x);
      this.engine.generator(0, 1);
      const laplacian = this.engine.vectors[1]!;
      for (let s = 0; s < out.length; s++) out[s] = laplacian[s]! / this.#spins;
      return;
    }
    this.apply(x, out);
    for (let s = 0; s < out.length; s++) out[s] = x[s]! - out[s]!;
  }

  /** out = x P, the action on row vectors; on the even sector (or the full space) this moves distributions. */
  applyTransposed(x: Float64Array, out: Float64Array): void {
    const { engine } = this, v = engine.vectors;
    v[0]!.set(x);
    if (isSingleSite(this.kernel)) {
      engine.transposedGenerator(0, 1);
      engine.relax(0, 1, 1 / this.#spins, 2);
      out.set(v[2]!);
      return;
    }
    if (this.kernel === "symmetric") {
      v[1]!.set(x);
      this.#scan(0, "forward", true);
      this.#scan(1, "reverse", true);
      for (let s = 0; s < out.length; s++) out[s] = 0.5 * (v[0]![s]! + v[1]![s]!);
      return;
    }
    if (this.kernel === "palindromic") this.#palindrome(0, true);
    else this.#scan(0, this.kernel === "forward" ? "forward" : "reverse", true);
    out.set(v[0]!);
  }

  /**
   * The diagonal of I − P, the exit probability of each state. Exact for the single-site kernels; for the scans the product
   * of conditionals, which is exact for one pass and a good preconditioner for the palindrome.
   */
  laplacianDiagonal(): Float64Array {
    const { bits, size, parity } = this.sector, { down, up, wrap } = this.#rates;
    const half = size / 2, product = !isSingleSite(this.kernel);
    const diagonal = new Float64Array(size).fill(product ? 1 : 0);
    const visit = (s: number, rate: number): void => {
      if (product) diagonal[s]! *= 1 - rate;
      else diagonal[s]! += rate / this.#spins;
    };
    for (let b = 0; b < bits; b++) {
      const run = 1 << b;
      let pair = b * half;
      for (let base = 0; base < size; base += 2 * run) {
        for (let s = base; s < base + run; s++, pair++) {
          visit(s, down[pair]!);
          visit(s + run, up[pair]!);
        }
      }
    }
    if (parity !== "none") { for (let s = 0; s < size; s++) visit(s, wrap[s]!); }
    if (product) { for (let s = 0; s < size; s++) diagonal[s] = 1 - diagonal[s]!; }
    return diagonal;
  }

  /** max |π_i P_ij − π_j P_ji| and max π_i P_ij (the diagonal included) of one step of a single-site kernel. */
  stepFlowImbalance(): { difference: number; largest: number } {
    const { bits, size, weights } = this.sector, { down, up } = this.#rates;
    const diagonal = this.laplacianDiagonal(), half = size / 2;
    let difference = 0, largest = 0;
    for (let s = 0; s < size; s++) largest = Math.max(largest, weights[s]! * (1 - diagonal[s]!));
    for (let b = 0; b < bits; b++) {
      const run = 1 << b;
      let pair = b * half;
      for (let base = 0; base < size; base += 2 * run) {
        for (let s = base; s < base + run; s++, pair++) {
          const out = weights[s]! * down[pair]! / this.#spins, back = weights[s + run]! * up[pair]! / this.#spins;
          difference = Math.max(difference, Math.abs(out - back));
          largest = Math.max(largest, out, back);
        }
      }
    }
    return { difference, largest };
  }

  /** The symmetrised matrix √(w_i/w_j)·P_ij, row by row; only for reversible kernels. */
  symmetrisedMatrix(): Float64Array {
    return isSingleSite(this.kernel) ? this.#symmetrisedSteps() : this.#symmetrisedScan();
  }

  /** The matrix P_ij of the sector, row by row. */
  matrix(): Float64Array {
    const { size } = this.sector;
    const matrix = new Float64Array(size * size), column = new Float64Array(size), unit = new Float64Array(size);
    for (let j = 0; j < size; j++) {
      unit[j] = 1;
      this.apply(unit, column);
      unit[j] = 0;
      for (let i = 0; i < size; i++) matrix[i * size + j] = column[i]!;
    }
    return matrix;
  }

  #symmetrisedSteps(): Float64Array {
    const { bits, size, parity } = this.sector, { down, up, wrap } = this.#rates;
    const matrix = new Float64Array(size * size), half = size / 2, n = this.#spins;
    const diagonal = this.laplacianDiagonal();
    for (let s = 0; s < size; s++) matrix[s * size + s] = 1 - diagonal[s]!;
    for (let b = 0; b < bits; b++) {
      const run = 1 << b;
      let pair = b * half;
      for (let base = 0; base < size; base += 2 * run) {
        for (let s = base; s < base + run; s++, pair++) {
          // Detailed balance: √(w_i/w_j)·P_ij = √(P_ij·P_ji), which needs no weights and so cannot underflow.
          const value = Math.sqrt(down[pair]! * up[pair]!) / n;
          matrix[s * size + s + run]! += value;
          matrix[(s + run) * size + s]! += value;
        }
      }
    }
    if (parity !== "none") {
      const last = size - 1, sign = parity === "even" ? 1 : -1;
      for (let s = 0; s < size; s++) {
        matrix[s * size + last - s]! += sign * Math.sqrt(wrap[s]! * wrap[last - s]!) / n;
      }
    }
    return matrix;
  }

  #symmetrisedScan(): Float64Array {
    const { size, logWeights } = this.sector;
    const matrix = this.matrix();
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        const ratio = Math.exp(0.5 * (logWeights[i]! - logWeights[j]!));
        const lower = matrix[i * size + j]!, upper = matrix[j * size + i]!;
        // A ratio that overflows meets an entry that underflowed to zero.
        const value = lower === 0 || upper === 0 ? 0 : 0.5 * (lower * ratio + upper / ratio);
        matrix[i * size + j] = value;
        matrix[j * size + i] = value;
      }
    }
    return matrix;
  }

  #scan(vector: number, order: "forward" | "reverse", transposed: boolean): void {
    // On functions the factor written last acts first; on row vectors the one written first does.
    const ascending = (order === "forward") === transposed;
    for (let k = 0; k < this.#blocks.length; k++) {
      this.#resampleBlock(ascending ? k : this.#blocks.length - 1 - k, vector, transposed);
    }
  }

  #palindrome(vector: number, transposed: boolean): void {
    const last = this.#blocks.length - 1;
    for (let k = 0; k <= last; k++) this.#resampleBlock(k, vector, transposed);
    for (let k = last - 1; k >= 0; k--) this.#resampleBlock(k, vector, transposed);
  }

  #resampleBlock(block: number, vector: number, transposed: boolean): void {
    for (const spin of this.#blocks[block]!) {
      if (transposed) this.engine.transposedResample(spin, vector);
      else this.engine.resample(spin, vector);
    }
  }
}
