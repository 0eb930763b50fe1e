import { InputError } from "../errors.ts";
import { autocovariance, normalized } from "./autocovariance.ts";
import { populationCount, populationCount7 } from "../population_count.ts";
import { halfSokalTime } from "./half_sokal.ts";
import type { SignSeries } from "./sign_history.ts";
import { requireLength, tauReading } from "./tau_reading.ts";
import type { ShortChains, TauReading } from "./tau_reading.ts";

/** Beyond this lag all lags by Fourier transform are cheaper than one after another by counting bits. */
const COUNTED_LAGS = 256;

/** The autocorrelation time of a ±1 observable, with its variance over chains and time. */
export interface SignTime extends TauReading {
  readonly variance: number;
}

/**
 * The same estimate as `estimateTau` (up to rounding) for a packed ±1 series: a lag's products are counted 32 sweeps at
 * a time by shift, exclusive or and population count, and only until the pair rule stops.
 *
 * @throws {ShortChainError} when L < 50·τ, unless `short` is "allow"
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { SignSeries } from "./sign_history.ts";
 * const alternating = new SignSeries([Uint32Array.of(0x55555555, 0x55555555)], 64);
 * const { tau, variance } = estimateSignTau(alternating);
 * assert.deepEqual([tau, variance], [0.5, 1]);
 * ```
 */
export function estimateSignTau(
  series: SignSeries,
  options: { readonly short?: ShortChains } = {},
): SignTime {
  const { length } = series;
  if (length < 3) {
    throw new InputError(
      `Cannot estimate an autocorrelation time: the chain length is ${length}; give at least 3 draws`,
    );
  }
  const chains = series.bits.map((bits) => new CountedChain(bits, length));
  const variance = 1 - (chains.reduce((sum, { mean }) => sum + mean, 0) / chains.length) ** 2;
  const reading = requireLength(tauReading(countedTime(chains, series), length), options.short);
  return { ...reading, variance };
}

function countedTime(chains: readonly CountedChain[], series: SignSeries): number {
  const pairs = Math.floor((series.length - 1) / 2);
  const next = () => chains.reduce((sum, chain) => sum + chain.nextLag(), 0);
  const zero = next();
  let tau = 0.5;
  if (zero === 0) return tau;
  for (let k = 0; k < pairs; k++) {
    if (2 * k >= COUNTED_LAGS) return halfSokalTime(normalized(autocovariance(series.draws())));
    const pair = (next() + next()) / zero;
    if (!(pair > 0)) break;
    tau += pair;
  }
  return tau;
}

/** The centred products of one chain, lag by lag from 0. */
class CountedChain {
  readonly mean: number;
  readonly #bits: Uint32Array;
  readonly #length: number;
  #lag = 0;
  /** The sum of the values without the last, and without the first, of them. */
  #head: number;
  #tail: number;

  constructor(bits: Uint32Array, length: number) {
    let ones = 0;
    for (let w = 0; w < bits.length; w++) ones += populationCount(bits[w]!);
    this.#bits = bits;
    this.#length = length;
    this.#head = this.#tail = length - 2 * ones;
    this.mean = this.#head / length;
  }

  /** Σ_t (x_t − m)(x_{t+lag} − m), and moves to the next lag. */
  nextLag(): number {
    const lag = this.#lag++, pairs = this.#length - lag, { mean } = this;
    const centred = pairs - 2 * this.#unequal(lag) - mean * (this.#head + this.#tail) + pairs * mean * mean;
    this.#head -= this.#value(pairs - 1);
    this.#tail -= this.#value(lag);
    return centred;
  }

  #value(t: number): number {
    return (this.#bits[t >>> 5]! >>> (t & 31)) & 1 ? -1 : 1;
  }

  #unequal(lag: number): number {
    const bits = this.#bits, pairs = this.#length - lag, skip = lag >>> 5, shift = lag & 31, whole = pairs >>> 5;
    const left = 32 - shift;
    let count = 0, w = 0;
    for (; shift > 0 && w + 7 <= whole; w += 7) {
      const at = w + skip, b = bits[at + 1]!, c = bits[at + 2]!, d = bits[at + 3]!, e = bits[at + 4]!;
      const f = bits[at + 5]!, g = bits[at + 6]!, h = bits[at + 7]!;
      count += populationCount7(
        bits[w]! ^ (bits[at]! >>> shift | b << left),
        bits[w + 1]! ^ (b >>> shift | c << left),
        bits[w + 2]! ^ (c >>> shift | d << left),
        bits[w + 3]! ^ (d >>> shift | e << left),
        bits[w + 4]! ^ (e >>> shift | f << left),
        bits[w + 5]! ^ (f >>> shift | g << left),
        bits[w + 6]! ^ (g >>> shift | h << left),
      );
    }
    for (; w < whole; w++) count += populationCount(bits[w]! ^ shifted(bits, w + skip, shift));
    const rest = pairs & 31;
    if (rest > 0) count += populationCount((bits[whole]! ^ shifted(bits, whole + skip, shift)) & (2 ** rest - 1));
    return count;
  }
}

/** 32 bits from position 32·word + shift on; beyond the end they are zero. */
function shifted(bits: Uint32Array, word: number, shift: number): number {
  if (shift === 0) return bits[word]!;
  const high = word + 1 < bits.length ? bits[word + 1]! : 0;
  return (bits[word]! >>> shift) | (high << (32 - shift));
}
