import { InputError, SizeError } from "../errors.ts";
import { type EnergyModel, observableCount } from "../model/energy_model.ts";
import { checkInteger, describeValue } from "../random/check.ts";
import { CountReader } from "./count_reader.ts";
import { multiTauTime } from "./multi_tau_time.ts";
import { summarizeTimes, type TimeSummary } from "./observable_times.ts";
import { sampleVariance } from "./rank_normal.ts";
import type { SignEngine } from "./sign_batch.ts";
import { BATCH_FACTOR, BATCH_LAGS } from "./sign_batch_layout.ts";
import { BATCH_LEVELS, SignCounter, signCounterBytes } from "./sign_counter.ts";
import type { StreamedCurve } from "./streaming_autocorrelation.ts";
import { CENSORED_SHARE, requireLength, type ShortChains, type TauReading, tauReading } from "./tau_reading.ts";

const ACTION = "Cannot stream the gradient's autocorrelations";
const SHAPE = { lags: BATCH_LAGS, factor: BATCH_FACTOR };

/** What is streamed, and how much memory it may take. */
export interface GradientAutocorrelationOptions {
  readonly chains: number;
  /** Levels of the correlator, 3 … 8: lags to 31·8^(levels − 1). Default 6: lags to 1,015,808 sweeps. */
  readonly levels?: number;
  /** Default "wasm". Both give the same counts. */
  readonly engine?: SignEngine;
  /** The most bytes that may be held. Default 1 GiB. */
  readonly maximumBytes?: number;
}

/** Times and variances of all observables, in their order. */
export interface GradientTimes {
  /** τ_a in sweeps, half-Sokal. */
  readonly taus: Float64Array;
  /** Var_a pooled over chains and time, with the divisor chains·length. */
  readonly variances: Float64Array;
  /** 1 where τ_a is only a lower bound: above 0.12·L, or the last level ended before the pair rule did. */
  readonly censored: Uint8Array;
}

/** Means over chains and time, with their Monte Carlo standard errors. */
export interface EstimatedMeans {
  readonly means: Float64Array;
  readonly mcse: Float64Array;
}

/** R̂ of all observables. */
export interface GradientRHats {
  /** NaN where no draw ever differs. */
  readonly values: Float64Array;
  /** The largest that is a number; NaN when there is none. */
  readonly max: number;
  /** The sweeps in the first part of each chain. */
  readonly splitAt: number;
}

/** T_O, τ_max, the distribution of τ, and what they are worth. */
export interface GradientSummary extends TimeSummary {
  /** τ_max ≤ L/50. */
  readonly admissible: boolean;
  /** Observables whose τ is a lower bound. */
  readonly censoredCount: number;
  /** NaN for one chain, and for fewer than four sweeps. */
  readonly rHatMax: number;
}

/**
 * Autocorrelation times, means and R̂ of all gradient observables of a model (f_a = −x_i·x_j per edge, then −x_i per spin when
 * there are biases) over many chains, in memory that does not grow with the length: 25,200 observables × 32 chains hold about
 * 0.5 GB. The definitions are those of `estimateTau`: own chain means, biased, averaged over chains, pair rule, half-Sokal.
 *
 * Spins are bits, so that lags below 32 are counted exactly by exclusive or and population count, all chains of a word together;
 * longer lags come from sums over blocks of 8, 64, 512, … sweeps with 32 lags each (multi-tau, Ramírez et al. 2010, J. Chem.
 * Phys. 133, 154103). All counts are integers; they are those of a `StreamingAutocorrelation` with `lags` 32 and `factor` 8. Beyond
 * lag 24 the pair rule cuts at pairs of blocks instead of pairs of lags: of chains of 200 τ and more the time differs from
 * `estimateTau` by less than its own error.
 *
 * Ceiling: like `estimateTau` it shows at most about L/6 of a series that switches once and 0.174·L of a drift, so that a time
 * above 0.12·L is called censored; and a sum that outruns the longest lag is censored too.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../model/ising.ts";
 * const model = ising({ n: 2, edges: [[0, 1]], weights: [1], biases: [0, 0], beta: 1 });
 * const gradient = new GradientAutocorrelation(model, { chains: 1, levels: 3 });
 * // Spin 0 flips every sweep, spin 1 every eighth.
 * for (let t = 0; t < 4000; t++) gradient.push(Uint32Array.of(t & 1, (t >> 3) & 1));
 * assert.equal(gradient.length, 4000);
 * assert.equal(gradient.reading(1).tau, 0.5);
 * assert.ok(gradient.reading(2).tau > 2);
 * assert.deepEqual([...gradient.means().means], [0, 0, 0]);
 * ```
 */
