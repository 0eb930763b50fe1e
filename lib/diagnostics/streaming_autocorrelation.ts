import { InputError } from "../errors.ts";
import { checkInteger, describeValue } from "../random/check.ts";
import { MultiTauLevel } from "./multi_tau_level.ts";
import type { BlockArray, CorrelatorLevel, MultiTauShape } from "./multi_tau_level.ts";
import { multiTauTime } from "./multi_tau_time.ts";
import { summarizeTimes } from "./observable_times.ts";
import type { TimeSummary } from "./observable_times.ts";
import { SignLevel } from "./sign_level.ts";
import { requireLength, tauReading } from "./tau_reading.ts";
import type { ShortChains, TauReading } from "./tau_reading.ts";

const ACTION = "Cannot stream autocorrelations";

/** What is streamed. Memory is about 2·lags·levels values per observable and chain, whatever the length. */
export interface StreamingOptions extends Partial<MultiTauShape> {
  readonly observables: number;
  readonly chains: number;
  /** "sign" for observables that are ±1, kept in two bytes; "real" (default) in eight. */
  readonly values?: "real" | "sign";
}

/** ρ at the lags that the correlator keeps; beyond the first level a value is an average over a hat of width 2·`widths[k]`. */
export interface StreamedCurve {
  readonly lags: Float64Array;
  readonly rho: Float64Array;
  readonly widths: Float64Array;
}

/**
 * Autocorrelation times of many observables over many chains in memory that does not grow with the length: a multi-tau
 * correlator (Ramírez et al. 2010, J. Chem. Phys. 133, 154103) with `lags` lags per level and blocks that grow by `factor`.
 * Defaults 16, 4 and 8 levels: lags to 245,760. The definitions are those of `estimateTau`: own chain means, biased,
 * averaged over chains, pair rule, half-Sokal.
 *
 * Bias: up to `lags` − `factor` the autocovariances are the exact ones. Beyond, block products weigh every lag by hats that add
 * up to one, so the sum over lags is not smeared; what differs is where the pair rule cuts (pairs of blocks instead of pairs of
 * lags) and the last incomplete blocks. On AR(1) series of 200 to 2000 τ over 32 chains the two estimates differ by 0.1 % as a
 * rule, and by a few percent, less than their own error, where noise decides the cut. Sums at lags beyond the last level are
 * left out: then τ is too low, and `reading` calls it censored.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const stream = new StreamingAutocorrelation({ observables: 2, chains: 1, values: "sign" });
 * for (let t = 0; t < 4000; t++) stream.push([t % 2 ? 1 : -1, t % 40 < 20 ? 1 : -1]);
 * assert.equal(stream.reading(0).tau, 0.5);
 * assert.ok(stream.reading(1).tau > 4);
 * ```
 */
export class StreamingAutocorrelation {
  readonly observables: number;
  readonly chains: number;
  readonly #shape: MultiTauShape;
  readonly #sign: boolean;
  readonly #levels: readonly CorrelatorLevel[];
  readonly #now: BlockArray;
  readonly #totals: Float64Array;
  /** Real values are kept less the first value of their observable, so that a large mean costs no digits. */
  readonly #offsets: Float64Array;
  #length = 0;

  constructor(options: StreamingOptions) {
    const { observables, chains, values = "real", lags = 16, factor = 4, levels = 8 } = options;
    this.observables = checkInteger(observables, "observables", ACTION, 1, 2 ** 31);
    this.chains = checkInteger(chains, "chains", ACTION, 1, 2 ** 20);
    if (values !== "real" && values !== "sign") {
      throw new InputError(`${ACTION}: values is ${describeValue(values)}; give "real" or "sign"`);
    }
    checkInteger(factor, "factor", ACTION, 2, 64);
    checkInteger(lags, "lags", ACTION, 2 * factor, 4096);
    checkInteger(levels, "levels", ACTION, 1, 40);
    if (lags % factor !== 0) {
      throw new InputError(`${ACTION}: lags is ${lags} and factor ${factor}; give a multiple of the factor`);
    }
    this.#sign = values === "sign";
    if (this.#sign && factor ** (levels - 1) > 32767) {
      throw new InputError(`${ACTION}: ${levels} levels of factor ${factor} overflow 16-bit sums; give fewer levels`);
    }
    this.#shape = { lags, factor, levels };
    const size = observables * chains;
    const create = () => this.#sign ? new Int16Array(size) : new Float64Array(size);
    this.#levels = Array.from(
      { length: levels },
      (_, level) =>
        this.#sign && level === 0
          ? new SignLevel(lags, observables, chains)
          : new MultiTauLevel(level, this.#shape, observables, chains, create),
    );
    this.#now = create();
    this.#totals = new Float64Array(size);
    this.#offsets = new Float64Array(observables);
  }

  /** Draws pushed so far, per chain. */
  get length(): number {
    return this.#length;
  }

  /** Bytes held: fixed at construction. */
  get bytes(): number {
    return this.#levels.reduce((sum, { bytes }) => sum + bytes, this.#now.byteLength + this.#totals.byteLength);
  }

