import type { EnergyModel } from "../../model/energy_model.ts";
import { removeMean } from "../inner_product.ts";
import { couplingMatrix, localFieldTable } from "../law.ts";
import type { Parity, Sector } from "../sector.ts";
import { blockSum } from "./block_sum.ts";
import type { ObservedFunction } from "./observed_function.ts";
import { instantiate } from "./wasm/instance.ts";
import { TWO_BLOCK_BINARY } from "./wasm/two_block_binary.ts";

/** Exports of the compiled `wasm/assembly/two_block.ts`; pointers are byte addresses. */
interface TwoBlockExports {
  readonly memory: WebAssembly.Memory;
  conditionalMeans(
    batches: number,
    lowBits: number,
    highBits: number,
    probabilities: number,
    x: number,
    low: number,
    high: number,
    out: number,
  ): void;
}

/** Conditions that the kernel handles together, and the numbers that they have for each summed spin: 16 p, then 16 q. */
const BATCH = 16, ENTRIES = 2 * BATCH;

/** Low spins: 2^8 factors of 16 conditions fill two thirds of the first cache. */
const LOW_BITS = 8;

/**
 * One block of a two-block model as the condition, the other summed out: E[x(h) | v] for every setting v of the block. Nothing
 * of the size 2^N exists; given v the spins of the other block are independent.
 */
export class ConditionalMeans {
  /** Functions of the condition's block, in one sector, with its marginal law. */
  readonly sector: Sector;
  readonly #given: Uint32Array;
  readonly #summed: Uint32Array;
  readonly #kernel: TwoBlockExports;
  readonly #batches: number;
  readonly #lowBits: number;
  readonly #highBits: number;
  readonly #addresses: { readonly x: number; readonly low: number; readonly high: number; readonly out: number };
  readonly #base: number;
  readonly #probabilities: Float64Array;
  readonly #x: Float64Array;
  readonly #out: Float64Array;