export class GradientAutocorrelation {
  readonly observables: number;
  readonly chains: number;
  readonly spins: number;
  readonly #counter: SignCounter;
  readonly #reader: CountReader;

  /** @throws {SizeError} when more than `maximumBytes` would be held. */
  constructor(model: Pick<EnergyModel, "graph" | "couplings" | "biases">, options: GradientAutocorrelationOptions) {
    const { levels = 6, engine = "wasm", maximumBytes = 2 ** 30 } = options;
    const { from, to, vertexCount } = model.graph;
    this.chains = checkInteger(options.chains, "chains", ACTION, 1, 2 ** 20);
    this.spins = vertexCount;
    this.observables = observableCount(model as EnergyModel);
    checkInteger(levels, "levels", ACTION, BATCH_LEVELS, 8);
    if (engine !== "wasm" && engine !== "reference") {
      throw new InputError(`${ACTION}: engine is ${describeValue(engine)}; give "wasm" or "reference"`);
    }
    if (this.observables === 0) {
      throw new InputError(`${ACTION}: the model has no edges and no biases; give a model with a parameter`);
    }
    const size = { spins: vertexCount + 1, chains: this.chains, observables: this.observables };
    const bytes = signCounterBytes(size, levels);
    if (!(bytes <= maximumBytes)) {
      throw new SizeError(
        `${ACTION}: ${this.observables} observables of ${this.chains} chains on ${levels} levels need ${bytes} bytes, more than maximumBytes = ${
          describeValue(maximumBytes)
        }; give fewer chains or levels, or a larger maximumBytes`,
      );
    }
    const pairs = new Int32Array(2 * this.observables);
    for (let a = 0; a < this.observables; a++) {
      pairs[2 * a] = a < from.length ? from[a]! : a - from.length;
      pairs[2 * a + 1] = a < from.length ? to[a]! : vertexCount;
    }
    this.#counter = new SignCounter(size, pairs, levels, engine);
    this.#reader = new CountReader(this.#counter);
  }

  /** Sweeps pushed so far. */
  get length(): number {
    return this.#counter.length;
  }

  /** Bytes held: fixed at construction. */
  get bytes(): number {
    return this.#counter.bytes;
  }

  /**
   * Appends samples, all or none: `kept` × groups × spins words, one group for every 32 chains; bit (c mod 32) of word
   * ⌊c/32⌋·spins + i of a sample is set when spin i of chain c is −1, and bits of no chain are zero.
   */
  push(samples: Uint32Array): void {
    this.#counter.push(samples, ACTION);
  }

