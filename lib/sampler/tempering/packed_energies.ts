import type { EnergyModel } from "../../model/energy_model.ts";

const LOWEST = 0x11111111;

/** Writes the energy of each chain of packed words into `out` from `offset` on. */
export type PackedEnergies = (words: Uint32Array, chains: number, out: Float64Array, offset: number) => void;

/**
 * The energies E = −Σ J·x·x − Σ h·x (without beta) of packed chains. Terms are added four at a time, edges first and then
 * biases, from tables of their sixteen sums: the same doubles on every machine. The parameters are copied.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * const out = new Float64Array(2);
 * createPackedEnergies(curieWeiss(2, 1))(Uint32Array.of(0b00, 0b10), 2, out, 0);
 * assert.deepEqual([...out], [-0.5, 0.5]);
 * ```
 */
export function createPackedEnergies(model: EnergyModel): PackedEnergies {
  const { graph: { from, to, vertexCount: n } } = model;
  const edges = fourfold(model.couplings, from, to), biases = fourfold(model.biases ?? []);
  const sums = new Float64Array(32);
  return (words, chains, out, offset) => {
    for (let first = 0, at = 0; first < chains; first += 32, at += n) {
      const lanes = Math.min(32, chains - first);
      sums.fill(0);
      for (let k = 0, entry = 0; k < edges.ends.length; k += 8, entry += 16) {
        const { ends, table } = edges;
        addFour(
          words[at + ends[k]!]! ^ words[at + ends[k + 1]!]!,
          words[at + ends[k + 2]!]! ^ words[at + ends[k + 3]!]!,
          words[at + ends[k + 4]!]! ^ words[at + ends[k + 5]!]!,
          words[at + ends[k + 6]!]! ^ words[at + ends[k + 7]!]!,
          table,
          entry,
          sums,
        );
      }
      for (let k = 0, entry = 0; k < biases.ends.length; k += 8, entry += 16) {
        const { ends, table } = biases;
        addFour(
          words[at + ends[k]!]!,
          words[at + ends[k + 2]!]!,
          words[at + ends[k + 4]!]!,
          words[at + ends[k + 6]!]!,
          table,
          entry,
          sums,
        );
      }
      for (let c = 0; c < lanes; c++) out[offset + first + c] = sums[8 * (c & 3) + (c >>> 2)]!;
    }
  };
}

/** Terms by fours: the two ends of each (0, 0 where none is left, worth 0), and the sum for each pattern of signs. */
interface Fourfold {
  readonly ends: Uint32Array;
  /** Entry 16·k + b holds the k-th four with a minus sign of the product where b has a bit. */
  readonly table: Float64Array;
}

function fourfold(values: ArrayLike<number>, from?: ArrayLike<number>, to?: ArrayLike<number>): Fourfold {
  const groups = Math.ceil(values.length / 4),
    ends = new Uint32Array(8 * groups),
    table = new Float64Array(16 * groups);
  for (let k = 0; k < values.length; k++) {
    ends[2 * k] = from?.[k] ?? k;
    ends[2 * k + 1] = to?.[k] ?? k;
    for (let b = 0; b < 16; b++) table[16 * (k >>> 2) + b]! += (b >>> (k & 3)) & 1 ? values[k]! : -values[k]!;
  }
  return { ends, table };
}

// Chains 4j + k are the nibbles j of one word: one shift and one mask for each look-up. `sums` is in that order.
function addFour(
  a: number,
  b: number,
  c: number,
  d: number,
  table: Float64Array,
  entry: number,
  sums: Float64Array,
): void {
  for (let k = 0, at = 0; k < 4; k++) {
    let nibbles = (a >>> k & LOWEST) | (b >>> k & LOWEST) << 1 | (c >>> k & LOWEST) << 2 | (d >>> k & LOWEST) << 3;
    for (const end = at + 8; at < end; at++, nibbles >>>= 4) sums[at]! += table[entry + (nibbles & 15)]!;
  }
}
