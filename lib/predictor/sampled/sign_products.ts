import type { SignStore } from "./sign_store.ts";

/**
 * Products with the centred observables of a `SignStore`, eight observables at a time: the sums over the 256 patterns of a byte are
 * formed once per product and then looked up by every sample (V. L. Arlazarov et al., Soviet Math. Doklady 11, 1209 (1970)).
 */
export class SignProducts {
  /** The mean of x_i·x_j, or x_i, over all samples and chains; −1 and 1 where it never changes. */
  readonly means: Float64Array;
  readonly #bytes: Uint8Array;
  readonly #row: number;
  readonly #rows: number;
  readonly #table: Float64Array;

  constructor({ bits, words, chains, length, observables }: SignStore) {
    this.#row = 4 * words;
    this.#rows = length * chains;
    // Byte k of a word holds the observables 8k … 8k + 7 on every machine that Deno and Node run on (little-endian).
    this.#bytes = new Uint8Array(bits.buffer, bits.byteOffset, this.#rows * this.#row);
    this.#table = new Float64Array(256 * this.#row);
    this.means = new Float64Array(observables);
    this.#gather(new Float64Array(this.#rows).fill(1 / this.#rows), this.means);
  }

  /** out[r] = Σ_a v_a·(s_a(r) − mean_a), r running over samples and in them over chains. */
  project(v: Float64Array, out: Float64Array): void {
    const table = this.#table, bytes = this.#bytes, row = this.#row;
    let centre = 0;
    for (let a = 0; a < v.length; a++) centre += v[a]! * this.means[a]!;
    for (let k = 0; k < row; k++) {
      let all = 0;
      for (let j = 0; j < 8; j++) all += v[8 * k + j] ?? 0;
      table[256 * k] = all;
      for (let pattern = 1; pattern < 256; pattern++) {
        const low = 31 - Math.clz32(pattern & -pattern);
        table[256 * k + pattern] = table[256 * k + (pattern & (pattern - 1))]! - 2 * (v[8 * k + low] ?? 0);
      }
    }
    for (let r = 0, at = 0; r < this.#rows; r++) {
      let sum = -centre;
      for (let k = 0, base = 0; k < row; k++, base += 256) sum += table[base + bytes[at++]!]!;
      out[r] = sum;
    }
  }

  /** out[a] = Σ_r w[r]·(s_a(r) − mean_a). */
  gather(w: Float64Array, out: Float64Array): void {
    let total = 0;
    for (let r = 0; r < w.length; r++) total += w[r]!;
    this.#gather(w, out);
    for (let a = 0; a < out.length; a++) out[a]! -= total * this.means[a]!;
  }

  #gather(w: Float64Array, out: Float64Array): void {
    const table = this.#table.fill(0), bytes = this.#bytes, row = this.#row;
    for (let r = 0, at = 0; r < this.#rows; r++) {
      const weight = w[r]!;
      for (let k = 0, base = 0; k < row; k++, base += 256) table[base + bytes[at++]!]! += weight;
    }
    for (let a = 0; a < out.length; a++) {
      const base = 256 * (a >>> 3), bit = a & 7;
      let sum = 0;
      for (let pattern = 0; pattern < 256; pattern++) {
        sum += (pattern >>> bit) & 1 ? -table[base + pattern]! : table[base + pattern]!;
      }
      out[a] = sum;
    }
  }
}