  /** ρ of one observable at the lags kept. */
  curve(observable: number): StreamedCurve {
    const a = this.#read(observable);
    const lags: number[] = [], rho: number[] = [], widths: number[] = [];
    this.#counter.levels.forEach(({ firstLag, count, width }, at) => {
      for (let j = firstLag; j < BATCH_LAGS && j < count; j++) {
        lags.push(j * width);
        rho.push(this.#reader.rho(a, at, j));
        widths.push(width);
      }
    });
    return { lags: Float64Array.from(lags), rho: Float64Array.from(rho), widths: Float64Array.from(widths) };
  }

  /** The time of one observable; a ShortChainError when L < 50·τ, unless short chains are allowed. */
  reading(observable: number, options: { readonly short?: ShortChains } = {}): TauReading {
    const { tau, cut } = this.#time(this.#read(observable));
    const reading = tauReading(tau, this.length);
    return requireLength(cut ? { ...reading, censored: true, admissible: false } : reading, options.short);
  }

  /** τ_a and Var_a of every observable. */
  times(): GradientTimes {
    this.#read(0);
    const taus = new Float64Array(this.observables), variances = new Float64Array(this.observables);
    const censored = new Uint8Array(this.observables);
    for (let a = 0; a < this.observables; a++) {
      const { tau, cut } = this.#time(a);
      taus[a] = tau;
      variances[a] = this.#variance(a);
      censored[a] = cut || tau > CENSORED_SHARE * this.length ? 1 : 0;
    }
    return { taus, variances, censored };
  }

  /** T_O, τ_max, the distribution of τ and the largest R̂; a ShortChainError when L < 50·τ_max, unless short chains are allowed. */
  summary(options: { readonly short?: ShortChains } = {}): GradientSummary {
    const { taus, variances, censored } = this.times();
    const summary = summarizeTimes(taus, variances, this.length);
    const censoredCount = censored.reduce((sum, flag, a) => sum + (variances[a] === 0 ? 0 : flag), 0);
    // Where nothing varies there is no time to be too short for, as for a constant observable.
    const reading = tauReading(Number.isNaN(summary.tauMax) ? 0.5 : summary.tauMax, this.length);
    const { admissible } = requireLength(
      censoredCount > 0 ? { ...reading, censored: true, admissible: false } : reading,
      options.short,
    );
    return {
      ...summary,
      censoredCount,
      admissible,
      rHatMax: this.chains < 2 || this.length < 4 ? NaN : this.rHats().max,
    };
  }

  /**
   * The mean of every observable f_a and its Monte Carlo standard error √(2·τ_a·Var_a/(chains·L)), as good as τ_a: read its
   * censoring beside it.
   */
  means(): EstimatedMeans {
    const { taus, variances } = this.times(), size = this.chains * this.length;
    const means = Float64Array.from({ length: this.observables }, (_, a) => 2 * this.#share(a) - 1);
    return { means, mcse: Float64Array.from(means, (_, a) => Math.sqrt((2 * taus[a]! * variances[a]!) / size)) };
  }

  /** The mean of every spin; the standard errors are those of the chain means around it, NaN for one chain. */
  spinMeans(): EstimatedMeans {
    this.#read(0);
    const { spinTotals, views: { spinSums } } = this.#counter, { chains, length, spins } = this;
    const means = new Float64Array(spins), mcse = new Float64Array(spins), each = new Float64Array(chains);
    for (let i = 0; i < spins; i++) {
      for (let c = 0; c < chains; c++) {
        each[c] = 1 - (2 * (spinTotals[i * chains + c]! + spinSums[i * chains + c]!)) / length;
        means[i]! += each[c]! / chains;
      }
      mcse[i] = chains < 2 ? NaN : Math.sqrt(sampleVariance(each) / chains);
    }
    return { means, mcse };
  }

  /**
   * The split R̂ of every observable. The chains are cut where whole blocks end nearest to the middle, at most a sixteenth of L from
   * it. Of values that are only ±1 the ranks are the values themselves up to scale, so that this is the rank-normalised
   * split R̂ of `rHat` too (Vehtari et al. 2021), where the cut is the middle. Infinite when each part stays at one value of its
   * own. Fewer than two chains or four sweeps are an InputError.
   */
  rHats(): GradientRHats {
    const action = "Cannot compute R-hat";
    checkInteger(this.chains, "chains", action, 2, 2 ** 20);
    checkInteger(this.length, "the chain length", action, 4, 2 ** 53);
    this.#read(0);
    const reader = this.#reader, { level, blocks } = reader.split, { chains, length } = this;
    const splitAt = level.width * blocks, rest = length - splitAt;
    const values = new Float64Array(this.observables), first = new Float64Array(chains);
    const shares = new Float64Array(2 * chains);
    let max = NaN;
    for (let a = 0; a < this.observables; a++) {
      reader.firstPart(a, first);
      const totals = reader.totals(a);
      let within = 0;
      for (let c = 0; c < chains; c++) {
        const before = first[c]! / splitAt, after = (totals[c]! - first[c]!) / rest;
        shares[2 * c] = before;
        shares[2 * c + 1] = after;
        within += (before * (1 - before) * splitAt) / (splitAt - 1) + (after * (1 - after) * rest) / (rest - 1);
      }
      const half = length / 2;
      values[a] = Math.sqrt(sampleVariance(shares) / (within / (2 * chains)) + (half - 1) / half);
      if (!(values[a]! <= max) && !Number.isNaN(values[a]!)) max = values[a]!;
    }
    return { values, max, splitAt };
  }

  #read(observable: number): number {
    const a = checkInteger(observable, "observable", ACTION, 0, this.observables - 1);
    checkInteger(this.length, "the chain length", "Cannot read the gradient's autocorrelations", 3, 2 ** 53);
    this.#counter.settle();
    this.#reader.follow();
    return a;
  }

  #time(a: number): { readonly tau: number; readonly cut: boolean } {
    if (this.#reader.isConstant(a)) return { tau: 0.5, cut: false };
    return multiTauTime(SHAPE, this.#counter.levels, (at, j) => this.#reader.rho(a, at, j));
  }

  /** The share of minus signs of x_i·x_j or x_i. */
  #share(a: number): number {
    const totals = this.#reader.totals(a);
    let sum = 0;
    for (let c = 0; c < totals.length; c++) sum += totals[c]!;
    return sum / (this.chains * this.length);
  }

  #variance(a: number): number {
    const share = this.#share(a);
    return 4 * share * (1 - share);
  }
}