  constructor(model: EnergyModel, given: Uint32Array, summed: Uint32Array, parity: Parity) {
    this.#given = given;
    this.#summed = summed;
    const bits = given.length - (parity === "none" ? 0 : 1), size = 2 ** bits;
    // The kernel takes two columns of four rows at a time; spins that are always +1 fill them up.
    const spins = Math.max(3, summed.length);
    this.#lowBits = Math.min(LOW_BITS, spins - 2);
    this.#highBits = spins - this.#lowBits;
    this.#batches = Math.ceil(size / BATCH);
    const probabilities = this.#batches * spins * ENTRIES, states = 2 ** spins;
    const low = BATCH * 2 ** this.#lowBits, high = BATCH * 2 ** this.#highBits;
    const { exports, base } = instantiate<TwoBlockExports>(
      TWO_BLOCK_BINARY,
      8 * (probabilities + states + low + high + this.#batches * BATCH),
    );
    const x = base + 8 * probabilities, lowAt = x + 8 * states, highAt = lowAt + 8 * low, out = highAt + 8 * high;
    const { buffer } = exports.memory;
    this.#kernel = exports;
    this.#base = base;
    this.#addresses = { x, low: lowAt, high: highAt, out };
    this.#probabilities = new Float64Array(buffer, base, probabilities);
    this.#x = new Float64Array(buffer, x, states);
    this.#out = new Float64Array(buffer, out, size);
    const logWeights = this.#fill(model, size, spins);
    this.sector = { parity, bits, size, ...normalised(logWeights) };
  }

  /** out[v] = E[x | v] for a function x of the other block in the same sector, of zero mean, which the image gets exactly. */
  apply(x: Float64Array, out: Float64Array): void {
    const { parity } = this.sector, full = this.#x;
    for (let s = 0; s < x.length; s++) full[this.#place(s)] = x[s]!;
    if (parity !== "none") {
      const sign = parity === "even" ? 1 : -1, last = 2 * x.length - 1;
      for (let s = 0; s < x.length; s++) full[this.#place(last - s)] = sign * x[s]!;
    }
    const { x: at, low, high, out: target } = this.#addresses;
    this.#kernel.conditionalMeans(this.#batches, this.#lowBits, this.#highBits, this.#base, at, low, high, target);
    out.set(this.#out);
    if (parity !== "odd") removeMean(this.sector.weights, out);
  }

  /** E[f | v] of an observable, and Var[f | v]. */
  project({ spins }: ObservedFunction): { readonly means: Float64Array; readonly variances: Float64Array } {
    const { size } = this.sector;
    const means = new Float64Array(size), variances = new Float64Array(size);
    const outer = this.#given.length, inner = this.#summed.length, count = outer + inner;
    const i = spins === null ? -1 : this.#given.findIndex((spin) => spins.includes(spin));
    const j = spins === null ? -1 : this.#summed.findIndex((spin) => spins.includes(spin));
    for (let v = 0; v < size; v++) {
      if (spins !== null) {
        const sign = i >= 0 && (v >>> i & 1) === 1 ? 1 : -1;
        means[v] = j < 0 ? sign : sign * (this.#p(v, j, 0) - this.#p(v, j, BATCH));
        variances[v] = j < 0 ? 0 : 4 * this.#p(v, j, 0) * this.#p(v, j, BATCH);
        continue;
      }
      let mean = 0, variance = 0;
      for (let b = 0; b < outer; b++) mean += (v >>> b & 1) === 1 ? -1 : 1;
      for (let k = 0; k < inner; k++) {
        const p = this.#p(v, k, 0), q = this.#p(v, k, BATCH);
        mean += p - q;
        variance += 4 * p * q;
      }
      means[v] = mean / count;
      variances[v] = variance / count ** 2;
    }
    return { means, variances };
  }

  /** Where the kernel wants a state of the summed block: four rows interleaved. */
  #place(state: number): number {
    const column = state & (2 ** this.#lowBits - 1), row = state >>> this.#lowBits;
    return (((row >>> 2) << this.#lowBits | column) << 2) | (row & 3);
  }

  #index(v: number, spin: number): number {
    return (Math.floor(v / BATCH) * (this.#lowBits + this.#highBits) + spin) * ENTRIES + v % BATCH;
  }

  #p(v: number, spin: number, offset: number): number {
    return this.#probabilities[this.#index(v, spin) + offset]!;
  }

  /** Writes the probabilities and returns log π of each condition up to a constant. */
  #fill(model: EnergyModel, size: number, spins: number): Float64Array {
    const { beta, biases } = model, couplings = couplingMatrix(model), given = [...this.#given];
    const logWeights = new Float64Array(size);
    given.forEach((spin, b) => {
      const bias = beta * (biases?.[spin] ?? 0);
      for (let v = 0; v < size; v++) logWeights[v]! += (v >>> b & 1) === 1 ? -bias : bias;
    });
    for (let j = 0; j < spins; j++) {
      const field = j < this.#summed.length ? localFieldTable(couplings, biases, this.#summed[j]!, given) : null;
      for (let v = 0; v < size; v++) {
        const z = field === null ? Infinity : 2 * beta * field[v]!, at = this.#index(v, j);
        this.#probabilities[at] = 1 / (1 + Math.exp(-z));
        this.#probabilities[at + BATCH] = 1 / (1 + Math.exp(z));
        // log 2cosh(z/2), without overflow.
        if (field !== null) logWeights[v]! += Math.abs(z) / 2 + Math.log1p(Math.exp(-Math.abs(z)));
      }
    }
    return logWeights;
  }
}

/** Weights of sum 1 and their logarithms. */
function normalised(logs: Float64Array): { weights: Float64Array; logWeights: Float64Array } {
  let highest = -Infinity;
  for (const value of logs) highest = Math.max(highest, value);
  const weights = logs.map((value) => Math.exp(value - highest));
  const total = blockSum(weights.length, (v) => weights[v]!), logTotal = highest + Math.log(total);
  return { weights: weights.map((weight) => weight / total), logWeights: logs.map((value) => value - logTotal) };
}
