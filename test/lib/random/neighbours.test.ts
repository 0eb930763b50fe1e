import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressWords } from "../../../lib/random/chain_address.ts";
import { ChainUniforms } from "../../../lib/random/chain_uniforms.ts";
import { openWord, weave4x32 } from "../../../lib/random/weave.ts";
import { NEIGHBOURS, smallAddresses, step } from "./neighbours.ts";
import { type BlockFunction, largestParity, weaveOf } from "./pair_parity.ts";
import { chiSquareRatio, freshSeed, uniformLaw } from "./statistics.ts";

const library: BlockFunction = (v) => {
  for (const k of [0, 1, 2, 3] as const) v[k] = openWord(v[k]!, k);
  weave4x32(v, v);
};

// 8,256 statistics for each kind of neighbour: |z| above 8 has probability 1.3e-15 in one and 1.1e-11 in a kind.
const LIMIT = 8;
const BATCHES = 256;

describe("weave4x32() on neighbouring addresses", () => {
  const addresses = smallAddresses(freshSeed("weave4x32, parities"));

  test.each(Object.entries(NEIGHBOURS))("weave4x32() shows no relation to %s", (_, neighbour) => {
    expect(largestParity(library, addresses, neighbour, BATCHES)).toBeLessThan(LIMIT);
  });

  test("weave4x32() is the weave of three rounds that the controls shorten", () => {
    fc.assert(fc.property(fc.array(fc.nat(2 ** 32 - 1), { minLength: 4, maxLength: 4 }), (words) => {
      const a = Uint32Array.from(words), b = Uint32Array.from(words);
      library(a);
      weaveOf(3)(b);
      expect(b).toEqual(a);
    }));
  });

  test.each(["the next chain group", "the next seed", "the next site", "the next sweep"] as const)(
    "weave4x32()'s check catches one round, next to %s",
    (name) => {
      expect(largestParity(weaveOf(1), addresses, NEIGHBOURS[name], BATCHES)).toBeGreaterThan(LIMIT);
    },
  );

  test("weave4x32()'s check catches two rounds and pcg4d with a closing shift", () => {
    const four = NEIGHBOURS["the site four further"];
    expect(largestParity(weaveOf(2), addresses, four, BATCHES)).toBeGreaterThan(LIMIT);
    expect(largestParity(weaveOf(2, "pcg4d"), addresses, four, BATCHES)).toBeGreaterThan(LIMIT);
  });

  test.each([0, 1, 2, 3] as const)("weave4x32() stays sound where word %d opens to zero or to few bits", (weak) => {
    for (const value of [0, 2 ** 31, 2 ** 16]) {
      // The weak word is set after opening: the address that opens to it exists, since opening is one to one.
      const generator: BlockFunction = (v) => {
        for (const k of [0, 1, 2, 3] as const) v[k] = k === weak ? value : openWord(v[k]!, k);
        weave4x32(v, v);
      };
      for (const word of [0, 1, 2, 3]) {
        if (word === weak) continue;
        expect(largestParity(generator, addresses, step(word, 1), 64), `${value}, ${word}`).toBeLessThan(LIMIT);
      }
    }
  });
});

/** Counts of (bin of one 16-bit number, bin of the other) over 2^17 pairs, 16 × 16 bins of the top or bottom four bits. */
function jointCounts(pair: (k: number) => readonly [number, number], shift: number): number[] {
  const counts = new Array<number>(256).fill(0);
  for (let k = 0; k < 2 ** 17; k++) {
    const [u, v] = pair(k);
    counts[16 * ((u >>> shift) & 15) + ((v >>> shift) & 15)]!++;
  }
  return counts;
}

describe("ChainUniforms at neighbouring addresses", () => {
  const seed = freshSeed("ChainUniforms, chi-square of pairs");
  const base = new ChainUniforms(seed), next = new ChainUniforms(seed + 1);
  const bySite = new ChainUniforms(seed, "sites");
  const a = new Uint16Array(32), b = new Uint16Array(32);
  const at = (uniforms: ChainUniforms, out: Uint16Array, block: number, sweep: number, site: number, chain: number) => {
    uniforms.fill16(block, sweep, site, out);
    return out[chain]!;
  };
  const PAIRS: Record<string, (k: number) => readonly [number, number]> = {
    site: (k) => [at(base, a, 0, 5, k, 3), at(base, b, 0, 5, k + 1, 3)],
    sweep: (k) => [at(base, a, 0, k, 2, 3), at(base, b, 0, k + 1, 2, 3)],
    seed: (k) => [at(base, a, 0, k >> 9, k & 511, 3), at(next, b, 0, k >> 9, k & 511, 3)],
    "site of the same block": (k) => [at(bySite, a, 0, k, 5, 0), a[1]!],
    "site of the next group": (k) => [at(bySite, a, 0, k, 5, 0), a[2]!],
    "site of the next 32": (k) => [at(bySite, a, 0, k, 5, 31), at(bySite, b, 1, k, 5, 0)],
    "chain of the same word": (k) => [at(base, a, 0, k >> 9, k & 511, 0), a[1]!],
    "chain of the next group": (k) => [at(base, a, 0, k >> 9, k & 511, 0), a[2]!],
    "chain of the next word": (k) => [at(base, a, 0, k >> 9, k & 511, 0), a[8]!],
    "chain of the next 32": (k) => [at(base, a, 0, k >> 9, k & 511, 7), at(base, b, 1, k >> 9, k & 511, 7)],
  };

  test.each(Object.entries(PAIRS))("ChainUniforms is independent of the next %s", (_, pair) => {
    for (const shift of [12, 0]) expect(chiSquareRatio(jointCounts(pair, shift), uniformLaw(256))).toBeLessThan(1);
  });

  test("ChainUniforms' check catches a weave of one round", () => {
    const generator = weaveOf(1);
    const single = (site: number) => {
      const words = addressWords(seed, 16, 0, 5, site);
      generator(words);
      return words[0]! & 0xffff;
    };
    const ratios = [12, 0].map((shift) =>
      chiSquareRatio(jointCounts((k) => [single(k), single(k + 1)], shift), uniformLaw(256))
    );
    expect(Math.max(...ratios)).toBeGreaterThan(1);
  });
});
