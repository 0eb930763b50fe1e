import { InputError } from "../errors.ts";
import { checkInteger, describeValue } from "../random/check.ts";
import { checkPackedSigns } from "./packed_signs.ts";
import { chainGroups } from "./sign_batch_layout.ts";

const ACTION = "Cannot record spins";

/**
 * The spins of all chains over a run of at most `capacity` sweeps, one bit each, packed along time: 3,600 spins × 32 chains ×
 * 8,000 sweeps take 115 MB. Products of spins are read out as ±1 series of their own.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const history = new SignHistory({ spins: 2, chains: 1, capacity: 3 });
 * for (const state of [[1, 1], [1, -1], [-1, -1]]) history.record(state);
 * assert.deepEqual([...history.series([0, 1]).draws()[0]!], [1, -1, 1]);
 * ```
 */
export class SignHistory {
  readonly spins: number;
  readonly chains: number;
  readonly capacity: number;
  readonly #words: number;
  readonly #bits: Uint32Array;
  #length = 0;

  constructor(size: { readonly spins: number; readonly chains: number; readonly capacity: number }) {
    this.spins = checkInteger(size.spins, "spins", ACTION, 1, 2 ** 24);
    this.chains = checkInteger(size.chains, "chains", ACTION, 1, 2 ** 20);
    this.capacity = checkInteger(size.capacity, "capacity", ACTION, 1, 2 ** 30);
    this.#words = Math.ceil(this.capacity / 32);
    this.#bits = new Uint32Array(this.spins * this.chains * this.#words);
  }

  /** Sweeps recorded so far. */
  get length(): number {
    return this.#length;
  }

  /** Appends the state after one sweep: the spin i of chain c is `state[c·spins + i]`, +1 or −1. */
  record(state: ArrayLike<number>): void {
    const size = this.spins * this.chains, bits = this.#bits, words = this.#words;
    if (state.length !== size) {
      throw new InputError(`${ACTION}: a state has ${state.length} entries; give chains × spins = ${size}`);
    }
    if (this.#length === this.capacity) {
      throw new InputError(`${ACTION}: all ${this.capacity} sweeps are recorded; make the capacity larger`);
    }
    for (let s = 0; s < size; s++) {
      if (state[s] === 1 || state[s] === -1) continue;
      throw new InputError(
        `${ACTION}: spin ${s % this.spins} of chain ${Math.floor(s / this.spins)} is ${
          describeValue(state[s])
        }; give +1 or -1`,
      );
    }
    const word = this.#length >>> 5, bit = this.#length & 31;
    for (let s = 0; s < size; s++) bits[s * words + word]! |= (state[s] === -1 ? 1 : 0) << bit;
    this.#length++;
  }

  /** Appends samples as samplers give them, packed over chains (see `GradientAutocorrelation.push`), all or none. */
  recordPacked(samples: Uint32Array): void {
    const { spins, chains } = this, bits = this.#bits, words = this.#words;
    const kept = checkPackedSigns(samples, spins, chains, ACTION), groups = chainGroups(chains);
    if (this.#length + kept > this.capacity) {
      throw new InputError(
        `${ACTION}: ${this.#length} of ${this.capacity} sweeps are recorded and ${kept} more are given; make the capacity larger`,
      );
    }
    for (let sample = 0; sample < kept; sample++, this.#length++) {
      const word = this.#length >>> 5, bit = this.#length & 31;
      for (let c = 0; c < chains; c++) {
        const from = (sample * groups + (c >>> 5)) * spins, shift = c & 31;
        for (let i = 0, to = c * spins * words + word; i < spins; i++, to += words) {
          bits[to]! |= ((samples[from + i]! >>> shift) & 1) << bit;
        }
      }
    }
  }

  /** The product of the named spins in every chain: one spin for a magnetisation, two for a pair. */
  series(spins: readonly number[]): SignSeries {
    for (const i of spins) checkInteger(i, "the spin", "Cannot read a series of spins", 0, this.spins - 1);
    const words = Math.ceil(this.#length / 32);
    const bits = Array.from({ length: this.chains }, (_, c) => {
      const product = new Uint32Array(words);
      for (const i of spins) {
        const start = (c * this.spins + i) * this.#words;
        for (let w = 0; w < words; w++) product[w]! ^= this.#bits[start + w]!;
      }
      return product;
    });
    return new SignSeries(bits, this.#length);
  }
}

/**
 * A ±1 observable over chains, packed along time: bit t of chain c is set when its value after sweep t is −1. Bits beyond the
 * length are zero.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const series = new SignSeries([Uint32Array.of(0b0110)], 4);
 * assert.deepEqual([...series.draws()[0]!], [1, -1, -1, 1]);
 * ```
 */
export class SignSeries {
  readonly bits: readonly Uint32Array[];
  readonly length: number;

  constructor(bits: readonly Uint32Array[], length: number) {
    this.bits = bits;
    this.length = length;
  }

  /** The values as numbers, for the other estimators. */
  draws(): Int8Array[] {
    return this.bits.map((chain) =>
      Int8Array.from({ length: this.length }, (_, t) => (chain[t >>> 5]! >>> (t & 31)) & 1 ? -1 : 1)
    );
  }
}
