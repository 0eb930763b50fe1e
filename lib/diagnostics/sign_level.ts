import { populationCount } from "../population_count.ts";
import type { BlockArray, CorrelatorLevel } from "./multi_tau_level.ts";

/**
 * The first level of a multi-tau correlator for ±1 series: the chains of an observable are the bits of a word, so that a product
 * over 32 chains is an exclusive or and a population count.
 */
export class SignLevel implements CorrelatorLevel {
  readonly width = 1;
  readonly firstLag = 0;
  count = 0;
  readonly pending = new Int16Array(0);
  readonly #ring: readonly Int32Array[];
  readonly #heads: readonly Int32Array[];
  /** Per lag, per observable: the unequal pairs counted over time and chains. */
  readonly #unequal: readonly Float64Array[];
  readonly #chains: number;
  readonly #words: number;

  constructor(lags: number, observables: number, chains: number) {
    this.#chains = chains;
    this.#words = Math.ceil(chains / 32);
    const create = () => new Int32Array(observables * this.#words);
    this.#ring = Array.from({ length: lags }, create);
    this.#heads = Array.from({ length: lags - 1 }, create);
    this.#unequal = Array.from({ length: lags }, () => new Float64Array(observables));
  }

  get bytes(): number {
    return [...this.#ring, ...this.#heads, ...this.#unequal].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  add(block: BlockArray): void {
    const n = this.count++, ring = this.#ring, p = ring.length, now = ring[n % p]!;
    this.#pack(block, now);
    if (n < p - 1) this.#heads[n]!.set(now);
    for (let j = 1; j < p && j <= n; j++) countUnequal(now, ring[(n - j) % p]!, this.#words, this.#unequal[j]!);
  }

  #pack(block: BlockArray, target: Int32Array): void {
    const chains = this.#chains;
    for (let w = 0, s = 0, c = 0; w < target.length; w++) {
      let word = 0;
      const end = Math.min(c + 32, chains);
      for (let bit = 0; c < end; c++) word |= (block[s++]! >>> 31) << bit++;
      target[w] = word;
      if (c === chains) c = 0;
    }
  }

  product(j: number, observable: number): number {
    return (this.count - j) * this.#chains - 2 * this.#unequal[j]![observable]!;
  }

  edges(j: number, series: number): number {
    const c = series % this.#chains, word = Math.floor(series / this.#chains) * this.#words + (c >>> 5), bit = c & 31;
    let minus = 0;
    for (let k = 0; k < j; k++) {
      minus += (this.#heads[k]![word]! >>> bit) & 1;
      minus += (this.#ring[(this.count - 1 - k) % this.#ring.length]![word]! >>> bit) & 1;
    }
    return 2 * j - 2 * minus;
  }
}

function countUnequal(now: Int32Array, before: Int32Array, words: number, counts: Float64Array): void {
  for (let a = 0, w = 0; a < counts.length; a++) {
    let count = 0;
    for (const end = w + words; w < end; w++) count += populationCount(now[w]! ^ before[w]!);
    counts[a]! += count;
  }
}
