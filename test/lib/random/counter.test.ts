import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { CounterGenerator, counterWords } from "../../../lib/random/counter.ts";
import { philox4x32 } from "../../../lib/random/philox.ts";
import { type Purpose, PURPOSES } from "../../../lib/random/purpose.ts";
import { generatorKey, STREAM_DOMAIN } from "../../../lib/random/seed.ts";
import { chiSquareRatio, freshSeed, uniformLaw } from "./statistics.ts";

const PURPOSE_NAMES = Object.keys(PURPOSES) as Purpose[];

describe("counterWords()", () => {
  test("counterWords() is Philox at the documented counter and key", () => {
    const seed = 5 * 2 ** 32 + 9, sweep = 3 * 2 ** 32 + 8;
    const out = new Uint32Array(4);
    philox4x32(Uint32Array.of(6, 8, 3, 7), Uint32Array.of(9, 5 + PURPOSES.chain * 2 ** 21), out);
    expect(counterWords(seed, "chain", 7, sweep, 6)).toEqual(out);
  });

  test("counterWords() gives different words at 50,000 neighbouring addresses", () => {
    const seen = new Set<string>();
    let count = 0;
    for (const seed of [0, 1, 2 ** 32, 2 ** 53 - 1]) {
      for (const purpose of ["chain", "init"] as const) {
        const generator = new CounterGenerator(seed, purpose);
        for (let chain = 0; chain < 10; chain++) {
          for (const sweep of [0, 1, 2, 2 ** 32, 2 ** 32 + 1]) {
            for (let site = 0; site < 125; site++, count++) {
              seen.add(generator.fill(chain, sweep, site).join());
            }
          }
        }
      }
    }
    expect(seen.size).toBe(count);
  });

  test("counterWords() differs where arguments swap places", () => {
    const words = (seed: number, a: number, b: number, c: number) => counterWords(seed, "chain", a, b, c).join();
    const all = [words(1, 2, 3, 4), words(1, 3, 2, 4), words(1, 4, 3, 2), words(1, 2, 4, 3), words(2, 1, 3, 4)];
    expect(new Set(all).size).toBe(all.length);
  });

  test.each([
    [-1, 0, 0, 0, /seed is -1/],
    [1.5, 0, 0, 0, /seed is 1.5/],
    [2 ** 53, 0, 0, 0, /seed is 9007199254740992/],
    [NaN, 0, 0, 0, /seed is NaN/],
    [0, 2 ** 32, 0, 0, /chain is 4294967296; give an integer from 0 to 4294967295/],
    [0, 0, -1, 0, /sweep is -1/],
    [0, 0, 0, 0.5, /site is 0.5/],
  ])("counterWords(%d, chain, %d, %d, %d) is refused", (seed, chain, sweep, site, message) => {
    const call = () => counterWords(seed, "chain", chain, sweep, site);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  test("counterWords() refuses text for a seed and an unknown purpose", () => {
    expect(() => counterWords("7" as unknown as number, "chain", 0, 0, 0)).toThrow(/seed is "7"/);
    expect(() => counterWords(7, "toString" as Purpose, 0, 0, 0)).toThrow(/purpose is "toString"/);
  });
});

describe("generatorKey()", () => {
  test("generatorKey() is one to one over purposes, domains and the edges of the seeds", () => {
    const keys = new Set<string>();
    let count = 0;
    for (const seed of [0, 1, 2 ** 21, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 52, 2 ** 53 - 1]) {
      for (const purpose of PURPOSE_NAMES) {
        for (const domain of [0, STREAM_DOMAIN]) {
          keys.add(generatorKey(seed, purpose, domain).join());
          count++;
        }
      }
    }
    expect(keys.size).toBe(count);
    expect(new Set(Object.values(PURPOSES)).size).toBe(PURPOSE_NAMES.length);
    expect(Math.max(...Object.values(PURPOSES))).toBeLessThan(STREAM_DOMAIN);
  });
});

/** Counts of (bin of one uniform, bin of the other) over 40,000 pairs, 8 × 8 bins. */
function jointCounts(pair: (k: number) => readonly [number, number]): number[] {
  const counts = new Array<number>(64).fill(0);
  for (let k = 0; k < 40_000; k++) {
    const [u, v] = pair(k);
    counts[8 * Math.floor(8 * u) + Math.floor(8 * v)]!++;
  }
  return counts;
}

describe("CounterGenerator", () => {
  const seed = freshSeed("CounterGenerator");
  const base = new CounterGenerator(seed, "chain");

  test("CounterGenerator gives independent uniforms at neighbouring addresses, seeds and purposes", () => {
    const next = new CounterGenerator(seed + 1, "chain"), other = new CounterGenerator(seed, "init");
    const pairs: Record<string, (k: number) => readonly [number, number]> = {
      site: (k) => [base.uniform(3, 5, k), base.uniform(3, 5, k + 1)],
      sweep: (k) => [base.uniform(3, k, 2), base.uniform(3, k + 1, 2)],
      chain: (k) => [base.uniform(k, 5, 2), base.uniform(k + 1, 5, 2)],
      seed: (k) => [base.uniform(k & 31, k >> 5, 2), next.uniform(k & 31, k >> 5, 2)],
      purpose: (k) => [base.uniform(k & 31, k >> 5, 2), other.uniform(k & 31, k >> 5, 2)],
    };
    for (const [name, pair] of Object.entries(pairs)) {
      expect(chiSquareRatio(jointCounts(pair), uniformLaw(64)), name).toBeLessThan(1);
    }
  });

  test("CounterGenerator's independence check catches a copy of itself and a stuck bit", () => {
    const copies = jointCounts((k) => [base.uniform(0, k, 0), base.uniform(0, k, 0)]);
    expect(chiSquareRatio(copies, uniformLaw(64))).toBeGreaterThan(1);
    const stuck = jointCounts((k) => [base.uniform(0, k, 0) / 2, base.uniform(0, k, 1)]);
    expect(chiSquareRatio(stuck, uniformLaw(64))).toBeGreaterThan(1);
  });

  test("CounterGenerator sets every bit of every word half of the time", () => {
    const ones = new Array<number>(128).fill(0), count = 20_000;
    for (let k = 0; k < count; k++) {
      const words = base.fill(1, k, 1);
      for (let b = 0; b < 128; b++) ones[b]! += (words[b >> 5]! >>> (b & 31)) & 1;
    }
    // |z| exceeds 6.6 with probability 4.1e-11; over 128 bits that is 5.3e-9.
    for (const n of ones) expect(Math.abs(2 * n - count) / Math.sqrt(count)).toBeLessThan(6.6);
  });
});