  /** Takes one draw of everything: the value of observable a in chain c is `values[a·chains + c]`. */
  push(values: ArrayLike<number>): void {
    const now = this.#now, totals = this.#totals, offsets = this.#offsets, { chains } = this;
    if (values.length !== now.length) {
      throw new InputError(`${ACTION}: a draw has ${values.length} values; give observables × chains = ${now.length}`);
    }
    this.#check(values);
    if (this.#length === 0 && !this.#sign) {
      for (let a = 0; a < offsets.length; a++) {
        offsets[a] = values[a * chains]!;
      }
    }
    for (let a = 0, s = 0; a < offsets.length; a++) {
      for (const end = s + chains; s < end; s++) {
        const value = values[s]! - offsets[a]!;
        now[s] = value;
        totals[s]! += value;
      }
    }
    this.#length++;
    this.#add(0, now);
  }

  /** A draw is taken whole or not at all. */
  #check(values: ArrayLike<number>): void {
    for (let s = 0; s < values.length; s++) {
      const value = values[s]!;
      if (this.#sign ? value !== 1 && value !== -1 : !Number.isFinite(value)) {
        throw new InputError(
          `${ACTION}: observable ${Math.floor(s / this.chains)} of chain ${s % this.chains} is ${
            describeValue(value)
          }; give ${this.#sign ? "+1 or -1" : "a finite number"}`,
        );
      }
    }
  }

  #add(at: number, block: BlockArray): void {
    const level = this.#levels[at]!, next = this.#levels[at + 1];
    level.add(block);
    if (next === undefined) return;
    const { pending } = next;
    for (let s = 0; s < pending.length; s++) pending[s]! += block[s]!;
    if (level.count % this.#shape.factor !== 0) return;
    this.#add(at + 1, pending);
    pending.fill(0);
  }

  /** Var_a pooled over chains and time, with the divisor chains·length. */
  variance(observable: number): number {
    const size = this.chains * this.#length;
    let sum = 0;
    for (let c = 0; c < this.chains; c++) sum += this.#totals[observable * this.chains + c]!;
    return Math.max(0, this.#levels[0]!.product(0, observable) / size - (sum / size) ** 2);
  }

  /** ρ of one observable at the lags kept. */
  curve(observable: number): StreamedCurve {
    const a = checkInteger(observable, "observable", ACTION, 0, this.observables - 1);
    const lags: number[] = [], rho: number[] = [], widths: number[] = [];
    const zero = this.#spread(a);
    this.#levels.forEach((level, at) => {
      for (let j = level.firstLag; j < this.#shape.lags && j < level.count; j++) {
        lags.push(j * level.width);
        rho.push(zero === 0 ? 0 : this.#autocovariance(a, at, j) / zero);
        widths.push(level.width);
      }
    });
    return { lags: Float64Array.from(lags), rho: Float64Array.from(rho), widths: Float64Array.from(widths) };
  }

  /** The time of one observable; a ShortChainError when L < 50·τ, unless short chains are allowed. */
  reading(observable: number, options: { readonly short?: ShortChains } = {}): TauReading {
    const { tau, cut } = this.#time(checkInteger(observable, "observable", ACTION, 0, this.observables - 1));
    const reading = tauReading(tau, this.#length);
    return requireLength(cut ? { ...reading, censored: true, admissible: false } : reading, options.short);
  }

  /** τ_a and Var_a of every observable. */
  times(): { readonly taus: Float64Array; readonly variances: Float64Array } {
    const taus = new Float64Array(this.observables), variances = new Float64Array(this.observables);
    for (let a = 0; a < this.observables; a++) {
      taus[a] = this.#time(a).tau;
      variances[a] = this.variance(a);
    }
    return { taus, variances };
  }

  /** T_O, τ_max and the distribution of τ over the observables. */
  summary(): TimeSummary {
    const { taus, variances } = this.times();
    return summarizeTimes(taus, variances, this.#length);
  }

  /** τ, and whether the last level ended before the pair rule did. */
  #time(a: number): { readonly tau: number; readonly cut: boolean } {
    const zero = this.#spread(a);
    if (zero === 0) return { tau: 0.5, cut: false };
    return multiTauTime(this.#shape, this.#levels, (at, j) => this.#autocovariance(a, at, j) / zero);
  }

  /** The autocovariance at lag 0, and exactly 0 where only rounding is left of it. */
  #spread(a: number): number {
    const value = this.#length === 0 ? 0 : this.#autocovariance(a, 0, 0);
    return value * this.#length * this.chains > 1e-13 * this.#levels[0]!.product(0, a) ? value : 0;
  }

  /** The biased autocovariance, averaged over chains, at lag j of a level (over the level's hat). */
  #autocovariance(a: number, at: number, j: number): number {
    const level = this.#levels[at]!, { width, count } = level;
    let sum = level.product(j, a);
    for (let c = 0; c < this.chains; c++) {
      const s = a * this.chains + c, mean = (width * this.#totals[s]!) / this.#length;
      let total = this.#totals[s]!;
      for (let k = 1; k <= at; k++) total -= this.#levels[k]!.pending[s]!;
      sum += mean * ((count - j) * mean - (2 * total - level.edges(j, s)));
    }
    return sum / (count * width * width * this.chains);
  }
}
